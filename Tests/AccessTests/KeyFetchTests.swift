import JSON
import Testing

@testable import Access
@testable import Crypto

/// When the issuer's keys are fetched, and which are taken.
@Suite struct KeyFetchTests {
  private let fixture = TokenFixture()
  private let clock = ManualAccessClock(1_800_000_000)
  private static let one = TokenFixture.set([TokenFixture.entry("one", TokenFixture.key)])
  private let source = ScriptedDocuments(keys: KeyFetchTests.one)

  private func verifier() -> TokenVerifier {
    TokenVerifier(rules: fixture.rules, source: source, clock: clock)
  }

  private func verify(_ token: String, _ verifier: TokenVerifier) -> Outcome {
    let outcome = Outcome()
    verifier.verify(ArraySlice(token.utf8)) { outcome.put($0) }
    return outcome
  }

  @Test func keysAreFetchedOnceForManyTokens() throws {
    let verifier = verifier()
    source.hold()
    let outcomes = try (0..<50).map { _ in verify(try fixture.token(), verifier) }
    #expect(source.asked.count == 1)
    #expect(outcomes.allSatisfy { $0.all.isEmpty })
    source.letGo()
    #expect(outcomes.allSatisfy { $0.all.count == 1 && $0.claims != nil })
    #expect(source.asked.count == 2)
  }

  @Test func unknownKeysCauseOneFetchPerCoolDown() throws {
    let verifier = verifier()
    #expect(verify(try fixture.token(), verifier).claims != nil)
    clock.advance(milliseconds: KeyRing.coolDownMilliseconds)
    var wrong = fixture
    for number in 0..<1_000 {
      wrong.header["kid"] = .string("made-up-\(number)")
      #expect(verify(try wrong.token(signedWith: nil) + "AAAA", verifier).refusal != nil)
    }
    #expect(source.asked.count == 4)
    clock.advance(milliseconds: KeyRing.coolDownMilliseconds)
    #expect(verify(try wrong.token(), verifier).refusal != nil)
    #expect(source.asked.count == 6)
  }

  @Test func aNewKeyIsFetchedWhenItIsFirstUsed() throws {
    let verifier = verifier()
    #expect(verify(try fixture.token(), verifier).claims != nil)
    source.put(keys: TokenFixture.set([TokenFixture.entry("two", TokenFixture.otherKey)]))
    clock.advance(milliseconds: KeyRing.coolDownMilliseconds)
    var rotated = fixture
    rotated.header["kid"] = "two"
    let token = try rotated.token(signedWith: TokenFixture.otherKey)
    #expect(verify(token, verifier).claims != nil)
    // What the old key signed is void from now on, remembered or not.
    #expect(verify(try fixture.token(), verifier).refusal != nil)
  }

  @Test func oldKeysServeWhileTheIssuerIsDown() throws {
    let verifier = verifier()
    #expect(verify(try fixture.token(), verifier).claims != nil)
    source.fail()
    clock.advance(milliseconds: KeyRing.minimumAgeMilliseconds + 1)
    var other = fixture
    other.now = clock.unixSeconds
    other.claims["jti"] = "another"
    #expect(verify(try other.token(), verifier).claims != nil)
  }

  @Test func anIssuerThatIsDownAtFirstIsAskedAgain() throws {
    let verifier = verifier()
    source.fail()
    #expect(verify(try fixture.token(), verifier).refusal == .unavailable(retryAfterSeconds: 6))
    #expect(verify(try fixture.token(), verifier).refusal == .unavailable(retryAfterSeconds: 6))
    #expect(source.asked.count == 1)
    source.put(keys: Self.one)
    source.put(TokenFixture.address + TokenRules.discoverySuffix, TokenFixture.discovery)
    clock.advance(milliseconds: KeyRing.retryMilliseconds)
    #expect(verify(try fixture.token(), verifier).claims != nil)
  }

  @Test func notTooManyWaitForKeys() throws {
    let verifier = verifier()
    let token = try fixture.token()
    source.hold()
    let waiting = (0..<TokenVerifier.maximumWaiting).map { _ in verify(token, verifier) }
    #expect(verify(token, verifier).refusal == .unavailable(retryAfterSeconds: 6))
    source.letGo()
    #expect(waiting.allSatisfy { $0.all.count == 1 && $0.claims != nil })
  }

  @Test func whatWasSignedWithAKeyThatIsGoneEndsWithTheKeys() throws {
    let verifier = verifier()
    let token = try fixture.token()
    #expect(verify(token, verifier).claims != nil)
    source.put(keys: TokenFixture.set([TokenFixture.entry("two", TokenFixture.otherKey)]))
    #expect(verify(token, verifier).claims != nil)
    clock.advance(milliseconds: KeyRing.minimumAgeMilliseconds)
    #expect(verify(token, verifier).refusal != nil)
  }

  @Test func aFetchOfBeforeBringsNothingBack() throws {
    let verifier = verifier()
    let token = try fixture.token()
    #expect(verify(token, verifier).claims != nil)
    clock.advance(milliseconds: KeyRing.minimumAgeMilliseconds)
    source.hold()
    let waiting = verify(token, verifier)
    // The discovery document has come; the keys of before are on their way.
    source.letGoOfOne()
    source.put(keys: TokenFixture.set([TokenFixture.entry("two", TokenFixture.otherKey)]))
    source.passOn()
    verifier.renew()
    source.letGo()
    #expect(waiting.claims == nil)
    #expect(verify(token, verifier).claims == nil)
  }

  @Test func aRememberedTokenExpires() throws {
    let verifier = verifier()
    let token = try fixture.token()
    #expect(verify(token, verifier).claims != nil)
    clock.advance(milliseconds: 3_660_000)
    #expect(verify(token, verifier).refusal != nil)
  }

  @Test(arguments: [
    #"{"issuer":"https://other.example/pool","jwks_uri":"https://issuer.example/pool/keys"}"#,
    #"{"issuer":"https://issuer.example/pool","jwks_uri":"http://issuer.example/pool/keys"}"#,
    #"{"issuer":"https://issuer.example/pool"}"#, "<html>", "[]", "",
  ])
  func discoveryDocumentsThatDoNotFitAreNotUsed(_ text: String) throws {
    source.put(TokenFixture.address + TokenRules.discoverySuffix, Array(text.utf8))
    #expect(
      verify(try fixture.token(), verifier()).refusal == .unavailable(retryAfterSeconds: 6))
  }

  @Test func setsWithSecretsOrTwoKeysOfOneIDAreNotUsed() throws {
    let key = TokenFixture.entry("one", TokenFixture.key)
    var secret = key
    secret["d"] = "AQAB"
    for keys in [
      TokenFixture.set([key, ["kty": "oct", "k": "c2VjcmV0", "kid": "two"]]),
      TokenFixture.set([key, key]), TokenFixture.set([secret]), Array("{}".utf8),
      TokenFixture.set((0...JSONWebKeySet.maximumKeys).map { TokenFixture.entry("\($0)", nil) }),
    ] {
      source.put(keys: keys)
      #expect(
        verify(try fixture.token(), verifier()).refusal == .unavailable(retryAfterSeconds: 6))
    }
  }

  @Test(arguments: [
    ("use", "enc"), ("alg", "RS512"), ("alg", "ES256"), ("kty", "EC"), ("e", "AQ"), ("n", "AQAB"),
    ("n", "not base64url!"),
  ])
  func keysForOtherUsesAreNotUsed(_ name: String, _ value: String) throws {
    var entry = TokenFixture.entry("one", TokenFixture.key)
    entry[name] = .string(value)
    source.put(keys: TokenFixture.set([entry]))
    #expect(verify(try fixture.token(), verifier()).refusal != nil)
    entry["key_ops"] = ["encrypt"]
    source.put(keys: TokenFixture.set([entry]))
    #expect(verify(try fixture.token(), verifier()).refusal != nil)
  }

  @Test func addressesMustBeSafe() {
    for url in [
      "https://a.example/", "http://127.0.0.1:9/x", "http://localhost/x", "http://[::1]:1/",
      "http://[::1]",
    ] { #expect(IssuerAddress.isSafe(url), "\(url)") }
    for url in [
      "http://a.example/", "http://localhost.evil.example/", "http://127.0.0.1.evil.example/",
      "http://[::1].evil.example/", "ftp://localhost/", "http://user@localhost/", "",
    ] { #expect(!IssuerAddress.isSafe(url), "\(url)") }
  }

  @Test func agesAreRead() {
    #expect(HTTPDocumentSource.maximumAge("public, max-age=600") == 600)
    #expect(HTTPDocumentSource.maximumAge("Max-Age=5") == 5)
    #expect(HTTPDocumentSource.maximumAge("no-store, max-age=600") == 0)
    #expect(HTTPDocumentSource.maximumAge("private") == nil)
    #expect(HTTPDocumentSource.maximumAge("max-age=-9223372036854775808") == 0)
  }
}
