extension ToolList {
  /// Messages and chats.
  static func im(_ core: LarkCore) -> [LarkTool] {
    let names = NameBook()
    return [
      SendMessage.tool(core), ReadChat.tool(core, names), GetMessage.tool(core, names),
      GetMessageFile.tool(core), EditMessage.tool(core), RecallMessage.tool(core),
      ForwardMessage.tool(core),
      ReactToMessage.tool(core, names), PinMessage.tool(core, names), UrgeMessage.tool(core),
      MessageReadState.tool(core, names), SearchMessages.tool(core, names),
      FindChat.tool(core, names), CreateChat.tool(core), UpdateChat.tool(core),
      ChatMembers.tool(core, names),
    ]
  }
}
