extension ToolList {
  /// Mail.
  static func mail(_ core: LarkCore) -> [LarkTool] {
    [ListMail.tool(core), ReadMail.tool(core), SendMail.tool(core)]
  }
}
