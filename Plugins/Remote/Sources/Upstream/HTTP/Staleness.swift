/// Whether a failure looks as if a server had forgotten the session, or did not speak any more what
/// it spoke: after it was started again, or upgraded.
enum Staleness {
  private static let unknowing = [400, 404, 405, 406]

  static func isSuspected(_ failure: WireFailure, _ session: Session) -> Bool {
    if failure.code == ErrorCode.unsupportedVersion { return true }
    guard let status = failure.status, unknowing.contains(status) else { return false }
    guard session.isModern, let code = failure.code else { return true }
    return !ErrorCode.ordinary.contains(code)
  }

  /// The session is gone for certain (MCP 2025-11-25, "Session Management").
  static func isCertain(_ failure: WireFailure, _ session: Session) -> Bool {
    failure.status == 404 && session.id != nil
  }
}
