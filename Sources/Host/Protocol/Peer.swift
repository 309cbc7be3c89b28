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
  /// A legacy client introduces itself: remembers what it said, and gives the session that it may
  /// name from now on.
  func begin(_ context: ClientContext) -> String?
  /// It has been told what was settled on.
  func hasBegun()
  /// It gives up one of its requests, raw JSON id. Says nothing about the answer.
  func cancel(requestID: [UInt8])
}

/// A client over HTTP: known again by the session id that it sends, whoever issued that.
struct HTTPPeer: Peer {
  let caller: Caller
  let session: SessionID?
  // Unsafe, to count no references that all threads share: a peer lives while its message is taken
  // in, which its endpoint, the keeper of both, does not outlive.
  unowned(unsafe) let sessions: Sessions
  unowned(unsafe) let running: RunningCalls

  var context: ClientContext {
    session.flatMap { sessions.context(of: $0) } ?? ClientContext()
  }

  func remember(_ change: (inout ClientContext) -> Void) {
    if let session { sessions.update(session, change) }
  }

  func begin(_ context: ClientContext) -> String? {
    sessions.begin(context, named: session)
  }

  func hasBegun() {}

  func cancel(requestID: [UInt8]) { running.cancel(requestID, of: self) }
}
