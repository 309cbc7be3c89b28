import Crypto

/// The keys of one issuer, and when to fetch them: first the discovery document, then the key set
/// that it names. A plain state machine: no clock, no sockets. Times are milliseconds of a clock
/// that never goes back.
struct KeyRing: Sendable {
  /// The shortest and the longest time that a key set is used without being fetched again.
  static let minimumAgeMilliseconds: Int64 = 300_000
  static let maximumAgeMilliseconds: Int64 = 86_400_000
  /// Between two fetches because of an unknown key: whoever sends made-up ids causes no more.
  static let coolDownMilliseconds: Int64 = 30_000
  /// Between two fetches where the last one failed.
  static let retryMilliseconds: Int64 = 5_000

  /// What to do for a token.
  enum Answer: Sendable {
    case key(VerificationKey)
    /// Wait for the fetch that runs, then ask again.
    case wait
    /// Fetch the keys, tell `fetched` or `failed`, then ask again.
    case fetch
    /// There is no such key.
    case unknown
    /// No keys are known and none can be fetched for so long.
    case unavailable(milliseconds: Int64)
  }

  private var keys = JSONWebKeySet()
  private var hasKeys = false
  /// When they are to be fetched again.
  private var expiry: Int64 = .min
  private var isFetching = false
  /// No fetch before that time.
  private var earliestFetch: Int64 = .min

  /// The key of that id. `mayWait`: false for a question that comes after a fetch it waited for.
  mutating func key(_ id: String, now: Int64, hasWaited: Bool = false) -> Answer {
    let known = keys.keys[id]
    if isFresh(now: now), let known { return .key(known) }
    if hasWaited { return known.map { .key($0) } ?? missing(now) }
    if isFetching {
      // Keys that are only old serve until there are new ones.
      return known.map { .key($0) } ?? .wait
    }
    guard now >= earliestFetch else { return known.map { .key($0) } ?? missing(now) }
    isFetching = true
    return .fetch
  }

  /// Whether the keys are of late.
  func isFresh(now: Int64) -> Bool { hasKeys && now < expiry }

  private func missing(_ now: Int64) -> Answer {
    hasKeys ? .unknown : .unavailable(milliseconds: max(0, earliestFetch - now))
  }

  /// The keys have come; `ageMilliseconds`: how long the issuer says that they may be used.
  mutating func fetched(_ keys: JSONWebKeySet, ageMilliseconds: Int64?, now: Int64) {
    self.keys = keys
    hasKeys = true
    isFetching = false
    let age = ageMilliseconds ?? Self.minimumAgeMilliseconds
    expiry = now + min(max(age, Self.minimumAgeMilliseconds), Self.maximumAgeMilliseconds)
    earliestFetch = now + Self.coolDownMilliseconds
  }

  /// They could not be fetched: the old ones serve on.
  mutating func failed(now: Int64) {
    isFetching = false
    earliestFetch = now + Self.retryMilliseconds
  }
}
