extension ToolList {
  /// Messages and chats.
  static func im(_ core: LarkCore) -> [LarkTool] {
    [SendMessage.tool(core)]
  }
}
