import AWS
import Glibc
import JSON
import Synchronization
import Testing

@testable import Access
@testable import Crypto

/// How long a request that was let in stands for others: those that follow it on its connection, and
/// the stream that it opened.
@Suite final class AdmittanceTests {
  private let clock = ManualAccessClock(1_800_000_000)
  private let source = ScriptedDocuments(
    keys: TokenFixture.set([TokenFixture.entry("one", TokenFixture.key)]))
  private let verifier: TokenVerifier
  private let directory: ClientDirectory
  private let gate: Gate
  private let path = "/tmp/admittance-\(getpid())-\(UInt64.random(in: 0...UInt64.max)).json"
  private let key: String

  init() throws {
    let (text, sha256) = try APIKey.make()
    key = text
    Self.write(path, ["agent": (["a"], sha256)])
    verifier = TokenVerifier(rules: TokenFixture().rules, source: source, clock: clock)
    directory = try ClientDirectory(path: path, clock: clock)
    gate = Gate(verifiers: [verifier], clients: directory, signatures: nil, clock: clock)
    gate.prepare()
  }

  deinit { unlink(path) }

  private static func write(
    _ path: String, _ clients: [String: (scopes: [String], key: String)]
  ) {
    var file = ClientFile()
    for (name, client) in clients {
      file.clients[name] = ClientFile.Client()
      file.clients[name]?.scopes = client.scopes
      file.clients[name]?.keys = [.init(id: "key1", sha256: client.key)]
    }
    // Another file, so that the change shows whatever the clock of files counts.
    let bytes = file.serialized()
    let fresh = "\(path).new"
    let descriptor = open(fresh, O_CREAT | O_TRUNC | O_WRONLY, 0o600)
    #expect(Glibc.write(descriptor, bytes, bytes.count) == bytes.count)
    close(descriptor)
    #expect(rename(fresh, path) == 0)
  }

  private func rewrite(_ clients: [String: (scopes: [String], key: String)]) {
    Self.write(path, clients)
    clock.advance(milliseconds: ClientDirectory.lookMilliseconds)
    gate.follow()
  }

  private func field(_ text: String) -> ArraySlice<UInt8> { ArraySlice("Bearer \(text)".utf8) }

  private func admit(_ text: String) throws -> Admittance {
    let admitted = Mutex<Admittance?>(nil)
    let proof = AccessProof(authorization: [field(text)], apiKeys: []) {
      SignableRequest(method: [], path: [], query: nil, fields: [], body: [])
    }
    gate.admit(proof) { result in admitted.withLock { $0 = try? result.get() } }
    return try #require(admitted.withLock { $0 })
  }

  private func stillAdmits(_ one: Admittance) throws -> Bool {
    let answer = Mutex<Bool?>(nil)
    gate.stillAdmits(one) { still in answer.withLock { $0 = still } }
    let given = answer.withLock { $0 }
    return try #require(given as Bool?)
  }

  private func token(expiry: Int64 = 1_800_003_600, number: Int64 = 0) throws -> String {
    var fixture = TokenFixture()
    fixture.claims["exp"] = .number(JSONNumber(expiry))
    fixture.claims["jti"] = .number(JSONNumber(number))
    return try fixture.token()
  }

  @Test func aTokenIsRememberedAndNoOther() throws {
    let (one, other) = (try token(), try token(number: 1))
    let admitted = try admit(one)
    #expect(admitted.canBeRemembered)
    #expect(gate.remembers(admitted, field(one)))
    #expect(!gate.remembers(admitted, field(other)))
    #expect(!gate.remembers(admitted, field(String(one.dropLast()))))
  }

  @Test func aTokenIsRememberedNoLongerThanItLasts() throws {
    // Taken for the last second of all.
    let end = clock.unixSeconds + 1
    let one = try token(expiry: end - TokenRules.skewSeconds)
    let admitted = try admit(one)
    #expect(gate.remembers(admitted, field(one)))
    #expect(try stillAdmits(admitted) && !gate.hasEnded(admitted))
    clock.advance(milliseconds: 1_000)
    #expect(!gate.remembers(admitted, field(one)))
    #expect(try !stillAdmits(admitted) && gate.hasEnded(admitted))
  }

  @Test func otherKeysOfTheIssuerEndWhatIsRemembered() throws {
    let one = try token()
    let admitted = try admit(one)
    verifier.renew()
    // The same keys again: it holds, but is checked once more.
    #expect(!gate.remembers(admitted, field(one)))
    #expect(gate.generation != admitted.generation)
    #expect(try stillAdmits(admitted))
    let again = try admit(one)
    #expect(gate.remembers(again, field(one)))
    source.put(keys: TokenFixture.set([TokenFixture.entry("two", TokenFixture.otherKey)]))
    verifier.renew()
    #expect(!gate.remembers(again, field(one)))
    #expect(try !stillAdmits(again))
  }

  @Test func aRevokedKeyEndsAtOnce() throws {
    let admitted = try admit(key)
    #expect(gate.remembers(admitted, field(key)))
    #expect(try stillAdmits(admitted))
    rewrite([:])
    #expect(gate.generation != admitted.generation)
    #expect(!gate.remembers(admitted, field(key)))
    #expect(try !stillAdmits(admitted))
  }

  /// A change without a second's passing, which the number alone tells.
  @Test func theGenerationTellsAChangeWithinASecond() throws {
    clock.advance(milliseconds: 900)
    let admitted = try admit(key)
    Self.write(path, [:])
    clock.advance(milliseconds: 1_000)
    let second = RememberedProof(
      field(key), second: clock.unixSeconds, generation: gate.generation)
    gate.follow()
    #expect(gate.generation != admitted.generation)
    #expect(
      try !#require(second).holds(
        field(key), now: clock.unixSeconds, generation: gate.generation))
  }

  @Test func aClientWithOtherScopesIsAnotherCaller() throws {
    let admitted = try admit(key)
    let sha256 = try APIKey.sha256(of: ArraySlice(key.utf8))
    rewrite(["agent": (["a"], sha256), "other": (["b"], String(repeating: "0", count: 64))])
    #expect(try stillAdmits(admitted))
    rewrite(["agent": (["a", "b"], sha256)])
    #expect(try !stillAdmits(admitted))
  }

  @Test func anIssuerThatIsDownEndsNothingBeforeItsTime() throws {
    let admitted = try admit(try token(expiry: clock.unixSeconds + 1_000))
    source.fail()
    clock.advance(milliseconds: KeyRing.minimumAgeMilliseconds + 1)
    #expect(try stillAdmits(admitted))
    clock.advance(milliseconds: 1_000_000)
    #expect(try !stillAdmits(admitted))
  }
}
