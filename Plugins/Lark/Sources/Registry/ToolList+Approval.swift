extension ToolList {
  /// Approvals.
  static func approval(_ core: LarkCore) -> [LarkTool] {
    []
  }
}
