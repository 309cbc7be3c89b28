extension ToolList {
  /// Meetings and minutes.
  static func meetings(_ core: LarkCore) -> [LarkTool] {
    []
  }
}
