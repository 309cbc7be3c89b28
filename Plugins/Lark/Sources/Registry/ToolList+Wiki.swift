extension ToolList {
  /// Wiki spaces and pages.
  static func wiki(_ core: LarkCore) -> [LarkTool] {
    [ListWiki.tool(core), CreateWikiPage.tool(core), MoveToWiki.tool(core)]
  }
}
