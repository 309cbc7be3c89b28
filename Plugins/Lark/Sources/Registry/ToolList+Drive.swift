extension ToolList {
  /// Files and folders.
  static func drive(_ core: LarkCore) -> [LarkTool] {
    []
  }
}
