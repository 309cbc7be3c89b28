import Synchronization
import Testing

@testable import AWS
@testable import Crypto

/// The chain over a source that a test holds.
@Suite struct CredentialChainTests {
  /// Gives credentials when it is told to, and counts.
  private final class Source: Sendable {
    private struct State: Sendable {
      var count = 0
      var gate = Arrival<Result<AWSCredentials, CredentialError>>()
    }

    private let state = Mutex(State())

    var count: Int { state.withLock { $0.count } }

    func find() -> Result<AWSCredentials, CredentialError> {
      let gate = state.withLock { state in
        state.count += 1
        return state.gate
      }
      let outcome = gate.wait()
      state.withLock { $0.gate = Arrival() }
      return outcome
    }

    func give(_ outcome: Result<AWSCredentials, CredentialError>) {
      state.withLock { $0.gate }.put(outcome)
    }
  }

  private let source = Source()

  private func chain(_ clock: @escaping @Sendable () -> Int64 = { 1000 }) -> CredentialChain {
    let source = source
    return CredentialChain(
      search: CredentialSearch(environment: Environment([:])), clock: clock,
      find: { source.find() })
  }

  private func credentials(_ id: String) -> AWSCredentials {
    AWSCredentials(SigningCredentials(key: id, secret: "s", token: nil), source: "a test")
  }

  @Test func oneFetchIsForAll() throws {
    let chain = chain()
    let arrivals = (0..<50).map { _ in Arrival<Result<AWSCredentials, CredentialError>>() }
    for arrival in arrivals { chain.credentials { arrival.put($0) } }
    source.give(.success(credentials("A")))
    for arrival in arrivals { #expect(try arrival.wait().get().accessKeyID == "A") }
    #expect(try chain.credentials().accessKeyID == "A")
    #expect(source.count == 1)
  }

  @Test func aFailureIsForAllAndIsNotAskedForAgainAtOnce() throws {
    let chain = chain()
    let arrival = Arrival<Result<AWSCredentials, CredentialError>>()
    chain.credentials { arrival.put($0) }
    let error = CredentialError(.unavailable, "No.")
    source.give(.failure(error))
    #expect(throws: error) { try arrival.wait().get() }
    #expect(throws: error) { try chain.credentials() }
    #expect(source.count == 1)
  }

  @Test func notMoreThanSoManyWait() {
    let chain = chain()
    let refused = Atomic<Int>(0)
    for _ in 0..<CredentialChain.maximumWaiting { chain.credentials { _ in } }
    chain.credentials { outcome in
      if case .failure = outcome { refused.add(1, ordering: .relaxed) }
    }
    #expect(refused.load(ordering: .relaxed) == 1)
    source.give(.success(credentials("A")))
  }

  @Test func theRegionComesFromTheNearestPlace() {
    let both = ["AWS_REGION": "a", "AWS_DEFAULT_REGION": "b", "AWS_CONFIG_FILE": "absent"]
    #expect(CredentialChain(environment: both).region == "a")
    #expect(CredentialChain(environment: both, region: "c").region == "c")
    #expect(
      CredentialChain(environment: ["AWS_DEFAULT_REGION": "b", "AWS_REGION": ""]).region == "b")
    #expect(CredentialChain(environment: ["AWS_CONFIG_FILE": "absent"]).region == nil)
  }

  @Test func secretsAreNotPrinted() throws {
    let known = AWSCredentials(
      SigningCredentials(key: "AKID", secret: "the-secret", token: "the-token"),
      source: "a test")
    for text in ["\(known)", "\(known.signing)", String(reflecting: known)] {
      #expect(text.contains("access key AKID"))
      // As text, and as the bytes of an array: "the" is 116, 104, 101.
      #expect(!text.contains("the-") && !text.contains("116, 104"))
    }
  }
}
