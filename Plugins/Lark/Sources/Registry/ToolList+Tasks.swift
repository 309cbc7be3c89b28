extension ToolList {
  /// Tasks.
  static func tasks(_ core: LarkCore) -> [LarkTool] {
    []
  }
}
