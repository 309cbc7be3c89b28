import JSON

/// logging/setLevel, which 2026-07-28 has no more.
extension Request {
  func setLevel() throws(ProtocolError) -> MCPAction {
    guard let level = LogLevel(document, try requiredString("level")) else {
      throw ProtocolError(.invalidParams, "params.level must be one of \(LogLevel.names)")
    }
    return .setLevel(level, emptyResult)
  }
}
