extension ToolList {
  /// The connection to Lark itself.
  static func access(_ core: LarkCore) -> [LarkTool] {
    []
  }
}
