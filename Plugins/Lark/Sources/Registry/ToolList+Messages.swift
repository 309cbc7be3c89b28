extension ToolList {
  /// Messages and chats.
  static func im(_ core: LarkCore) -> [LarkTool] {
    let names = NameBook()
    return [
      SendMessage.tool(core), ReadChat.tool(core, names), GetMessage.tool(core, names),
    ]
  }
}
