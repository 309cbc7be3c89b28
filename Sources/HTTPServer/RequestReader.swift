/// What a connection needs while it reads a request: the parser, and input that waits its turn.
/// Belongs to one event loop, which lends it to connections: an idle connection has none.
final class RequestReader {
  var parser: HTTPRequestParser
  private var unread: [UInt8] = []
  private var unreadStart = 0

  init(limits: HTTPLimits) { parser = HTTPRequestParser(limits: limits) }

  /// Whether nothing would be lost by lending it to another connection.
  var isIdle: Bool {
    unread.isEmpty && (parser.phase == .idle || parser.phase == .complete)
  }

  var hasUnread: Bool { !unread.isEmpty }

  /// Takes the waiting input out; its bytes before the second value are done with.
  func takeUnread() -> ([UInt8], Int) {
    defer { (unread, unreadStart) = ([], 0) }
    return (unread, unreadStart)
  }

  /// Puts input back that waits from `start` on.
  func putBack(_ bytes: [UInt8], from start: Int) { (unread, unreadStart) = (bytes, start) }

  /// Keeps input that must wait.
  func keep(_ bytes: Span<UInt8>, from start: Int) { unread.append(bytes, start..<bytes.count) }
}
