import PluginABI

/// A copy of a result of the contract.
struct Completion: Equatable, Sendable {
  struct Part: Equatable, Sendable {
    var kind: UInt32
    var role = TOOLRACK_ROLE_USER
    var data: [UInt8] = []
    var mediaType = ""
    var uri = ""
    var name = ""
    var members = ""

    var text: String { String(decoding: data, as: UTF8.self) }
  }

  var size: UInt32
  var flags: UInt32
  var parts: [Part]
  var structured, meta, description, errorSummary, errorDetail, inputRequests: String
  var state: [UInt8]
  var retryAfterMilliseconds, ttlMilliseconds: UInt64

  /// The text of the only part.
  var text: String? { parts.count == 1 ? parts[0].text : nil }
  var isError: Bool { flags & TOOLRACK_RESULT_TOOL_ERROR != 0 }
  var isCancelled: Bool { flags & TOOLRACK_RESULT_CANCELLED != 0 }
  var isNotFound: Bool { flags == TOOLRACK_RESULT_NOT_FOUND }
  var isRetryable: Bool { flags & TOOLRACK_RESULT_RETRYABLE != 0 }

  init(_ result: toolrack_result) {
    size = result.size
    flags = result.flags
    parts = UnsafeBufferPointer(start: result.parts, count: result.part_count).map { part in
      Part(
        kind: part.kind, role: part.role, data: array(part.data),
        mediaType: PluginKitTests.text(part.media_type),
        uri: PluginKitTests.text(part.uri), name: PluginKitTests.text(part.name),
        members: PluginKitTests.text(part.members))
    }
    structured = PluginKitTests.text(result.structured)
    meta = PluginKitTests.text(result.meta)
    description = PluginKitTests.text(result.description)
    errorSummary = PluginKitTests.text(result.error_summary)
    errorDetail = PluginKitTests.text(result.error_detail)
    inputRequests = PluginKitTests.text(result.input_requests)
    state = array(result.state)
    retryAfterMilliseconds = result.retry_after_milliseconds
    ttlMilliseconds = result.ttl_milliseconds
  }
}
