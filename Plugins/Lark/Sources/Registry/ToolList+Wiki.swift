extension ToolList {
  /// Wiki spaces and pages.
  static func wiki(_ core: LarkCore) -> [LarkTool] {
    [CreateWikiPage.tool(core)]
  }
}
