import JSON

/// Why a message is answered with an error: code, one sentence, and data where the code has some.
struct ProtocolError: Error {
  let code: ErrorCode
  let message: String
  /// One JSON value for `error.data`, or empty.
  var data: [UInt8] = []
  /// Where HTTP fixes a status that does not follow from the code.
  var status: Int?
  /// What is not there, where that is the reason.
  var unknown: UnknownItem?

  init(_ code: ErrorCode, _ message: String) {
    self.code = code
    self.message = message
  }

  /// The reply to the request of that id, raw JSON.
  ///
  /// Without an id the member is left out: `null` is no RequestId in any revision's schema, and
  /// the legacy transports allow an error without an id where the input was not accepted.
  func reply(id: ArraySlice<UInt8>?, isModern: Bool) -> MCPReply {
    MCPReply(
      status: status ?? code.status(isModern: isModern),
      body: Self.body(id: id, code: code, message: message, data: data[...]), error: code)
  }

  /// The reply as an action.
  func action(id: ArraySlice<UInt8>?, isModern: Bool) -> MCPAction {
    let reply = reply(id: id, isModern: isModern)
    return unknown.map { .unknown($0, reply) } ?? .reply(reply)
  }

  static func body(
    id: ArraySlice<UInt8>?, code: ErrorCode, message: String, data: ArraySlice<UInt8>
  ) -> [UInt8] {
    var writer = JSONWriter(reserving: 128 + (id?.count ?? 0) + message.utf8.count + data.count)
    writer.beginObject()
    writer.key("jsonrpc")
    writer.string("2.0")
    if let id {
      writer.key("id")
      writer.raw(id)
    }
    writer.key("error")
    writer.beginObject()
    writer.key("code")
    writer.integer(Int64(code.rawValue))
    writer.key("message")
    writer.string(message)
    if !data.isEmpty {
      writer.key("data")
      data.withUnsafeBytes { InsignificantSpace.append($0, to: &writer.bytes) }
    }
    writer.endObject()
    writer.endObject()
    return writer.bytes
  }
}
