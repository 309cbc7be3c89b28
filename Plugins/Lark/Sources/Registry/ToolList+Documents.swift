extension ToolList {
  /// Documents.
  static func docs(_ core: LarkCore) -> [LarkTool] {
    [SearchDocs.tool(core), ReadDoc.tool(core)]
  }
}
