extension ToolList {
  /// Mail.
  static func mail(_ core: LarkCore) -> [LarkTool] {
    []
  }
}
