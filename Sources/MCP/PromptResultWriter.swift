import JSON

/// Who speaks in a message of a prompt.
package enum PromptRole: Sendable {
  case user, assistant

  var text: StaticString { self == .user ? "user" : "assistant" }
}

/// Encodes the result of a prompts/get: each part that `content` is given becomes a message of
/// `content.role`; then `finish`. One thread at a time.
package struct PromptResultWriter {
  /// Where the parts go.
  package var content: ContentWriter
  /// What is wrong with what the plugin gave, for the log: the first fault, or nil.
  package var fault: String? { content.fault }

  private let call: MCPCall

  /// Starts the response to a call.
  ///
  /// - Parameter capacity: about how many bytes the parts will hold.
  package init(_ call: MCPCall, reserving capacity: Int = 256) {
    self.call = call
    content = ContentWriter(
      call, reserving: capacity, "{\"messages\":[", framesMessages: true)
  }

  /// Ends the response; the writer is of no use afterwards. JSON of the plugin that is not valid
  /// makes it an internal error.
  ///
  /// - Parameters:
  ///   - description: UTF-8, or nothing.
  ///   - meta: a JSON object for `_meta`, or nothing.
  package mutating func finish(
    description: UnsafeRawBufferPointer = ContentWriter.nothing,
    meta: UnsafeRawBufferPointer = ContentWriter.nothing
  ) -> MCPReply {
    let metadata = meta.isEmpty ? nil : content.parseObject(meta, "metadata of the result")
    if let fault { return call.failed("the plugin's prompt is not valid: \(fault)") }
    content.writer.endArray()
    if !description.isEmpty {
      content.writer.key("description")
      content.writer.string(utf8: description)
    }
    return MCPReply(body: content.end(metadata: metadata))
  }
}
