import JSON
import Testing

@testable import LarkSandbox

@Suite struct AuthTests {
  @Test func aTokenIsReusedWhileHalfAnHourIsLeft() throws {
    let client = Client()
    let first = client.askToken()
    #expect(first.status == 200 && first.code == 0 && first.message == "ok")
    #expect(first.json["expire"] == 7_200)
    let token = try #require(first.json["tenant_access_token"]?.string)
    #expect(token.hasPrefix("t-"))
    _ = client.control(["advance_seconds": 5_400])
    let again = client.askToken()
    #expect(again.json["tenant_access_token"] == .string(token))
    #expect(again.json["expire"] == 1_800)
    _ = client.control(["advance_seconds": 1])
    let renewed = client.askToken()
    #expect(renewed.json["tenant_access_token"] != .string(token))
    #expect(renewed.json["expire"] == 7_200)
    #expect(client.get("bot/v3/info", as: .raw("Bearer \(token)")).code == 0)
    _ = client.control(["advance_seconds": 1_799])
    #expect(client.get("bot/v3/info", as: .raw("Bearer \(token)")).code == 99_991_663)
    #expect(client.get("bot/v3/info").code == 0)
  }

  @Test func appTokensComeWithATenantToken() {
    let client = Client()
    let reply = client.askToken("app")
    #expect(reply.json["app_access_token"]?.string?.hasPrefix("a-") == true)
    #expect(reply.json["tenant_access_token"]?.string == client.tenantToken)
  }

  /// Failures of the token endpoints have status 200.
  @Test func badCredentials() {
    let client = Client()
    let wrongSecret = client.askToken(secret: "wrong")
    #expect(wrongSecret.status == 200 && wrongSecret.code == 10_014)
    let unknown = client.askToken(id: "cli_other")
    #expect(unknown.status == 200 && unknown.code == 10_003 && unknown.message == "invalid param")
    #expect(client.post("auth/v3/tenant_access_token/internal", [:], as: .none).code == 10_003)
    #expect(client.post("auth/v3/tenant_access_token/internal", raw: "{").code == 10_003)
    #expect(
      client.post("auth/v3/tenant_access_token/internal", ["app_id": 1], as: .none).code == 10_003)
  }

  /// What the Authorization field holds, and the code it gets.
  @Test(arguments: [
    ("", 99_991_661), ("t-fake", 99_991_661), ("Bearer ", 99_991_661), ("Basic eDp5", 99_991_661),
    ("Bearer fake", 99_991_671), ("Bearer t-fake", 99_991_663), ("Bearer u-fake", 99_991_668),
    ("Bearer eyJhbGciOiJFUzI1NiJ9", 99_991_668),
  ])
  func refusedTokens(_ authorization: String, _ code: Int) {
    let reply = Client().get("im/v1/chats", as: .raw(authorization))
    #expect(reply.code == code)
    #expect(reply.status == 400)
  }

  @Test func noTokenAtAll() {
    #expect(Client().get("im/v1/chats", as: .none).code == 99_991_661)
  }

  @Test func anExpiredUserTokenIs401() {
    let client = Client()
    _ = client.control(["advance_seconds": 2_592_000])
    let reply = client.get("im/v1/chats", as: .user)
    #expect(reply.status == 401 && reply.code == 99_991_677)
  }

  @Test func eachKindOfTokenHasItsEndpoints() {
    let client = Client()
    let search: JSONValue = ["query": "x", "doc_filter": [:]]
    #expect(client.post("search/v2/doc_wiki/search", search).code == 99_991_663)
    #expect(client.post("search/v2/doc_wiki/search", search, as: .user).code == 0)
    let people = client.post("contact/v3/users/batch_get_id", ["emails": ["a@b"]], as: .user)
    #expect(people.code == 99_991_668)
    #expect(people.message == "user access token not support")
    let lenient = Client(tenantSearch: true)
    #expect(lenient.post("search/v2/doc_wiki/search", search).code == 0)
  }

  @Test func revokedTokensEnd() {
    let client = Client()
    let token = client.tenantToken
    _ = client.control(["revoke_tokens": true])
    #expect(client.get("bot/v3/info", as: .raw("Bearer \(token)")).code == 99_991_663)
    #expect(client.get("bot/v3/info").code == 0)
  }

  @Test func theBotAnswersBesideTheCode() {
    let reply = Client().get("bot/v3/info")
    #expect(reply.json["data"] == nil)
    #expect(reply.json["bot"]?["open_id"]?.string?.hasPrefix("ou_") == true)
    #expect(reply.message == "ok")
  }

  @Test func aResetKeepsTokens() {
    let client = Client()
    let token = client.tenantToken
    _ = client.control(["reset": true])
    #expect(client.get("bot/v3/info", as: .raw("Bearer \(token)")).code == 0)
  }
}
