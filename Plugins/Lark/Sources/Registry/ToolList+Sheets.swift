extension ToolList {
  /// Spreadsheets.
  static func sheets(_ core: LarkCore) -> [LarkTool] {
    []
  }
}
