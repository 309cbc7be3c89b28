import JSON

/// tools/call up to the tool.
extension Request {
  /// Checks everything about the call: its frame first, where a fault is a protocol error; then its
  /// arguments against the tool's schema, where a fault is a result that the model can learn from.
  func toolsCall(
    _ revision: Revision, _ metadata: RequestMetadata
  ) throws(ProtocolError) -> MCPAction {
    let name = try requiredString("name")
    let tools = lists.tools
    guard let index = lookUp(name, { tools.index(ofName: $0) }) else {
      throw ProtocolError.unknownTool(document.string(name) ?? "")
    }
    let traits = tools.traits(at: index)
    let arguments = try optional("arguments", .object)
    if traits.hasHeaderParameters, revision.isModern, dispatch.isHTTP {
      try HeaderParameterRules.check(
        tools.definition(at: index).headerParameters, arguments: arguments,
        fields: dispatch.fields, in: document)
    }
    let call = try call(
      .tool(index), arguments: arguments, revision, metadata,
      taskMode: try taskMode(traits.taskSupport, revision, metadata))
    if let fault = tools.fault(ofArguments: arguments, in: document, at: index) {
      return .reply(call.toolError("The arguments do not fit the tool's input schema: \(fault)"))
    }
    return .call(call)
  }

  /// Whether the answer is a task: only 2026-07-28 has the extension, and a server without it runs
  /// every tool as if it had never asked for one.
  private func taskMode(
    _ support: OfferedTool.TaskSupport, _ revision: Revision, _ metadata: RequestMetadata
  ) throws(ProtocolError) -> MCPCall.TaskMode {
    guard support != .forbidden, revision.isModern, dispatch.rendered.options.servesTasks else {
      return .never
    }
    let isDeclared = TasksExtension.isDeclared(metadata, in: document)
    guard support == .required else { return isDeclared ? .allowed : .never }
    guard isDeclared else { throw TasksExtension.missing }
    return .demanded
  }
}
