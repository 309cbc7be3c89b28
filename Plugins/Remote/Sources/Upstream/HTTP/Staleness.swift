/// Whether a failure looks as if a server had forgotten the session, or did not speak any more what
/// it spoke: after it was started again, or upgraded.
enum Staleness {
  /// What a server of the legacy era may answer to a request of the modern one.
  private static let unknowing = [400, 404, 405, 406]
  /// JSON-RPC codes of a session that is not known or not given: none is fixed, these are in use.
  private static let sessionCodes = [-32600, -32000, -32001]
  /// What the text of such an error is about, in lower case.
  private static let subjects = ["session", "not initialized", "protocol version"]

  /// The server may not have known the session, and has not acted on the request.
  ///
  /// A request that was answered, if only by an error, is never one of those: it is not repeated.
  static func isSuspected(_ failure: WireFailure, _ session: Session) -> Bool {
    if failure.code == ErrorCode.unsupportedVersion { return true }
    guard let status = failure.status, failure.refusal != .answer else { return false }
    if session.isModern { return unknowing.contains(status) }
    return status == 404 || status == 400 && failure.refusal == .lostSession
  }

  /// The session is gone for certain (MCP 2025-11-25, "Session Management").
  static func isCertain(_ failure: WireFailure, _ session: Session) -> Bool {
    failure.status == 404 && session.id != nil && failure.refusal != .answer
  }

  /// What a server of the modern era answers to a request of the legacy one: it misses `_meta`, or
  /// does not have the method any more. So may any server answer to a request that is wrong.
  static func mayBeModern(_ failure: WireFailure, _ session: Session) -> Bool {
    guard !session.isModern, failure.refusal == .answer else { return false }
    return failure.status == 400 && failure.code == ErrorCode.invalidParams
      || failure.status == 404 && failure.code == ErrorCode.methodNotFound
  }

  /// What a JSON-RPC error with an HTTP error says. `answersRequest`: it has the id of the request.
  static func refusal(_ error: RPCError, answersRequest: Bool) -> WireFailure.Refusal {
    let isLost = sessionCodes.contains(error.code) && isAboutSession(error.message.utf8)
    if isLost { return .lostSession }
    return answersRequest ? .answer : .other
  }

  /// What a body says that is no JSON-RPC message.
  static func refusal(_ body: [UInt8]) -> WireFailure.Refusal {
    isAboutSession(body) ? .lostSession : .other
  }

  private static func isAboutSession(_ text: some Sequence<UInt8>) -> Bool {
    let lowercase = text.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
    return lowercase.indices.contains { start in
      subjects.contains { lowercase[start...].starts(with: $0.utf8) }
    }
  }
}
