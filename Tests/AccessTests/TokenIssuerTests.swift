import JSON
import Testing

@testable import Access
@testable import Crypto

/// The issuer and a verifier of the same process.
@Suite struct TokenIssuerTests {
  private static let url = "https://issuer.example/pool"
  private static let start: Int64 = 1_800_000_000
  private let folder: TemporaryFolder
  private let clock = ManualAccessClock(TokenIssuerTests.start)
  private let secret: String
  private let issuer: TokenIssuer

  init() throws {
    folder = try TemporaryFolder()
    let (secret, hash) = try ClientSecret.make()
    self.secret = secret
    var client = ClientFile.Client()
    client.scopes = ["read", "call"]
    client.secrets = [.init(id: "old", sha256: try ClientSecret.make().text.hashed)]
    client.secrets.append(.init(id: "new", sha256: hash))
    var file = ClientFile()
    file.clients["agent"] = client
    let path = folder.path + "/clients.json"
    #expect(SmallFile.replace(path, file.serialized()))
    #expect(try ClientFile(parsing: file.serialized()) == file)
    var settings = try #require(IssuerSettings(url: Self.url))
    settings.keys = folder.path + "/keys.json"
    settings.resources = ["https://a.example/mcp", "https://b.example/mcp"]
    issuer = try TokenIssuer(
      settings, clients: try ClientDirectory(path: path, clock: clock), clock: clock)
  }

  private func ask(
    _ more: String = "", secret: String? = nil, client: String = "agent"
  ) -> JSONValue {
    let body =
      "grant_type=client_credentials&client_id=\(client)&client_secret=\(secret ?? self.secret)"
    let answer = issuer.answer(
      TokenRequest(
        body: Array((body + more).utf8),
        contentType: Array("application/x-www-form-urlencoded".utf8)[...], authorization: [],
        hasQuery: false))
    var value = (try? JSONValue(parsing: answer.body).object) ?? [:]
    value["status"] = .number(JSONNumber(Int64(answer.status)))
    return .object(value)
  }

  private func verifier(resource: String? = nil) -> TokenVerifier {
    var rules = TokenRules(discoveryURL: issuer.settings.discoveryURL)
    rules.resource = resource
    return TokenVerifier(rules: rules, source: issuer, clock: clock)
  }

  private func verify(_ answer: JSONValue, _ verifier: TokenVerifier) throws -> Outcome {
    let token = try #require(answer["access_token"]?.string)
    let outcome = Outcome()
    verifier.verify(ArraySlice(token.utf8)) { outcome.put($0) }
    return outcome
  }

  @Test func aTokenSaysWhatCognitosSay() throws {
    let claims = try #require(try verify(ask("&scope=call"), verifier()).claims)
    #expect(claims.issuer == Self.url && claims.subject == "agent" && claims.clientID == "agent")
    #expect(claims.scopes == ["call"] && claims.tokenUse == "access" && claims.audience == [])
    #expect(claims.issuedAt == Self.start && claims.expiry == Self.start + 3_600)
    let json = try JSONValue(parsing: claims.json)
    #expect(json["version"]?.integer == 2 && json["jti"]?.string?.utf8.count == 22)
  }

  @Test func scopesAreThoseOfTheClient() {
    #expect(ask()["scope"] == "read call")
    #expect(ask("&scope=call+read")["scope"] == "call read")
    #expect(ask("&scope=call+write")["error"] == "invalid_scope")
  }

  @Test func tokensForOthersAreNotTaken() throws {
    let one = "https://a.example/mcp"
    let here = verifier(resource: one)
    #expect(try verify(ask(), here).claims?.audience == [])
    #expect(try verify(ask("&resource=\(one)"), here).claims?.audience == [one])
    let both = ask("&resource=\(one)&resource=https://b.example/mcp")
    #expect(try verify(both, here).claims?.audience.count == 2)
    #expect(try verify(ask("&resource=https://b.example/mcp"), here).refusal != nil)
    #expect(ask("&resource=https://c.example/mcp")["error"] == "invalid_target")
  }

  @Test func aWrongSecretAndAnUnknownClientAreTheSame() throws {
    let wrong = try ClientSecret.make().text
    #expect(ask(secret: wrong) == ask(client: "nobody"))
    #expect(ask(secret: wrong)["status"] == 401)
    // The throttle has no mercy with either, and never meets the right secret.
    for _ in 0..<20 { _ = ask(secret: wrong) }
    for _ in 0..<20 { _ = ask(client: "nobody") }
    #expect(ask(secret: wrong) == ask(client: "nobody"))
    #expect(ask(secret: wrong)["status"] == 429)
    #expect(ask()["status"] == 200)
  }

  @Test(arguments: ["", "password", "toolrack_secret_", "toolrack_secret_short"])
  func whatPeopleThinkUpIsNoSecret(_ text: String) throws {
    var client = ClientFile.Client()
    client.secrets = [.init(id: "weak", sha256: try text.hashed)]
    var file = ClientFile()
    file.clients["weak"] = client
    #expect(SmallFile.replace(folder.path + "/clients.json", file.serialized()))
    clock.advance(milliseconds: ClientDirectory.lookMilliseconds)
    #expect(ask(secret: text, client: "weak")["error"] == "invalid_client")
  }

  @Test func aRotationIsFollowedByTheVerifier() throws {
    let verifier = verifier()
    let old = ask()
    #expect(try verify(old, verifier).claims != nil)
    #expect(!issuer.readAgainIfChanged())
    let file = IssuerKeyFile(path: issuer.settings.keys)
    _ = try file.rotate(
      now: Self.start, signsFrom: Self.start, tokenSeconds: 3_600, revokesOthers: false)
    #expect(issuer.readAgainIfChanged())
    let new = ask()
    // Within the cool-down: only being told helps.
    #expect(try verify(new, verifier).refusal != nil)
    verifier.renew()
    #expect(try verify(new, verifier).claims != nil)
    #expect(try verify(old, verifier).claims != nil)
    _ = try file.rotate(
      now: Self.start, signsFrom: Self.start, tokenSeconds: 3_600, revokesOthers: true)
    #expect(issuer.readAgainIfChanged())
    verifier.renew()
    #expect(try verify(new, verifier).refusal != nil && verify(ask(), verifier).claims != nil)
  }

  @Test(arguments: [
    ("https://a.example", "https://a.example", ""),
    ("http://127.0.0.1:8080", "http://127.0.0.1:8080", ""),
    ("http://[::1]:80/a/b", "http://[::1]:80", "/a/b"),
  ])
  func addresses(_ url: String, _ origin: String, _ path: String) throws {
    let settings = try #require(IssuerSettings(url: url))
    #expect(settings.origin == origin && settings.path == path)
    #expect(settings.paths["\(path)/oauth2/token"] == .token)
    #expect(settings.paths["/.well-known/oauth-authorization-server\(path)"] == .metadata)
    #expect(settings.paths["\(path)/.well-known/openid-configuration"] == .metadata)
  }

  @Test(arguments: [
    "", "a", "http://a.example", "https://", "https:///a", "https://a.example/", "https://a/?b",
    "https://a/#b", "https://a//b", "https://a/%2F", "https://u@a", "https://a b",
  ])
  func otherAddressesAreRefused(_ url: String) {
    #expect(IssuerSettings(url: url) == nil)
  }
}

extension String {
  /// The hash under which it would be kept.
  fileprivate var hashed: String { get throws { try APIKey.sha256(of: Array(utf8)[...]) } }
}
