/// One message for the client, complete.
package struct MCPReply: Sendable {
  /// The HTTP status; without meaning over stdio.
  package let status: Int
  /// One JSON value without line breaks.
  package var body: [UInt8]
  /// What `initialize` settled on: the transport may issue a session id, and gives this back in
  /// `ClientContext` with every later message. Nil for all other replies.
  package var negotiated: Revision?
  /// The capabilities that the client declared at `initialize`, a JSON object, for `ClientContext`
  /// like `negotiated`; nil where it declared none.
  package var declaredCapabilities: [UInt8]?
  /// The code where the reply is an error, for logs and counters.
  package var error: ErrorCode?

  /// A response with a result, as the result writers give it, unless `error` is given.
  package init(
    status: Int = 200, body: [UInt8], negotiated: Revision? = nil, error: ErrorCode? = nil
  ) {
    self.status = status
    self.body = body
    self.negotiated = negotiated
    self.error = error
  }

  /// The replies to one batch as one array (JSON-RPC 2.0 section 6), in the order given.
  ///
  /// - Parameter bodies: nil stands for a member that has no reply.
  /// - Returns: nil where no member has one: HTTP answers 202, stdio nothing.
  package static func joined(_ bodies: [[UInt8]?]) -> MCPReply? {
    let present = bodies.compactMap { $0 }
    guard !present.isEmpty else { return nil }
    var joined: [UInt8] = []
    joined.reserveCapacity(present.reduce(2) { $0 + $1.count + 1 })
    for body in present {
      joined.append(joined.isEmpty ? UInt8(ascii: "[") : UInt8(ascii: ","))
      joined += body
    }
    joined.append(UInt8(ascii: "]"))
    return MCPReply(body: joined)
  }
}
