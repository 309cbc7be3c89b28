import MCP
import PluginHost

/// Who sent a message, and what is remembered of them from one message to the next. Any thread.
protocol Peer: Sendable {
  var caller: Caller { get }
  /// What is remembered of a legacy client.
  var context: ClientContext { get }
  /// The session that keys its subscriptions; nil where it named none.
  var session: SessionID? { get }
  /// Remembers something for its next messages, where there is a way to know them again.
  func remember(_ change: (inout ClientContext) -> Void)
}

/// A client over HTTP: known again by the session id that it sends, whoever issued that.
struct HTTPPeer: Peer {
  let caller = Caller()
  let session: SessionID?
  let sessions: Sessions

  var context: ClientContext {
    session.flatMap { sessions.context(of: $0) } ?? ClientContext()
  }

  func remember(_ change: (inout ClientContext) -> Void) {
    if let session { sessions.update(session, change) }
  }
}
