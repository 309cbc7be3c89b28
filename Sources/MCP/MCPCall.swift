package import JSON

/// One request for a plugin that passed the protocol's checks: tools/call, prompts/get,
/// resources/read or completion/complete.
///
/// Owns the message: every range below is one of `bytes`. Any thread.
package struct MCPCall: Sendable {
  /// What it is about. Indexes are positions in the lists that the message was received with.
  package enum Target: Sendable, Equatable {
    /// tools/call of a tool, whose arguments fit its schema.
    case tool(Int)
    /// prompts/get of a prompt, whose required arguments are there.
    case prompt(Int)
    /// resources/read of a resource that is listed, or that a template may give.
    case resource(uri: String)
    /// completion/complete for a prompt.
    case promptCompletion(Int)
    /// completion/complete for a listed resource or resource template.
    case resourceCompletion(uri: String)
  }

  /// Whether the answer is a task (tasks extension): what the tool supports, and whether the client
  /// declared the extension.
  package enum TaskMode: Sendable {
    /// The client waits for the result.
    case never
    /// A task, or the result where it is there at once: as the host likes.
    case allowed
    /// Always a task.
    case demanded
  }

  /// What it is about.
  package let target: Target
  /// Whether the answer is a task.
  package let taskMode: TaskMode
  /// The revision by whose rules it is answered.
  package let revision: Revision
  /// The least severe level of log message that the client wants; nil: none.
  package let logLevel: LogLevel?

  /// The message, and what it was received with.
  let dispatch: Dispatch
  let idRange: Range<Int>
  let argumentsNode: JSONDocument.Node?
  let metaNode: JSONDocument.Node?
  let metadata: RequestMetadata
  let inputResponsesNode: JSONDocument.Node?
  let requestStateNode: JSONDocument.Node?

  var document: JSONDocument { dispatch.document }
  var rendered: RenderedServer { dispatch.rendered }

  /// What a legacy client can do, a JSON object, where it is known.
  package var legacyCapabilities: [UInt8]? { dispatch.client.capabilities }
  /// The whole message as received.
  package var bytes: [UInt8] { document.bytes }
  /// Whether the request carries its metadata itself.
  package var isModern: Bool { revision.isModern }
  /// The id as raw JSON, a string or an integer.
  package var id: ArraySlice<UInt8> { document.bytes[idRange] }
  /// The arguments of a tool or prompt, a JSON object; all parameters of a completion; nil where
  /// there are none.
  package var arguments: Range<Int>? { range(argumentsNode) }
  /// The same by their place in the message, whose index it is.
  package var argumentsInMessage: (document: JSONDocument, node: JSONDocument.Node?) {
    (document, argumentsNode)
  }
  /// `_meta`, a JSON object; nil where there is none.
  package var meta: Range<Int>? { objectRange(metaNode) }
  /// The raw JSON token that progress notifications repeat; nil where none are wanted.
  package var progressToken: Range<Int>? { range(metadata.progressToken) }
  /// The client's answers to an earlier `inputRequired`, a JSON object of objects. Modern only.
  package var inputResponses: Range<Int>? { range(inputResponsesNode) }
  /// The state that came with them, decoded. Whoever gave it out checks that it is genuine.
  package var requestState: String? { requestStateNode.flatMap(document.string) }
  /// What the client says in this request that it can do, a JSON object. Modern only.
  package var clientCapabilities: Range<Int>? { range(metadata.clientCapabilities) }
  /// The text of the W3C trace context, between its quotes; nil where it is absent or no plain
  /// string.
  package var traceParent: Range<Int>? { text(metadata.traceParent) }
  /// The text of the W3C trace state, as for `traceParent`.
  package var traceState: Range<Int>? { text(metadata.traceState) }

  private func range(_ node: JSONDocument.Node?) -> Range<Int>? {
    guard let node else { return nil }
    return document.range(node)
  }

  private func objectRange(_ node: JSONDocument.Node?) -> Range<Int>? {
    guard let node, document.kind(node) == .object else { return nil }
    return document.range(node)
  }

  private func text(_ node: JSONDocument.Node?) -> Range<Int>? {
    guard let node else { return nil }
    return document.rawStringBody(node)
  }
}
