import JSON
import PluginKit
import Synchronization
import Testing

@testable import Remote

@Suite struct TokenCacheTests {
  private let failure = UpstreamFailure(.unreachable, "no", wasSent: false)

  @Test func aTokenIsUsedUntilShortlyBeforeItExpires() {
    var cache = TokenCache()
    #expect(cache.step(now: 0) == .ask)
    cache.obtained("t", lifeMilliseconds: 3_600_000, now: 0)
    #expect(cache.step(now: 3_539_999) == .use("t"))
    #expect(cache.step(now: 3_540_000) == .ask)
    cache.obtained("short", lifeMilliseconds: 10_000, now: 0)
    #expect(cache.step(now: 7_999) == .use("short"))
    #expect(cache.step(now: 8_000) == .ask)
  }

  @Test func aTokenThatDoesNotTellItsLifeIsKeptForAWhile() {
    var cache = TokenCache()
    cache.obtained("t", lifeMilliseconds: nil, now: 0)
    #expect(cache.step(now: 239_999) == .use("t"))
    #expect(cache.step(now: 240_000) == .ask)
  }

  @Test func failuresAreThrottled() {
    var cache = TokenCache()
    cache.failed(failure, now: 0)
    var waiting = failure
    waiting.retryAfterMilliseconds = 999
    #expect(cache.step(now: 1) == .fail(waiting))
    #expect(cache.step(now: 1_000) == .ask)
    cache.failed(failure, now: 1_000)
    #expect(cache.step(now: 2_999) != .ask)
    #expect(cache.step(now: 3_000) == .ask)
    var asked = failure
    asked.retryAfterMilliseconds = 30_000
    cache.failed(asked, now: 3_000)
    #expect(cache.step(now: 32_999) != .ask)
    #expect(cache.step(now: 33_000) == .ask)
  }

  @Test func aTokenThatIsRefusedIsReplacedUnlessItIsNew() {
    var cache = TokenCache()
    cache.obtained("t", lifeMilliseconds: 3_600_000, now: 0)
    cache.refused(now: TokenCache.youthMilliseconds - 1)
    #expect(cache.step(now: 10_000) == .use("t"))
    cache.refused(now: TokenCache.youthMilliseconds)
    #expect(cache.step(now: 10_000) == .ask)
  }
}

@Suite struct TokenRequestTests {
  private func settings(_ more: String = "") throws -> ClientCredentialSettings {
    let text = #"""
      {"tokenUrl": "https://issuer.example/token", "clientId": "a b", "clientSecret": "s:/ü"\#(more)}
      """#
    return try clientCredentials(text)
  }

  private func body(_ request: HTTPRequest) -> String {
    String(decoding: request.body, as: UTF8.self)
  }

  @Test func theSecretGoesIntoTheFieldOrTheForm() throws {
    let basic = TokenRequest(settings: try settings()).http
    #expect(body(basic) == "grant_type=client_credentials")
    let field = basic.fields.first { $0.name == "Authorization" }?.value
    #expect(field == "Basic " + Base64.encode(Array("a+b:s%3A%2F%C3%BC".utf8)))
    #expect(!basic.followsRedirects)
    let form = TokenRequest(settings: try settings(#", "authentication": "body""#)).http
    #expect(
      body(form)
        == "grant_type=client_credentials&client_id=a+b&client_secret=s%3A%2F%C3%BC")
    #expect(!form.fields.contains { $0.name == "Authorization" })
  }

  @Test func whatElseIsSetIsSent() throws {
    let more = #", "scopes": ["x/y", "z"], "audience": "api", "resource": "https://r.example/mcp""#
    let request = TokenRequest(settings: try settings(more)).http
    let expected =
      "grant_type=client_credentials&scope=x%2Fy+z&audience=api"
      + "&resource=https%3A%2F%2Fr.example%2Fmcp"
    #expect(body(request) == expected)
  }

  private func answer(_ status: Int, _ body: String, _ fields: [HTTPField] = []) -> HTTPResponse {
    HTTPResponse(status: status, fields: fields, body: Array(body.utf8))
  }

  @Test func aTokenIsTakenFromTheAnswer() throws {
    let token = try TokenRequest.token(
      of: answer(200, #"{"access_token":"abc","token_type":"bearer","expires_in":3600}"#))
    #expect(token.text == "abc" && token.lifeMilliseconds == 3_600_000)
    let silent = try TokenRequest.token(of: answer(200, #"{"access_token":"abc"}"#))
    #expect(silent.lifeMilliseconds == nil)
    let strange = try TokenRequest.token(
      of: answer(200, #"{"access_token":"abc","expires_in":-5}"#))
    #expect(strange.lifeMilliseconds == nil)
  }

  @Test(arguments: [
    (200, "<html>", UpstreamFailure.Kind.credentials(mayPass: false), "without an access token"),
    (200, #"{"access_token":"a\nb"}"#, .credentials(mayPass: false), "without an access token"),
    (
      200, #"{"access_token":"a","token_type":"DPoP"}"#, .credentials(mayPass: false),
      "another type"
    ),
    (
      401, #"{"error":"invalid_client"}"#, .credentials(mayPass: false), "HTTP 401: invalid_client."
    ),
    (400, "", .credentials(mayPass: false), "HTTP 400."),
    (503, "", .credentials(mayPass: true), "HTTP 503."),
    (302, "", .credentials(mayPass: false), "HTTP 302."),
  ]) func whatIsNoTokenIsAFailure(
    _ status: Int, _ body: String, _ kind: UpstreamFailure.Kind, _ expected: String
  ) throws {
    let failure = #expect(throws: UpstreamFailure.self) {
      try TokenRequest.token(of: answer(status, body))
    }
    #expect(failure?.kind == kind && failure?.wasSent == false)
    #expect(failure?.message.contains(expected) == true)
  }

  @Test func aBusyIssuerSaysHowLongToWait() throws {
    let failure = #expect(throws: UpstreamFailure.self) {
      try TokenRequest.token(of: answer(429, "", [HTTPField("retry-after", "7")]))
    }
    #expect(failure?.kind == .credentials(mayPass: true))
    #expect(failure?.retryAfterMilliseconds == 7_000)
    let long = #expect(throws: UpstreamFailure.self) {
      try TokenRequest.token(of: answer(503, "", [HTTPField("retry-after", "86400")]))
    }
    #expect(long?.retryAfterMilliseconds == 300_000)
  }
}

@Suite struct ClientCredentialTests {
  /// An issuer that gives `t1`, `t2`, ... once it is let go.
  private final class Issuer: Sendable {
    let asked = Mutex(0)
    let isOpen: Mutex<Bool>
    let status = Mutex(200)
    init(isOpen: Bool = true) { self.isOpen = Mutex(isOpen) }

    func answer() async -> HTTPResponse {
      let number = asked.withLock { asked in
        asked += 1
        return asked
      }
      while !isOpen.withLock({ $0 }) { await Task.yield() }
      return HTTPResponse(
        status: status.withLock { $0 },
        body: Array(#"{"access_token":"token-\#(number)","expires_in":3600}"#.utf8))
    }
  }

  private func credentials(
    _ issuer: Issuer, secrets: Secrets = Secrets([]),
    now: @escaping @Sendable () -> UInt64 = { 0 }
  ) throws -> ClientCredentials {
    let text = #"{"tokenUrl": "https://i.example", "clientId": "a", "clientSecret": "secret-1"}"#
    let settings = try clientCredentials(text)
    return ClientCredentials(settings, secrets: secrets, now: now) {
      _ async throws(HTTPFailure) -> HTTPResponse in await issuer.answer()
    }
  }

  private func token(_ credentials: ClientCredentials) async throws -> String? {
    try await credentials.fields(for: HTTPRequest(url: "https://a"), call: nil).first?.value
  }

  @Test func manyAskTheIssuerOnce() async throws {
    let issuer = Issuer(isOpen: false)
    let secrets = Secrets([])
    let credentials = try credentials(issuer, secrets: secrets)
    let tokens = try await withThrowingTaskGroup(of: String?.self) { group in
      for _ in 0..<50 { group.addTask { try await self.token(credentials) } }
      while issuer.asked.withLock({ $0 }) == 0 { await Task.yield() }
      issuer.isOpen.withLock { $0 = true }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(tokens == Array(repeating: "Bearer token-1", count: 50))
    #expect(issuer.asked.withLock { $0 } == 1)
    #expect(secrets.removed(from: "echo: Bearer token-1") == "echo: Bearer ***")
  }

  @Test func aRefusedTokenIsReplacedOnce() async throws {
    let issuer = Issuer()
    let now = Mutex<UInt64>(0)
    let credentials = try credentials(issuer, now: { now.withLock { $0 } })
    #expect(try await token(credentials) == "Bearer token-1")
    now.withLock { $0 = 60_000 }
    #expect(await credentials.wasRefused(401))
    #expect(try await token(credentials) == "Bearer token-2")
    #expect(await credentials.wasRefused(401))
    #expect(try await token(credentials) == "Bearer token-2")
    #expect(await credentials.wasRefused(403) == false)
  }

  @Test func aFailureIsNotAskedForAgainAtOnce() async throws {
    let issuer = Issuer()
    issuer.status.withLock { $0 = 401 }
    let credentials = try credentials(issuer)
    for _ in 0..<5 {
      await #expect(throws: UpstreamFailure.self) { try await self.token(credentials) }
    }
    #expect(issuer.asked.withLock { $0 } == 1)
  }
}

@Suite struct SecretsTests {
  @Test func secretsAreTakenOut() {
    let secrets = Secrets(["abcdef", "abcdefgh", "short"])
    #expect(secrets.removed(from: "x abcdefgh y abcdef z short") == "x *** y *** z short")
    #expect(secrets.removed(from: "abcdefabcdef") == "******")
    #expect(secrets.removed(from: "abc") == "abc")
    #expect(Secrets([]).removed(from: "") == "")
  }

  @Test func theLettersOfASecretMayBeOfEitherCase() {
    let secrets = Secrets(["K3Y-tOpSecret-99"])
    secrets.add(token: "ToKeN-77")
    #expect(secrets.removed(from: "Ü text/k3y-topsecret-99 TOKEN-77, No") == "Ü text/*** ***, No")
  }

  @Test(arguments: [
    ("log: K3Y-tOpSec", "log: ***"), ("log: k3y-tops", "log: ***"), ("k3y-top", "k3y-top"),
    ("with text/k3y-topsec... instead", "with text/***... instead"),
    ("K3Y-tOpSec or so", "K3Y-tOpSec or so"), ("k3y-top...", "k3y-top..."),
    ("K3Y-tOpSecret-99...", "***..."), ("K3Y-tK3Y-tOpSec", "K3Y-t***"),
  ]) func theBeginningOfASecretAtACutIsTakenOut(_ text: String, _ expected: String) {
    #expect(Secrets(["K3Y-tOpSecret-99"]).removed(from: text) == expected)
  }

  @Test func ofSecretsThatOverlapNothingStays() {
    let secrets = Secrets(["abcdef", "cdefghijkl"])
    #expect(secrets.removed(from: "x abcdefghijkl abcdefghijkl y") == "x *** *** y")
  }

  @Test func base64IsReadAndWritten() {
    for bytes: [UInt8] in [[], [0], [255, 1], [1, 2, 3], [250, 251, 252, 253]] {
      #expect(Base64.decode(Base64.encode(bytes)) == bytes)
    }
    #expect(Base64.encode(Array("Man".utf8)) == "TWFu" && Base64.encode([77]) == "TQ==")
    #expect(Base64.decode("TQ") == [77])
    for text in ["A", "TWF-", "TW Fu", "====", "TQ==="] { #expect(Base64.decode(text) == nil) }
  }
}

/// Settings that are complete.
private func clientCredentials(_ text: String) throws -> ClientCredentialSettings {
  let value = SettingsCursor(try JSONValue(parsing: text))
  guard case .clientCredentials(let settings) = try ClientCredentialSettings.credentials(value)
  else { throw SettingsError("", "is not complete") }
  return settings
}
