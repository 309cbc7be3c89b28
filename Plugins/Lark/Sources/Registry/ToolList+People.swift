extension ToolList {
  /// People and departments.
  static func people(_ core: LarkCore) -> [LarkTool] {
    []
  }
}
