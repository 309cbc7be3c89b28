import HTTPServer
import MCP
import Synchronization

/// The sessions whose streams are open: they are not forgotten meanwhile. Any thread.
final class HeldSessions: Sendable {
  private let sessions: Sessions
  private let held = Mutex<[HTTPExchange: SessionID]>([:])

  init(_ sessions: Sessions) { self.sessions = sessions }

  /// A stream of the session has been opened.
  func hold(_ session: SessionID, _ exchange: HTTPExchange) {
    sessions.hold(session)
    held.withLock { $0[exchange] = session }
  }

  /// A stream has ended, or its client has gone.
  func release(_ exchange: HTTPExchange) {
    guard let session = held.withLock({ $0.removeValue(forKey: exchange) }) else { return }
    sessions.release(session)
  }
}
