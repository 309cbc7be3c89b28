/// When which secret is asked for, and what is known of each: a state machine without threads.
/// Times are nanoseconds of one monotonic clock.
struct SecretSchedule: Sendable {
  /// The wait after a first failure; it doubles with each one in a row.
  static let firstDelayNanoseconds: UInt64 = 1_000_000_000
  static let maximumDelayNanoseconds: UInt64 = 60_000_000_000

  /// What an answer means.
  enum News: Equatable {
    /// It says what it said before.
    case nothing
    /// It was not there before, or says something else.
    case changed
    /// It cannot be had, for another reason than before; it is asked for again after so long.
    case failed(SecretProblem, retryNanoseconds: UInt64)
  }

  private struct Entry {
    var value: [UInt8]?
    var problem: SecretProblem?
    var failures = 0
    var next: UInt64 = 0
    var isAsked = false
  }

  private var entries: [String: Entry]
  private let refreshNanoseconds: UInt64

  init(_ secrets: some Sequence<String>, refreshNanoseconds: UInt64) {
    entries = Dictionary(secrets.map { ($0, Entry()) }) { first, _ in first }
    self.refreshNanoseconds = refreshNanoseconds
  }

  /// The secrets to ask for now; each is answered for before it is among them again.
  mutating func due(now: UInt64) -> [String] {
    let due = entries.filter { !$0.value.isAsked && $0.value.next <= now }.keys.sorted()
    for id in due { entries[id]?.isAsked = true }
    return due
  }

  /// The answer for a secret.
  mutating func answered(_ id: String, _ answer: Result<[UInt8], SecretProblem>, now: UInt64)
    -> News
  {
    guard var entry = entries[id] else { return .nothing }
    defer { entries[id] = entry }
    entry.isAsked = false
    switch answer {
    case .success(let value):
      let isNew = entry.value != value
      entry = Entry(value: value, next: now + refreshNanoseconds)
      return isNew ? .changed : .nothing
    case .failure(let problem):
      let delay = min(
        Self.firstDelayNanoseconds << UInt64(min(entry.failures, 20)),
        Self.maximumDelayNanoseconds, refreshNanoseconds)
      entry.failures += 1
      entry.next = now + delay
      defer { entry.problem = problem }
      return entry.problem == problem ? .nothing : .failed(problem, retryNanoseconds: delay)
    }
  }

  /// What a secret said last.
  func value(of id: String) throws(SecretProblem) -> [UInt8] {
    if let value = entries[id]?.value { return value }
    throw entries[id]?.problem ?? SecretProblem("the secret \(id) has not been read yet")
  }

  /// Whether every secret has been answered for, one way or the other.
  var isSettled: Bool { entries.values.allSatisfy { $0.value != nil || $0.problem != nil } }
}
