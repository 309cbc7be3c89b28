import MCP
import PluginABI
import PluginHost

/// Turns what a plugin or the plugin host says into the answer of a tools/call.
enum ResultEncoder {
  /// - Returns: the reply, and what was wrong with the plugin's result, for the log.
  static func encode(
    _ result: toolrack_result, for call: ToolCall
  ) -> (reply: MCPReply, fault: String?) {
    let parts = UnsafeBufferPointer(
      start: result.parts, count: result.parts == nil ? 0 : result.part_count)
    let capacity = parts.reduce(result.structured.buffer.count) { $0 + $1.data.buffer.count + 64 }
    var writer = ToolResultWriter(call, reserving: capacity)
    if result.flags & UInt32(TOOLRACK_RESULT_INPUT_REQUIRED) != 0 {
      writer.text("The tool asks for input from the user, which this server does not pass on.")
      return (MCPReply(body: writer.finish(isError: true)), nil)
    }
    let isError = result.flags & UInt32(TOOLRACK_RESULT_TOOL_ERROR) != 0
    if isError { appendError(result, to: &writer) }
    for part in parts { append(part, to: &writer) }
    let body = writer.finish(
      isError: isError, structured: result.structured.buffer, meta: result.meta.buffer)
    return (MCPReply(body: body), writer.fault)
  }

  /// A tool error whose text says what happened in the plugin's place.
  static func encode(_ failure: CallFailure, for call: ToolCall) -> MCPReply {
    var writer = ToolResultWriter(call)
    writer.text(failure.message)
    guard let retry = failure.retryAfterMilliseconds else {
      return MCPReply(body: writer.finish(isError: true))
    }
    let meta = Array("{\"toolrack/retryAfterMilliseconds\":\(retry)}".utf8)
    return MCPReply(body: meta.withUnsafeBytes { writer.finish(isError: true, meta: $0) })
  }

  private static func appendError(_ result: toolrack_result, to writer: inout ToolResultWriter) {
    var sentences: [String] = []
    if result.error_summary.count > 0 { sentences.append(result.error_summary.text) }
    if result.error_detail.count > 0 { sentences.append(result.error_detail.text) }
    if result.flags & UInt32(TOOLRACK_RESULT_RETRYABLE) != 0 {
      let wait = result.retry_after_milliseconds
      sentences.append(wait == 0 ? "Trying again may help." : "Try again after \(wait) ms.")
    }
    if sentences.isEmpty && result.part_count == 0 {
      sentences.append("The tool failed without saying why.")
    }
    if !sentences.isEmpty { writer.text(sentences.joined(separator: "\n")) }
  }

  private static func append(_ part: toolrack_part, to writer: inout ToolResultWriter) {
    let data = part.data.buffer
    let mediaType = part.media_type.buffer
    let members = part.members.buffer
    switch part.kind {
    case UInt32(TOOLRACK_PART_TEXT): writer.text(data, members: members)
    case UInt32(TOOLRACK_PART_IMAGE): writer.image(data, mediaType: mediaType, members: members)
    case UInt32(TOOLRACK_PART_AUDIO): writer.audio(data, mediaType: mediaType, members: members)
    case UInt32(TOOLRACK_PART_RESOURCE_LINK):
      writer.resourceLink(
        uri: part.uri.buffer, name: part.name.buffer, mediaType: mediaType, members: members)
    case UInt32(TOOLRACK_PART_RESOURCE_TEXT):
      writer.resourceText(
        uri: part.uri.buffer, text: data, mediaType: mediaType, members: members)
    case UInt32(TOOLRACK_PART_RESOURCE_BLOB):
      writer.resourceBlob(
        uri: part.uri.buffer, data: data, mediaType: mediaType, members: members)
    default: writer.text("A part of the answer has the unknown kind \(part.kind).")
    }
  }
}
