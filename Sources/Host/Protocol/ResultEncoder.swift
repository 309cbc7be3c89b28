import MCP
import PluginABI
import PluginHost

/// Turns what a plugin or the plugin host says into the answer of a request.
enum ResultEncoder {
  /// - Returns: the reply, and what was wrong with the plugin's result, for the log.
  static func encode(
    _ result: toolrack_result, for call: MCPCall
  ) -> (reply: MCPReply, fault: String?) {
    if result.has(TOOLRACK_RESULT_CAPABILITY_MISSING) {
      return (call.capabilityMissing(result.structured.buffer), nil)
    }
    if result.has(TOOLRACK_RESULT_REQUEST_FAILED) { return (call.failed(summary(result)), nil) }
    if result.has(TOOLRACK_RESULT_NOT_FOUND) {
      return (call.notFound(sentences(result).joined(separator: " ")), nil)
    }
    switch call.target {
    case .tool: return tool(result, call)
    case .prompt: return prompt(result, call)
    case .resource: return resource(result, call)
    case .promptCompletion, .resourceCompletion: return (completion(result, call), nil)
    }
  }

  /// An answer whose text says what happened in the plugin's place.
  static func encode(_ failure: CallFailure, for call: MCPCall) -> MCPReply {
    if failure.code == .notFound { return call.notFound() }
    guard case .tool = call.target, let retry = failure.retryAfterMilliseconds else {
      return call.toolError(failure.message)
    }
    var writer = ToolResultWriter(call)
    writer.content.text(failure.message)
    let meta = Array("{\"toolrack/retryAfterMilliseconds\":\(retry)}".utf8)
    return MCPReply(body: meta.withUnsafeBytes { writer.finish(isError: true, meta: $0) })
  }

  // MARK: - By what was asked for

  private static func tool(
    _ result: toolrack_result, _ call: MCPCall
  ) -> (reply: MCPReply, fault: String?) {
    var writer = ToolResultWriter(call, reserving: result.capacity)
    let isError = result.has(TOOLRACK_RESULT_TOOL_ERROR)
    if isError { appendError(result, to: &writer.content) }
    for part in result.partBuffer { append(part, to: &writer.content) }
    let body = writer.finish(
      isError: isError, structured: result.structured.buffer, meta: result.meta.buffer)
    return (MCPReply(body: body), writer.fault)
  }

  private static func prompt(
    _ result: toolrack_result, _ call: MCPCall
  ) -> (reply: MCPReply, fault: String?) {
    if result.has(TOOLRACK_RESULT_TOOL_ERROR) { return (call.failed(summary(result)), nil) }
    var writer = PromptResultWriter(call, reserving: result.capacity)
    for part in result.partBuffer {
      writer.content.role = part.role == UInt32(TOOLRACK_ROLE_ASSISTANT) ? .assistant : .user
      append(part, to: &writer.content)
    }
    let reply = writer.finish(description: result.description.buffer, meta: result.meta.buffer)
    return (reply, writer.fault)
  }

  private static func resource(
    _ result: toolrack_result, _ call: MCPCall
  ) -> (reply: MCPReply, fault: String?) {
    if result.has(TOOLRACK_RESULT_TOOL_ERROR) { return (call.failed(summary(result)), nil) }
    var writer = ResourceResultWriter(call, reserving: result.capacity)
    for part in result.partBuffer {
      let (data, uri) = (part.data.buffer, part.uri.buffer)
      let (mediaType, members) = (part.media_type.buffer, part.members.buffer)
      switch part.kind {
      case UInt32(TOOLRACK_PART_RESOURCE_TEXT), UInt32(TOOLRACK_PART_TEXT):
        writer.text(data, uri: uri, mediaType: mediaType, members: members)
      case UInt32(TOOLRACK_PART_RESOURCE_BLOB):
        writer.blob(data, uri: uri, mediaType: mediaType, members: members)
      default:
        return (
          call.failed("The plugin gave a part that is no content of a resource."),
          "a part of kind \(part.kind) where only the content of a resource may stand"
        )
      }
    }
    let reply = writer.finish(
      ttlMilliseconds: result.ttl_milliseconds,
      isPublic: result.has(TOOLRACK_RESULT_CACHE_PUBLIC), meta: result.meta.buffer)
    return (reply, writer.fault)
  }

  private static func completion(_ result: toolrack_result, _ call: MCPCall) -> MCPReply {
    guard !result.has(TOOLRACK_RESULT_TOOL_ERROR) else { return call.failed(summary(result)) }
    return call.completion(result.structured.buffer)
  }

  // MARK: - Errors and parts

  private static func summary(_ result: toolrack_result) -> String {
    let sentences = self.sentences(result)
    return sentences.isEmpty
      ? "The plugin failed without saying why." : sentences.joined(separator: " ")
  }

  private static func sentences(_ result: toolrack_result) -> [String] {
    [result.error_summary, result.error_detail].filter { $0.count > 0 }.map(\.text)
  }

  private static func appendError(_ result: toolrack_result, to content: inout ContentWriter) {
    var sentences = self.sentences(result)
    if result.has(TOOLRACK_RESULT_RETRYABLE) {
      let wait = result.retry_after_milliseconds
      sentences.append(wait == 0 ? "Trying again may help." : "Try again after \(wait) ms.")
    }
    if sentences.isEmpty && result.part_count == 0 {
      sentences.append("The tool failed without saying why.")
    }
    if !sentences.isEmpty { content.text(sentences.joined(separator: "\n")) }
  }

  private static func append(_ part: toolrack_part, to content: inout ContentWriter) {
    let data = part.data.buffer
    let mediaType = part.media_type.buffer
    let members = part.members.buffer
    switch part.kind {
    case UInt32(TOOLRACK_PART_TEXT): content.text(data, members: members)
    case UInt32(TOOLRACK_PART_IMAGE): content.image(data, mediaType: mediaType, members: members)
    case UInt32(TOOLRACK_PART_AUDIO): content.audio(data, mediaType: mediaType, members: members)
    case UInt32(TOOLRACK_PART_RESOURCE_LINK):
      content.resourceLink(
        uri: part.uri.buffer, name: part.name.buffer, mediaType: mediaType, members: members)
    case UInt32(TOOLRACK_PART_RESOURCE_TEXT):
      content.resourceText(
        uri: part.uri.buffer, text: data, mediaType: mediaType, members: members)
    case UInt32(TOOLRACK_PART_RESOURCE_BLOB):
      content.resourceBlob(
        uri: part.uri.buffer, data: data, mediaType: mediaType, members: members)
    default: content.text("A part of the answer has the unknown kind \(part.kind).")
    }
  }
}

extension toolrack_result {
  /// Whether the flag is set.
  func has(_ flag: UInt32) -> Bool { flags & flag != 0 }

  fileprivate var partBuffer: UnsafeBufferPointer<toolrack_part> {
    UnsafeBufferPointer(start: parts, count: parts == nil ? 0 : part_count)
  }

  /// About how many bytes its content has.
  fileprivate var capacity: Int {
    partBuffer.reduce(structured.buffer.count) { $0 + $1.data.buffer.count + 64 }
  }
}
