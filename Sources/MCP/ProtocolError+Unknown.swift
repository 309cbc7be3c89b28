/// Errors for what is not listed.
extension ProtocolError {
  /// The error for a tool.
  static func unknownTool(_ name: String) -> ProtocolError {
    unknown(.tool, name, "unknown tool", "tools/list names all there are")
  }

  /// The error for a prompt.
  static func unknownPrompt(_ name: String) -> ProtocolError {
    unknown(.prompt, name, "unknown prompt", "prompts/list names all there are")
  }

  /// The error for a resource template whose arguments are to be completed.
  static func unknownTemplate(_ uri: String) -> ProtocolError {
    unknown(
      .template, uri, "unknown resource template",
      "resources/templates/list names all there are")
  }

  private static func unknown(
    _ kind: UnknownItem.Kind, _ name: String, _ what: String, _ hint: String
  ) -> ProtocolError {
    var error = ProtocolError(.invalidParams, "\(what) \(name.utf8.asBytes.quoted); \(hint)")
    error.unknown = UnknownItem(kind: kind, name: name)
    return error
  }
}
