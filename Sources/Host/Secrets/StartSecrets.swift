import PluginHost
import Synchronization

/// Secrets that the host itself needs, and waits for when it starts. Any thread.
final class StartSecrets: Sendable {
  /// How long it waits for all of them together.
  static let waitMilliseconds: UInt64 = 10_000
  /// Between two attempts: the credentials of a machine that has just started may be late.
  private static let pauseMilliseconds: UInt64 = 500

  private struct State {
    var values: [String: [UInt8]] = [:]
    var deadline: UInt64?
  }

  private let state = Mutex(State())
  private let source: any SecretSource
  private let waitMilliseconds: UInt64

  init(source: any SecretSource, waitMilliseconds: UInt64 = waitMilliseconds) {
    self.source = source
    self.waitMilliseconds = waitMilliseconds
  }

  /// What is referred to. Blocks until it is there or the time is over.
  func text(of reference: SecretReference) throws(SecretProblem) -> String {
    if let known = state.withLock({ $0.values[reference.id] }) {
      return try reference.text(in: known)
    }
    let deadline = state.withLock { state in
      let wait = waitMilliseconds * MonotonicClock.nanosecondsPerMillisecond
      let deadline = state.deadline ?? MonotonicClock.now + wait
      state.deadline = deadline
      return deadline
    }
    let value = try value(of: reference.id, deadline)
    state.withLock { $0.values[reference.id] = value }
    return try reference.text(in: value)
  }

  private func value(of id: String, _ deadline: UInt64) throws(SecretProblem) -> [UInt8] {
    var problem = SecretProblem("the secret \(id) was not read in time")
    repeat {
      switch ask(id, deadline) {
      case .success(let value): return value
      case .failure(let latest): problem = latest
      case nil: throw problem
      }
      _ = Semaphore().wait(milliseconds: Self.pauseMilliseconds)
    } while MonotonicClock.now < deadline
    throw problem
  }

  /// Nil where there is no answer in time.
  private func ask(_ id: String, _ deadline: UInt64) -> Result<[UInt8], SecretProblem>? {
    let answer = Answer()
    source.value(of: id) { answer.came($0) }
    let now = MonotonicClock.now
    let left = deadline > now ? (deadline - now) / MonotonicClock.nanosecondsPerMillisecond : 0
    return answer.wait(milliseconds: left)
  }

  /// One answer, waited for.
  private final class Answer: Sendable {
    private let value = Mutex<Result<[UInt8], SecretProblem>?>(nil)
    private let hasCome = Semaphore()

    func came(_ answer: Result<[UInt8], SecretProblem>) {
      value.withLock { $0 = answer }
      hasCome.signal()
    }

    func wait(milliseconds: UInt64) -> Result<[UInt8], SecretProblem>? {
      hasCome.wait(milliseconds: milliseconds) ? value.withLock { $0 } : nil
    }
  }
}
