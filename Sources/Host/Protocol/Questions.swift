import MCP
import Synchronization

/// The requests of the legacy era that wait for a client's answer. Their ids cannot be guessed, and
/// only the caller that was asked may answer; a session id is not needed for it. Any thread.
final class Questions: Sendable {
  /// The most that wait at a time; a plugin that asks beyond is told that nobody can be asked.
  static let capacity = 10_000
  /// The most bytes of the requests that wait, since a client may go and leave them behind.
  static let capacityBytes = 64 << 20

  private struct Waiting: Sendable {
    let run: CallRun
    let caller: Caller
    var bytes: Int { run.call.bytes.count }
  }

  private struct State {
    var waiting: [String: Waiting] = [:]
    var bytes = 0

    mutating func remove(_ id: String) -> Waiting? {
      guard let removed = waiting.removeValue(forKey: id) else { return nil }
      bytes -= removed.bytes
      return removed
    }
  }

  private let state = Mutex(State())

  /// Takes note of questions of one request. False where too many wait.
  func add(_ ids: some Collection<String>, of run: CallRun, to caller: Caller) -> Bool {
    state.withLock { state in
      let bytes = run.call.bytes.count * ids.count
      guard state.waiting.count + ids.count <= Self.capacity,
        state.bytes + bytes <= Self.capacityBytes
      else { return false }
      for id in ids { state.waiting[id] = Waiting(run: run, caller: caller) }
      state.bytes += bytes
      return true
    }
  }

  /// Forgets questions that need no answer any more.
  func remove(_ ids: some Collection<String>) {
    state.withLock { state in
      for id in ids { _ = state.remove(id) }
    }
  }

  /// Hands an answer to the request that asked, once; anything else is passed over.
  func answer(_ answer: ClientAnswer, from caller: Caller) {
    guard let id = answer.id else { return }
    let run = state.withLock { state -> CallRun? in
      guard state.waiting[id]?.caller == caller else { return nil }
      return state.remove(id)?.run
    }
    run?.answered(id, answer.outcome)
  }

  /// The requests that wait, each once.
  var runs: [CallRun] {
    let all = state.withLock { Array($0.waiting.values) }
    var seen: Set<ObjectIdentifier> = []
    return all.compactMap { seen.insert(ObjectIdentifier($0.run)).inserted ? $0.run : nil }
  }
}
