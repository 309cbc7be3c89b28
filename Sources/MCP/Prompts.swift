import JSON

/// prompts/get up to the plugin.
extension Request {
  func promptsGet(
    _ revision: Revision, _ metadata: RequestMetadata
  ) throws(ProtocolError) -> MCPAction {
    let index = try promptIndex(requiredString("name"))
    let arguments = try optional("arguments", .object)
    try checkPromptArguments(arguments, required: lists.prompts.requiredArguments(at: index))
    return .call(try call(.prompt(index), arguments: arguments, revision, metadata))
  }

  /// The position of the prompt of that name, which must be there.
  func promptIndex(_ name: Node) throws(ProtocolError) -> Int {
    guard let index = lookUp(name, lists.prompts.index(ofKey:)) else {
      throw ProtocolError.unknownPrompt(document.string(name) ?? "")
    }
    return index
  }

  private func checkPromptArguments(
    _ arguments: Node?, required: [[UInt8]]
  ) throws(ProtocolError) {
    let missing = required.filter { name in
      arguments.flatMap { document.member($0, name) } == nil
    }
    guard missing.isEmpty else {
      let names = missing.map { $0[...].quoted }.joined(separator: ", ")
      throw ProtocolError(
        .invalidParams, "the prompt needs the arguments \(names), which are missing")
    }
    guard let arguments else { return }
    for (key, value) in document.members(arguments) where document.kind(value) != .string {
      let name = (document.string(key) ?? "").utf8.asBytes.quoted
      throw ProtocolError(
        .invalidParams,
        "the argument \(name) of a prompt must be a string, not \(document.kind(value).phrase)")
    }
  }
}
