import Glibc
import Synchronization

/// The host's AWS credentials, from wherever botocore would take them: environment, shared files,
/// roles, container, instance. Found when they are first asked for, kept, and fetched again before
/// they expire, one fetch at a time on a thread of its own. Any thread.
package final class CredentialChain: Sendable {
  /// What hears of credentials: once, on any thread.
  package typealias Completion = @Sendable (Result<AWSCredentials, CredentialError>) -> Void

  /// The most that wait for a fetch.
  package static let maximumWaiting = 1024

  private struct State: Sendable {
    var refresh = CredentialRefresh()
    var waiting: [Completion] = []
    var region: String??
  }

  private let search: CredentialSearch
  private let configuredRegion: String?
  private let clock: @Sendable () -> Int64
  private let find: @Sendable () -> Result<AWSCredentials, CredentialError>
  private let state = Mutex(State())

  /// A chain over an environment. Nothing is read or fetched before somebody asks.
  ///
  /// - Parameters:
  ///   - environment: the variables of the process.
  ///   - profile: of the shared files; nil: what `AWS_PROFILE` says, else `default`. Where one is
  ///     given here, keys of the environment are not looked at.
  ///   - region: nil: what `AWS_REGION`, `AWS_DEFAULT_REGION` or the profile say.
  package convenience init(
    environment: [String: String], profile: String? = nil, region: String? = nil
  ) {
    let search = CredentialSearch(
      environment: Environment(environment), profile: profile, region: region)
    self.init(
      search: search, region: region, clock: { Int64(time(nil)) }, find: { search.result() })
  }

  /// The same with another clock and another source.
  init(
    search: CredentialSearch, region: String? = nil, clock: @escaping @Sendable () -> Int64,
    find: @escaping @Sendable () -> Result<AWSCredentials, CredentialError>
  ) {
    self.search = search
    self.configuredRegion = region
    self.clock = clock
    self.find = find
  }

  /// The variables that the chain was made of.
  var environment: Environment { search.environment }

  /// Tells the credentials; within this call where they are known.
  package func credentials(_ completion: @escaping Completion) {
    let now = clock()
    let answer = state.withLock { state -> CredentialRefresh.Answer in
      let answer = state.refresh.ask(now: now)
      switch answer {
      case .use, .useAndFetch, .fail: return answer
      case .wait, .fetchAndWait: break
      }
      guard state.waiting.count < Self.maximumWaiting else { return .fail(Self.tooMany) }
      state.waiting.append(completion)
      return answer
    }
    switch answer {
    case .use(let credentials): completion(.success(credentials))
    case .useAndFetch(let credentials):
      completion(.success(credentials))
      fetch()
    case .fetchAndWait: fetch()
    case .wait: return
    case .fail(let error): completion(.failure(error))
    }
  }

  /// The same for a thread that may wait.
  package func credentials() throws(CredentialError) -> AWSCredentials {
    let arrival = Arrival<Result<AWSCredentials, CredentialError>>()
    credentials { arrival.put($0) }
    return try arrival.wait().get()
  }

  private static let tooMany = CredentialError(
    .unavailable, "\(maximumWaiting) requests wait for AWS credentials already.")

  private func fetch() {
    let isStarted = BackgroundThread.start { [self] in ended(find()) }
    if !isStarted {
      ended(
        .failure(CredentialError(.unavailable, "There is no thread left to fetch credentials.")))
    }
  }

  private func ended(_ outcome: Result<AWSCredentials, CredentialError>) {
    let now = clock()
    let (told, waiting) = state.withLock { state in
      defer { state.waiting = [] }
      return (state.refresh.ended(outcome, now: now), state.waiting)
    }
    for completion in waiting { completion(told) }
  }

  /// Where requests are signed for unless they say otherwise; nil where nothing says it. Reads the
  /// configuration file the first time.
  package var region: String? {
    if let known = state.withLock({ $0.region }) { return known }
    let region = configuredRegion ?? search.region
    state.withLock { $0.region = .some(region) }
    return region
  }
}
