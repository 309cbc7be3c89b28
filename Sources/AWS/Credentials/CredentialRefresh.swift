/// When credentials are used, and when they are fetched again. A plain value; its owner locks it,
/// and tells the time in seconds after 1970.
struct CredentialRefresh: Sendable {
  /// So long before they expire they are fetched again while the old ones are used.
  static let advisorySeconds: Int64 = 15 * 60
  /// So long before they expire whoever asks waits for the new ones.
  static let mandatorySeconds: Int64 = 10 * 60
  /// Those that do not expire are looked at again after so long: files change.
  static let rereadSeconds: Int64 = 5 * 60
  /// Nothing is fetched for so long after a failure; twice as long after each further one.
  static let firstPauseSeconds: Int64 = 2
  /// The longest of these pauses.
  static let longestPauseSeconds: Int64 = 60

  /// What to do for somebody who asks.
  enum Answer: Sendable {
    case use(AWSCredentials)
    /// The asker has its answer, and must start a fetch.
    case useAndFetch(AWSCredentials)
    /// The asker must start a fetch and waits for it.
    case fetchAndWait
    /// A fetch is under way.
    case wait
    case fail(CredentialError)
  }

  private var credentials: AWSCredentials?
  private var advisory = Int64.max
  private var mandatory = Int64.max
  private var isFetching = false
  private var failures = 0
  private var resumption = Int64.min
  private var lastError: CredentialError?

  mutating func ask(now: Int64) -> Answer {
    let isPausing = now < resumption
    if let credentials = valid(now) {
      guard now >= advisory, !isPausing else { return .use(credentials) }
      if isFetching { return now >= mandatory ? .wait : .use(credentials) }
      isFetching = true
      return now >= mandatory ? .fetchAndWait : .useAndFetch(credentials)
    }
    if isFetching { return .wait }
    if isPausing, let lastError { return .fail(lastError) }
    isFetching = true
    return .fetchAndWait
  }

  /// The fetch has ended; what those that wait are told.
  mutating func ended(
    _ outcome: Result<AWSCredentials, CredentialError>, now: Int64
  ) -> Result<AWSCredentials, CredentialError> {
    isFetching = false
    switch outcome {
    case .success(let new):
      if let expiration = new.expiration, expiration <= now {
        return failed(
          CredentialError(.unavailable, "The AWS credentials of \(new.source) have expired."), now)
      }
      return .success(took(new, now))
    case .failure(let error): return failed(error, now)
    }
  }

  private mutating func took(_ new: AWSCredentials, _ now: Int64) -> AWSCredentials {
    credentials = new
    failures = 0
    resumption = .min
    lastError = nil
    if let expiration = new.expiration {
      // Of those that hold shortly, the greater part of the time is for using them.
      let lifetime = expiration - now
      advisory = expiration - min(Self.advisorySeconds, lifetime / 2)
      mandatory = expiration - min(Self.mandatorySeconds, lifetime / 3)
    } else {
      advisory = now + Self.rereadSeconds
      mandatory = .max
    }
    return new
  }

  /// The old ones hold until they expire.
  private mutating func failed(
    _ error: CredentialError, _ now: Int64
  ) -> Result<AWSCredentials, CredentialError> {
    let pause = Self.firstPauseSeconds << Int64(min(failures, 6))
    failures += 1
    resumption = now + min(pause, Self.longestPauseSeconds)
    lastError = error
    return valid(now).map { .success($0) } ?? .failure(error)
  }

  private func valid(_ now: Int64) -> AWSCredentials? {
    credentials.flatMap { known in
      known.expiration.map { $0 > now } ?? true ? known : nil
    }
  }
}
