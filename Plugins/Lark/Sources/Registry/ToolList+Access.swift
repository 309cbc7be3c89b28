extension ToolList {
  /// The connection to Lark itself. Nobody can log in where no file is set for the tokens.
  static func access(_ core: LarkCore) -> [LarkTool] {
    let hasFile = !core.client.settings.userTokenFile.isEmpty
    return [Doctor.tool(core)] + (hasFile ? [Login.tool(core)] : [])
  }
}
