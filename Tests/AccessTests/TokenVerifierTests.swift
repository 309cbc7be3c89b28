import JSON
import Testing

@testable import Access
@testable import Crypto

@Suite struct TokenVerifierTests {
  private var fixture = TokenFixture()

  private func verify(
    _ token: String, _ fixture: TokenFixture, keys: [JSONObject]? = nil
  ) -> Outcome {
    let source = ScriptedDocuments(
      keys: TokenFixture.set(keys ?? [TokenFixture.entry("one", TokenFixture.key)]))
    let verifier = TokenVerifier(
      rules: fixture.rules, source: source, clock: ManualAccessClock(fixture.now))
    let outcome = Outcome()
    verifier.verify(ArraySlice(token.utf8)) { outcome.put($0) }
    return outcome
  }

  private func verify(_ fixture: TokenFixture) throws -> Outcome {
    try verify(fixture.token(), fixture)
  }

  @Test func aGenuineTokenIsTaken() throws {
    let claims = try #require(try verify(fixture).claims)
    #expect(claims.clientID == "client-1")
    #expect(claims.scopes == ["tools/read", "tools/call"])
    #expect(claims.expiry == 1_800_003_600)
  }

  @Test func anotherSignerIsNotTaken() throws {
    let token = try fixture.token(signedWith: TokenFixture.otherKey)
    #expect(verify(token, fixture).refusal != nil)
  }

  @Test func oneOtherByteIsNotTaken() throws {
    let token = Array(try fixture.token().utf8)
    for place in stride(from: 0, to: token.count, by: 7) {
      var other = token
      other[place] = other[place] == UInt8(ascii: "A") ? UInt8(ascii: "B") : UInt8(ascii: "A")
      #expect(verify(other.text, fixture).claims == nil, "byte \(place)")
    }
  }

  @Test func truncatedAndDoublyEncodedTokensAreNotTaken() throws {
    let token = try fixture.token()
    let wrong = [
      "", ".", "..", "a.b.c", String(token.dropLast()), String(token.dropLast(40)), token + ".",
      token + ".x", "." + token, token + "=", Base64URL.encode(token.utf8),
      token.replacing(".", with: "%2E"), "\"\(token)\"", " \(token)",
      token.split(separator: ".").dropLast().joined(separator: ".") + ".",
    ]
    for one in wrong { #expect(verify(one, fixture).refusal != nil, "\(one.prefix(20))") }
  }

  @Test func anOversizedTokenIsNotTaken() throws {
    var fixture = fixture
    fixture.claims["x"] = .string(String(repeating: "x", count: 13_000))
    #expect(try verify(fixture).refusal != nil)
    fixture.claims["x"] = .string(String(repeating: "x", count: 11_000))
    #expect(try verify(fixture).claims != nil)
  }

  @Test(arguments: [
    "none", "None", "NONE", "HS256", "HS512", "RS384", "PS256", "ES256", "EdDSA", "rs256", "",
  ])
  func onlyTheAlgorithmOfTheKeyIsTaken(_ algorithm: String) throws {
    var fixture = fixture
    fixture.header["alg"] = .string(algorithm)
    #expect(try verify(fixture).refusal != nil)
  }

  /// A public key is no secret: a token that is signed with it as one is nobody's.
  @Test func aPublicKeyUsedAsASecretIsNotTaken() throws {
    var fixture = fixture
    fixture.header["alg"] = "HS256"
    let parts = try fixture.token().split(separator: ".")
    let modulus = TokenFixture.key?.modulus ?? []
    let key = Key(modulus.span)
    let code = try HMACSHA256.code(of: Array("\(parts[0]).\(parts[1])".utf8)[...], key: key)
    let token = "\(parts[0]).\(parts[1]).\(Base64URL.encode(code))"
    #expect(verify(token, fixture).refusal != nil)
  }

  @Test func whatTheHeaderBringsAlongCountsForNothing() throws {
    var fixture = fixture
    let own = TokenFixture.entry("one", TokenFixture.otherKey)
    fixture.header["jwk"] = .object(own)
    fixture.header["jku"] = "https://evil.example/keys"
    fixture.header["x5u"] = "https://evil.example/cert"
    #expect(
      try verify(fixture.token(signedWith: TokenFixture.otherKey), fixture).refusal != nil)
    #expect(try verify(fixture).claims != nil)
  }

  @Test func extensionsThatMustBeUnderstoodAreNot() throws {
    var fixture = fixture
    fixture.header["crit"] = ["exp"]
    #expect(try verify(fixture).refusal != nil)
  }

  @Test func theKeyMustBeNamed() throws {
    var fixture = fixture
    fixture.header["kid"] = nil
    #expect(try verify(fixture).refusal != nil)
    fixture.header["kid"] = "two"
    #expect(try verify(fixture).refusal != nil)
  }

  @Test(
    arguments: [
      ("exp", .integer(1_799_999_939), false), ("exp", .integer(1_799_999_941), true),
      ("exp", .string("1800003600"), false), ("exp", nil, false), ("exp", .fraction, true),
      ("nbf", .integer(1_800_000_061), false), ("nbf", .integer(1_800_000_060), true),
      ("iat", .integer(1_800_000_061), false), ("iat", .integer(1_800_000_060), true),
      ("iat", nil, true), ("iss", .string("https://issuer.example/pool/"), false),
      ("iss", .string("https://issuer.example/POOL"), false), ("iss", nil, false),
      ("iss", .integer(1), false), ("token_use", .string("id"), false), ("token_use", nil, true),
      ("exp", .integer(.max), true), ("nbf", .integer(.min), true), ("aud", .integer(1), false),
      ("scope", .integer(1), false),
    ] as [(String, Claim?, Bool)])
  func claimsDecide(_ name: String, _ claim: Claim?, _ isTaken: Bool) throws {
    var fixture = fixture
    fixture.claims[name] = claim?.value
    #expect((try verify(fixture).claims != nil) == isTaken)
  }

  enum Claim: Sendable {
    case integer(Int64)
    case string(String)
    case fraction

    var value: JSONValue {
      switch self {
      case .integer(let number): .number(JSONNumber(number))
      case .string(let text): .string(text)
      case .fraction: (try? JSONValue(parsing: "1800003600.75")) ?? .null
      }
    }
  }

  @Test func clientsAudiencesAndScopesAreAsked() throws {
    var fixture = fixture
    fixture.rules.allowedClients = ["client-2", "client-1"]
    #expect(try verify(fixture).claims != nil)
    fixture.rules.allowedClients = ["client-2"]
    #expect(try verify(fixture).refusal != nil)
    fixture.rules.allowedClients = []
    fixture.rules.allowedAudience = ["https://tools.example"]
    #expect(try verify(fixture).refusal != nil)
    fixture.claims["aud"] = ["x", "https://tools.example"]
    #expect(try verify(fixture).claims != nil)
    fixture.claims["aud"] = "https://tools.example"
    #expect(try verify(fixture).claims != nil)
    fixture.rules.allowedScopes = ["tools/admin", "tools/call"]
    #expect(try verify(fixture).claims != nil)
    fixture.rules.allowedScopes = ["tools/admin"]
    #expect(try verify(fixture).refusal == .insufficientScope(["tools/admin"]))
  }

  @Test func theClientMayStandUnderOtherNames() throws {
    var fixture = fixture
    fixture.rules.allowedClients = ["client-1"]
    fixture.claims["client_id"] = nil
    #expect(try verify(fixture).refusal != nil)
    fixture.claims["azp"] = "client-1"
    #expect(try verify(fixture).claims?.clientID == "client-1")
    fixture.claims["azp"] = nil
    fixture.claims["appid"] = "client-1"
    #expect(try verify(fixture).claims?.clientID == "client-1")
    // The first name that stands decides.
    fixture.claims["client_id"] = "client-2"
    #expect(try verify(fixture).refusal != nil)
  }

  @Test func customClaimsAreAsked() throws {
    var fixture = fixture
    fixture.claims["team"] = "red"
    fixture.claims["groups"] = ["a", "b"]
    for (name, match, isTaken) in [
      ("team", .equals("red"), true), ("team", .equals("blue"), false),
      ("team", .contains("red"), false), ("groups", .contains("b"), true),
      ("groups", .contains("c"), false), ("groups", .containsAny(["c", "a"]), true),
      ("groups", .containsAny(["c", "d"]), false), ("groups", .equals("a"), false),
      ("other", .equals("x"), false),
    ] as [(String, TokenRules.CustomClaim.Match, Bool)] {
      fixture.rules.customClaims = [.init(name: name, match: match)]
      #expect((try verify(fixture).claims != nil) == isTaken, "\(name) \(match)")
    }
  }
}
