import HTTPServer
import MCP
import PluginHost
import Synchronization

/// The calls over HTTP that did not end at once: to cancel them when their client goes away or says
/// so, and to keep their streams alive. Any thread.
final class RunningCalls: Sendable {
  /// A call as its client names it. Ids of requests are alike among clients, so a client that names
  /// no session cannot cancel anything.
  private struct Name: Hashable {
    let caller: Caller
    let session: SessionID
    let request: [UInt8]
  }

  private struct State {
    /// By exchange; several of a batch.
    var runs: [HTTPExchange: [CallRun]] = [:]
    var named: [Name: CallRun] = [:]
  }

  private let state = Mutex(State())

  /// Keeps a call until it ends.
  func keep(_ run: CallRun, _ exchange: HTTPExchange, _ peer: HTTPPeer) {
    let name = Self.name(of: run, peer)
    state.withLock { state in
      state.runs[exchange, default: []].append(run)
      if let name { state.named[name] = run }
    }
    let isRunning = run.whenDone { [weak self, weak run] in
      if let run { self?.forget(run, exchange, name) }
    }
    if !isRunning { forget(run, exchange, name) }
  }

  private func forget(_ run: CallRun, _ exchange: HTTPExchange, _ name: Name?) {
    state.withLock { state in
      state.runs[exchange]?.removeAll { $0 === run }
      if state.runs[exchange]?.isEmpty ?? false { state.runs.removeValue(forKey: exchange) }
      if let name, state.named[name] === run { state.named.removeValue(forKey: name) }
    }
  }

  /// Modern clients close the response stream to cancel, so their calls have no name here.
  private static func name(of run: CallRun, _ peer: HTTPPeer) -> Name? {
    guard !run.call.isModern, let session = peer.session else { return nil }
    return Name(caller: peer.caller, session: session, request: run.requestID)
  }

  /// Whoever waited for the exchange has gone: the end of a modern call. A legacy one goes on, but
  /// its client does not hear any more questions.
  func abandoned(_ exchange: HTTPExchange) {
    for run in state.withLock({ $0.runs[exchange] }) ?? [] {
      if run.endsWithConnection {
        run.cancel()
      } else {
        run.clientLeft()
      }
    }
  }

  /// A legacy client gives up a request of its session (`notifications/cancelled`).
  func cancel(_ request: [UInt8], of peer: HTTPPeer) {
    guard let session = peer.session else { return }
    let name = Name(caller: peer.caller, session: session, request: request)
    state.withLock { $0.named[name] }?.cancel()
  }

  /// Shows on the stream of every call that has run for a while that it still does.
  func keepAlive(now: UInt64) {
    let runs = state.withLock { $0.runs.values.flatMap(\.self) }
    for run in runs where now >= run.started + KeepAlive.nanoseconds { run.keepAlive() }
  }
}

/// Comments on event streams, so that nothing between here and the client takes them for dead.
enum KeepAlive {
  /// Between two of them, and how long a call runs before its answer becomes a stream.
  static let nanoseconds: UInt64 = 15_000_000_000
}
