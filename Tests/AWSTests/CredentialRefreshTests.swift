import Testing

@testable import AWS
@testable import Crypto

/// When credentials are fetched, used and kept, without a clock and without a source.
@Suite struct CredentialRefreshTests {
  private let now: Int64 = 1_000_000
  private var refresh = CredentialRefresh()

  private func credentials(_ id: String, for seconds: Int64?) -> AWSCredentials {
    AWSCredentials(
      SigningCredentials(key: id, secret: "s", token: nil), expiration: seconds.map { now + $0 },
      source: "a test")
  }

  private let error = CredentialError(.unavailable, "No.")

  /// What an answer is, with the key that is used.
  private mutating func ask(_ seconds: Int64 = 0) -> String {
    switch refresh.ask(now: now + seconds) {
    case .use(let credentials): "use \(credentials.accessKeyID)"
    case .useAndFetch(let credentials): "use \(credentials.accessKeyID) and fetch"
    case .fetchAndWait: "fetch"
    case .wait: "wait"
    case .fail(let error): "fail \(error)"
    }
  }

  @discardableResult
  private mutating func end(
    _ outcome: Result<AWSCredentials, CredentialError>, _ seconds: Int64 = 0
  ) -> String {
    switch refresh.ended(outcome, now: now + seconds) {
    case .success(let credentials): credentials.accessKeyID
    case .failure(let error): "\(error)"
    }
  }

  @Test mutating func oneFetchesAndTheOthersWait() {
    #expect(ask() == "fetch")
    #expect(ask() == "wait")
    #expect(end(.success(credentials("A", for: 7200))) == "A")
    #expect(ask() == "use A")
  }

  @Test mutating func theyAreFetchedAgainWhileTheOldOnesAreUsed() {
    _ = ask()
    end(.success(credentials("A", for: 7200)))
    let advisory = 7200 - CredentialRefresh.advisorySeconds
    #expect(ask(advisory - 1) == "use A")
    #expect(ask(advisory) == "use A and fetch")
    #expect(ask(advisory) == "use A")
    end(.success(credentials("B", for: 14_400)), advisory)
    #expect(ask(advisory) == "use B")
  }

  @Test mutating func shortlyBeforeTheEndTheNewOnesAreWaitedFor() {
    _ = ask()
    end(.success(credentials("A", for: 7200)))
    let mandatory = 7200 - CredentialRefresh.mandatorySeconds
    #expect(ask(mandatory) == "fetch")
    #expect(ask(mandatory) == "wait")
    #expect(end(.failure(error), mandatory) == "A")
  }

  @Test mutating func afterAFailureTheOldOnesHoldUntilTheyExpire() {
    _ = ask()
    end(.success(credentials("A", for: 7200)))
    let pause = CredentialRefresh.firstPauseSeconds
    #expect(ask(7190) == "fetch")
    #expect(end(.failure(error), 7190) == "A")
    #expect(ask(7190 + pause - 1) == "use A")
    #expect(ask(7190 + pause) == "fetch")
    #expect(end(.failure(error), 7199) == "A")
    #expect(ask(7200) == "fail No.")
    #expect(ask(7199 + 2 * pause) == "fetch")
    #expect(end(.failure(error), 7300) == "No.")
  }

  @Test mutating func pausesGrowToTheirLongest() {
    var time: Int64 = 0
    for _ in 0..<12 {
      #expect(ask(time) == "fetch")
      end(.failure(error), time)
      #expect(ask(time) == "fail No.")
      time += CredentialRefresh.longestPauseSeconds
    }
    #expect(ask(time) == "fetch")
    end(.success(credentials("A", for: nil)), time)
    // Success forgets the failures.
    let later = time + CredentialRefresh.rereadSeconds
    #expect(ask(later) == "use A and fetch")
    end(.failure(error), later)
    #expect(ask(later + CredentialRefresh.firstPauseSeconds) == "use A and fetch")
  }

  @Test mutating func thoseThatHoldShortlyAreUsedAllTheSame() {
    _ = ask()
    end(.success(credentials("A", for: 300)))
    #expect(ask(0) == "use A")
    #expect(ask(149) == "use A")
    #expect(ask(150) == "use A and fetch")
  }

  @Test mutating func thoseThatNeverExpireAreLookedAtAgain() {
    _ = ask()
    end(.success(credentials("A", for: nil)))
    #expect(ask(CredentialRefresh.rereadSeconds - 1) == "use A")
    #expect(ask(CredentialRefresh.rereadSeconds) == "use A and fetch")
    end(.success(credentials("B", for: nil)), CredentialRefresh.rereadSeconds)
    #expect(ask(CredentialRefresh.rereadSeconds) == "use B")
  }

  @Test mutating func thoseThatHaveExpiredAreNone() {
    _ = ask()
    #expect(
      end(.success(credentials("A", for: 0))) == "The AWS credentials of a test have expired.")
  }
}
