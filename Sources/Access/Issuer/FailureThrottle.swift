/// Counts failed logins, by client and altogether, and tells which are too many. A plain value: its
/// owner locks it and passes the time, milliseconds of a clock that never goes back.
///
/// Only failures are counted and only failures are refused: whoever has a right secret gets a
/// token, however many wrong ones others send in its name. This gives nothing away, because secrets
/// have 256 random bits: at any rate of guesses none is found. What is bounded is what failures
/// cost: lines in the log, and clients that ask in a loop. Peers' addresses are not counted: behind
/// a proxy they are all the same.
struct FailureThrottle: Sendable {
  /// Failures that are answered as such at once, of one client and of all.
  static let clientFailures: Int64 = 10
  static let allFailures: Int64 = 100
  /// After that, one in so many milliseconds.
  static let clientMilliseconds: Int64 = 6_000
  static let allMilliseconds: Int64 = 100
  /// The most clients that are counted; with more, those of the older half are forgotten.
  static let maximumClients = 1_024
  /// The most bytes of a client's name that tell it from others.
  static let maximumNameBytes = 64

  /// When all is forgiven: a bucket that leaks (ITU-T I.371's GCRA), in one number.
  private var all: Int64 = .min
  private var newer: [[UInt8]: Int64] = [:]
  private var older: [[UInt8]: Int64] = [:]

  /// Counts a failure. Nil, or how many seconds to wait where it is one too many.
  mutating func failed(_ client: String, now: Int64) -> Int? {
    let name = Array(client.utf8.prefix(Self.maximumNameBytes))
    let own = newer[name] ?? older[name] ?? .min
    let ownWait = Self.wait(own, now, Self.clientMilliseconds, Self.clientFailures)
    let wait = max(ownWait, Self.wait(all, now, Self.allMilliseconds, Self.allFailures))
    guard wait <= 0 else { return Int((wait + 999) / 1_000) }
    all = max(all, now) + Self.allMilliseconds
    if newer.count >= Self.maximumClients / 2, newer[name] == nil {
      older = newer
      newer = [:]
    }
    newer[name] = max(own, now) + Self.clientMilliseconds
    return nil
  }

  /// Milliseconds until another one is taken; 0 or less: now.
  private static func wait(
    _ forgiven: Int64, _ now: Int64, _ interval: Int64, _ burst: Int64
  ) -> Int64 {
    max(forgiven, now) - now - (burst - 1) * interval
  }

  var count: Int { newer.count + older.count }
}
