import MCP
import PluginHost
import Synchronization

/// What is remembered of legacy clients over HTTP, by session id. A session holds conveniences
/// only: a request that names an unknown one is served all the same. Any thread.
final class Sessions: Sendable {
  private let table = Mutex(SessionTable())
  /// Hears of sessions that are forgotten.
  private let forgotten: @Sendable ([SessionID]) -> Void

  init(forgotten: @escaping @Sendable ([SessionID]) -> Void) {
    self.forgotten = forgotten
  }

  /// Begins a session after `initialize`; its id, which cannot be guessed. Where the request named
  /// one, which clients do not, a platform in front has issued it, and knows the session by it.
  func begin(_ context: ClientContext, named: SessionID?) -> String? {
    guard let id = named ?? SessionID(Token.random().utf8) else { return nil }
    if let evicted = table.withLock({ $0.create(id, context, now: Self.now) }) {
      forgotten([evicted])
    }
    return id.text
  }

  func context(of id: SessionID) -> ClientContext? {
    table.withLock { $0.context(of: id, now: Self.now) }
  }

  func update(_ id: SessionID, _ change: (inout ClientContext) -> Void) {
    let evicted = table.withLock { $0.update(id, now: Self.now, change) }
    if let evicted { forgotten([evicted]) }
  }

  /// A stream of the session has been opened: it is not forgotten until `release`.
  func hold(_ id: SessionID) {
    if let evicted = table.withLock({ $0.hold(id, now: Self.now) }) { forgotten([evicted]) }
  }

  /// A stream of the session has been closed.
  func release(_ id: SessionID) {
    table.withLock { $0.release(id, now: Self.now) }
  }

  /// Forgets the sessions that have been idle for too long.
  func expire() {
    let gone = table.withLock { $0.expire(now: Self.now) }
    if !gone.isEmpty { forgotten(gone) }
  }

  private static var now: Int64 {
    Int64(clamping: MonotonicClock.now / MonotonicClock.nanosecondsPerMillisecond)
  }
}
