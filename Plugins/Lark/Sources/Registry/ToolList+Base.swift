extension ToolList {
  /// Bases.
  static func base(_ core: LarkCore) -> [LarkTool] {
    []
  }
}
