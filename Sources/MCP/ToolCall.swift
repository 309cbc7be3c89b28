import JSON

/// One tools/call that passed the protocol's checks.
///
/// Owns the message: every range below is one of `bytes`. Any thread.
package struct ToolCall: Sendable {
  let document: JSONDocument
  let rendered: RenderedServer
  let idRange: Range<Int>
  let argumentsNode: JSONDocument.Node?
  let metaNode: JSONDocument.Node?
  let metadata: RequestMetadata
  let inputResponsesNode: JSONDocument.Node?
  let requestStateNode: JSONDocument.Node?

  /// The revision by whose rules it is answered.
  package let revision: Revision
  /// Position of the tool in the list that the message was received with.
  package let toolIndex: Int

  init(
    document: JSONDocument, rendered: RenderedServer, revision: Revision, toolIndex: Int,
    idRange: Range<Int>, argumentsNode: JSONDocument.Node?, metaNode: JSONDocument.Node?,
    metadata: RequestMetadata, inputResponsesNode: JSONDocument.Node?,
    requestStateNode: JSONDocument.Node?
  ) {
    self.document = document
    self.rendered = rendered
    self.revision = revision
    self.toolIndex = toolIndex
    self.idRange = idRange
    self.argumentsNode = argumentsNode
    self.metaNode = metaNode
    self.metadata = metadata
    self.inputResponsesNode = inputResponsesNode
    self.requestStateNode = requestStateNode
  }

  /// The whole message as received.
  package var bytes: [UInt8] { document.bytes }
  /// Whether the request carries its metadata itself.
  package var isModern: Bool { revision.isModern }
  /// The id as raw JSON, a string or an integer.
  package var id: ArraySlice<UInt8> { document.bytes[idRange] }
  /// The arguments, a JSON object; nil where there are none.
  package var arguments: Range<Int>? { range(argumentsNode) }
  /// `_meta`, a JSON object; nil where there is none.
  package var meta: Range<Int>? { objectRange(metaNode) }
  /// The raw JSON token that progress notifications repeat; nil where none are wanted.
  package var progressToken: Range<Int>? { range(metadata.progressToken) }
  /// The client's answers to an earlier `inputRequired`, a JSON object. Modern only.
  package var inputResponses: Range<Int>? { range(inputResponsesNode) }
  /// The state that came with them, decoded. Whoever gave it out checks that it is genuine.
  package var requestState: String? { requestStateNode.flatMap(document.string) }
  /// What the client can do, a JSON object. Modern only.
  package var clientCapabilities: Range<Int>? { range(metadata.clientCapabilities) }
  /// The text of the W3C trace context, between its quotes; nil where it is absent or no plain
  /// string.
  package var traceParent: Range<Int>? { text(metadata.traceParent) }
  /// The text of the W3C trace state, as for `traceParent`.
  package var traceState: Range<Int>? { text(metadata.traceState) }
  /// The least severe level of log message that the client wants; nil: none.
  package var logLevel: LogLevel? { metadata.logLevel }

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
