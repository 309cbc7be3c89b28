extension ToolList {
  /// Spreadsheets.
  static func sheets(_ core: LarkCore) -> [LarkTool] {
    [
      ReadSheet.tool(core), WriteSheet.tool(core), WriteSheet.appendTool(core),
      FindInSheet.tool(core), CreateSheet.tool(core),
    ]
  }
}
