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

  /// A call, and since when it runs, in nanoseconds of `MonotonicClock`.
  private struct Kept {
    let run: CallRun
    let since: UInt64
  }

  private struct State {
    /// By exchange: the first call of each, which mostly is the only one.
    var first: [HTTPExchange: Kept] = [:]
    /// The others of a batch.
    var others: [HTTPExchange: [Kept]] = [:]
    var named: [Name: CallRun] = [:]

    mutating func insert(_ kept: Kept, _ exchange: HTTPExchange) {
      if first[exchange] == nil {
        first[exchange] = kept
      } else {
        others[exchange, default: []].append(kept)
      }
    }

    mutating func remove(_ run: CallRun, _ exchange: HTTPExchange) {
      if first[exchange]?.run === run {
        first.removeValue(forKey: exchange)
      } else if !others.isEmpty {
        others[exchange]?.removeAll { $0.run === run }
        if others[exchange]?.isEmpty ?? false { others.removeValue(forKey: exchange) }
      }
    }

    func runs(of exchange: HTTPExchange) -> [CallRun] {
      let first = first[exchange].map { [$0.run] } ?? []
      return first + (others[exchange] ?? []).map(\.run)
    }
  }

  private let state = Mutex(State())

  /// Whether every call has ended.
  var isEmpty: Bool { state.withLock { $0.first.isEmpty && $0.others.isEmpty } }

  /// Keeps a call until it ends.
  func keep(_ run: CallRun, _ exchange: HTTPExchange, _ peer: HTTPPeer) {
    let name = Self.name(of: run, peer)
    let kept = Kept(run: run, since: MonotonicClock.now)
    state.withLock { state in
      state.insert(kept, exchange)
      if let name { state.named[name] = run }
    }
    let isRunning = run.whenDone { [self] run in forget(run, exchange, name) }
    if !isRunning { forget(run, exchange, name) }
  }

  private func forget(_ run: CallRun, _ exchange: HTTPExchange, _ name: Name?) {
    state.withLock { state in
      state.remove(run, exchange)
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
    for run in state.withLock({ $0.runs(of: exchange) }) {
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
    let long = state.withLock { state in
      let all = Array(state.first.values) + state.others.values.flatMap(\.self)
      return all.filter { now >= $0.since + KeepAlive.nanoseconds }
    }
    for kept in long { kept.run.keepAlive() }
  }
}

/// Comments on event streams, so that nothing between here and the client takes them for dead.
enum KeepAlive {
  /// Between two of them, and how long a call runs before its answer becomes a stream.
  static let nanoseconds: UInt64 = 15_000_000_000
}
