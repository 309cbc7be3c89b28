import MCP
import Synchronization

/// The requests of the legacy era that wait for a client's answer. Their ids cannot be guessed, and
/// only the caller that was asked may answer; a session id is not needed for it. Any thread.
final class Questions: Sendable {
  /// The most that wait at a time; a plugin that asks beyond is told that nobody can be asked.
  static let capacity = 10_000

  private struct Waiting: Sendable {
    let run: CallRun
    let caller: Caller
  }

  private let waiting = Mutex<[String: Waiting]>([:])

  /// Takes note of questions of one request. False where too many wait.
  func add(_ ids: some Collection<String>, of run: CallRun, to caller: Caller) -> Bool {
    waiting.withLock { waiting in
      guard waiting.count + ids.count <= Self.capacity else { return false }
      for id in ids { waiting[id] = Waiting(run: run, caller: caller) }
      return true
    }
  }

  /// Forgets questions that need no answer any more.
  func remove(_ ids: some Collection<String>) {
    waiting.withLock { waiting in
      for id in ids { waiting.removeValue(forKey: id) }
    }
  }

  /// Hands an answer to the request that asked, once; anything else is passed over.
  func answer(_ answer: ClientAnswer, from caller: Caller) {
    guard let id = answer.id else { return }
    let run = waiting.withLock { waiting -> CallRun? in
      guard let found = waiting[id], found.caller == caller else { return nil }
      waiting.removeValue(forKey: id)
      return found.run
    }
    run?.answered(id, answer.outcome)
  }

  /// The requests that wait, each once.
  var runs: [CallRun] {
    let all = waiting.withLock { Array($0.values) }
    var seen: Set<ObjectIdentifier> = []
    return all.compactMap { seen.insert(ObjectIdentifier($0.run)).inserted ? $0.run : nil }
  }
}
