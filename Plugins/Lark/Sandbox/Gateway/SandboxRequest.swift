/// A request as the sandbox sees it, whatever brought it here.
struct SandboxRequest: Sendable {
  var method: String
  /// As sent: still percent-encoded.
  var path: String
  var query: QueryFields
  var authorization: String?
  /// The value of `Host`: the address by which the client reaches the sandbox.
  var host: String?
  /// The value of `Content-Type`.
  var contentType: String?
  /// The value of `X-Sandbox-Fault`.
  var fault: String?
  var body: [UInt8]

  init(
    _ method: String, _ target: String, authorization: String? = nil, fault: String? = nil,
    host: String? = nil, contentType: String? = nil, body: [UInt8] = []
  ) {
    let parts = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    self.method = method
    path = String(parts[0])
    query = QueryFields(parts.count > 1 ? parts[1] : "")
    self.authorization = authorization
    self.fault = fault
    self.host = host
    self.contentType = contentType
    self.body = body
  }
}

/// What goes back to the client.
struct SandboxResponse: Sendable {
  enum Ending: Sendable {
    /// The whole response is sent.
    case whole
    /// The connection ends without one.
    case cut
  }

  var status: Int
  var contentType = "application/json; charset=utf-8"
  var fields: [(name: String, value: String)] = []
  var body: [UInt8]
  var delayMilliseconds = 0
  var ending = Ending.whole

  /// The first field of that name, compared as written.
  func field(_ name: String) -> String? { fields.first { $0.name == name }?.value }
}
