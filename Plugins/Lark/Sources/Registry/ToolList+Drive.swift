extension ToolList {
  /// Files and folders.
  static func drive(_ core: LarkCore) -> [LarkTool] {
    [
      ListFiles.tool(core), FileInfo.tool(core), UploadFile.tool(core), DownloadFile.tool(core),
      CreateFolder.tool(core), CopyFile.tool(core), ManageFile.tool(core),
    ]
  }
}
