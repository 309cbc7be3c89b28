import JSON
import Testing

@testable import LarkSandbox

@Suite struct GatewayTests {
  /// Not an envelope, but what the gateway really says.
  @Test(arguments: [
    ("GET", "/open-apis/nonexistent/v1/foo"), ("GET", "/"), ("PUT", "/open-apis/im/v1/messages"),
    ("GET", "/open-apis/auth/v3/tenant_access_token/internal"),
    ("GET", "/open-apis/im/v1/messages/a/b/c"),
    ("BREW", "/open-apis/bot/v3/info"),
  ])
  func unknownPathsAndMethods(_ method: String, _ path: String) {
    let reply = Client().send(method, path)
    #expect(reply.status == 404)
    #expect(reply.response.contentType == "text/plain")
    #expect(String(decoding: reply.response.body, as: UTF8.self) == "404 page not found")
  }

  @Test func aTrailingSlashMakesNoDifference() {
    #expect(Client().get("bot/v3/info/").code == 0)
  }

  @Test func aFixedPathIsNoParameter() {
    #expect(Client().get("wiki/v2/spaces/get_node?token=x").message.contains("document not found"))
  }

  @Test func everyAnswerHasALogID() throws {
    let client = Client()
    let good = client.get("bot/v3/info")
    let bad = client.get("bot/v3/info", as: .none)
    let lost = client.get("nowhere")
    for reply in [good, bad, lost] {
      let id = try #require(reply.response.field("X-Tt-Logid"))
      #expect(id.hasPrefix("20261123090000") && id.count == 34)
    }
    #expect(bad.error["log_id"]?.string == bad.response.field("X-Tt-Logid"))
    #expect(bad.error["troubleshooter"]?.string?.contains("code=99991661") == true)
  }

  @Test func missingScopesAreNamedWithALink() {
    let client = Client()
    _ = client.control(["revoke": ["wiki:*"]])
    let reply = client.get("wiki/v2/spaces")
    #expect(reply.status == 400 && reply.code == 99_991_672)
    let subjects = reply.error["permission_violations"]?.array?.compactMap { $0["subject"]?.string }
    #expect(subjects == ["wiki:space:retrieve", "wiki:wiki", "wiki:wiki:readonly"])
    #expect(reply.error["permission_violations"]?[0]?["type"] == "action_scope_required")
    #expect(
      reply.message.contains(
        "https://open.feishu.cn/app/cli_sandbox000000000/auth?q=wiki:space:retrieve,wiki:wiki,"
          + "wiki:wiki:readonly&op_from=openapi&token_type=tenant"))
    #expect(reply.error["helps"]?[0]?["url"]?.string?.contains("/auth?q=wiki:") == true)
    _ = client.control(["grant": ["wiki:wiki"]])
    #expect(client.get("wiki/v2/spaces").code == 0)
  }

  @Test func usersHaveScopesOfTheirOwn() {
    let client = Client()
    _ = client.control(["revoke_user": ["wiki:*"]])
    let reply = client.get("wiki/v2/spaces", as: .user)
    #expect(reply.code == 99_991_679)
    #expect(reply.message.contains("required one of these privileges under the user identity"))
    #expect(client.get("wiki/v2/spaces").code == 0)
  }

  @Test func scopesAreListedWithTheirStatus() {
    let client = Client()
    _ = client.control(["revoke": ["im:message"]])
    let scopes = client.get("application/v6/scopes").data["scopes"]?.array ?? []
    let status = scopes.first { $0["scope_name"] == "im:message" }?["grant_status"]
    #expect(status == 2)
    #expect(scopes.contains { $0["grant_status"] == 1 })
  }

  @Test func fiftyInASecond() {
    let client = Client()
    for _ in 0..<50 { #expect(client.get("im/v1/chats").code == 0) }
    let reply = client.get("im/v1/chats")
    #expect(reply.status == 429 && reply.code == 99_991_400)
    #expect(reply.response.field("x-ogw-ratelimit-limit") == "50")
    #expect(reply.response.field("x-ogw-ratelimit-reset") == "1")
    _ = client.control(["advance_seconds": 1])
    #expect(client.get("im/v1/chats").code == 0)
  }

  @Test func aHundredInAMinute() {
    let client = Client()
    _ = client.control(["advance_seconds": 20])
    for _ in 0..<100 { #expect(client.get("wiki/v2/spaces").code == 0) }
    let reply = client.get("wiki/v2/spaces")
    #expect(reply.status == 429)
    #expect(reply.response.field("x-ogw-ratelimit-limit") == "100")
    #expect(reply.response.field("x-ogw-ratelimit-reset") == "40")
  }

  @Test func olderEndpointsSay400() {
    let client = Client()
    let body: JSONValue = ["search_key": "x"]
    for _ in 0..<100 {
      #expect(client.post("suite/docs-api/search/object", body, as: .user).code == 0)
    }
    let reply = client.post("suite/docs-api/search/object", body, as: .user)
    #expect(reply.status == 400 && reply.code == 99_991_400)
  }

  @Test func limitsCanBeOff() {
    let client = Client(rateLimits: false)
    for _ in 0..<200 { #expect(client.get("wiki/v2/spaces").code == 0) }
  }

  @Test func malformedJSON() {
    let client = Client()
    for body in ["{", "[1]", "\"x\"", "\u{FEFF}{}", "{\"a\":1,}", "nul"] {
      let reply = client.post("im/v1/messages?receive_id_type=chat_id", raw: body)
      #expect(reply.status == 400 && reply.code == 9_499, "\(body)")
    }
  }

  @Test func wrongTypesAreNamed() {
    let reply = Client().post(
      "im/v1/messages?receive_id_type=chat_id",
      ["receive_id": "oc_x", "msg_type": "text", "content": ["text": "not a string"]])
    #expect(reply.code == 9_499)
    #expect(reply.message.hasPrefix("Invalid parameter type in json: content."))
  }

  @Test func violationsNameEveryField() {
    let reply = Client().post(
      "im/v1/messages?receive_id_type=phone", ["uuid": .string(String(repeating: "u", count: 51))])
    #expect(reply.status == 400 && reply.code == 99_992_402)
    #expect(reply.message == "field validation failed")
    let violations = reply.error["field_violations"]?.array ?? []
    #expect(
      violations.compactMap { $0["field"]?.string } == [
        "receive_id_type", "receive_id", "msg_type", "content", "uuid",
      ])
    #expect(
      violations.first?["description"]
        == "receive_id_type is optional, options: [open_id,user_id,union_id,email,chat_id]")
    #expect(violations.first?["value"] == "phone")
    #expect(violations.last?["description"] == "the max len is 50")
  }

  @Test func nestedFieldsAreChecked() {
    let calendar = SeedCalendars.primaryID(of: SeedPeople.chen)
    let reply = Client().post(
      "calendar/v4/calendars/\(calendar)/events?idempotency_key=short",
      [
        "start_time": ["timestamp": "1795400000"], "end_time": ["timestamp": "1795403600"],
        "visibility": "secret", "location": ["name": ""], "reminders": [["minutes": 99_999]],
      ])
    let fields = reply.error["field_violations"]?.array?.compactMap { $0["field"]?.string }
    #expect(
      fields == ["idempotency_key", "visibility", "location.name", "reminders[0].minutes"])
  }

  @Test func queryNumbersMustBeNumbers() {
    let client = Client()
    #expect(client.get("im/v1/chats?page_size=ten").code == 99_992_402)
    #expect(client.get("im/v1/chats?page_size=101").code == 99_992_402)
    #expect(client.get("im/v1/chats?page_size=99999999999999999999").code == 99_992_402)
    #expect(client.get("im/v1/chats?page_size=").code == 0)
  }

  @Test func queriesAreDecoded() {
    let request = SandboxRequest("GET", "/a%2Fb?x=%E8%B7%AF+y%2&x=2&%=z&flag")
    #expect(request.path == "/a%2Fb")
    #expect(request.query["x"] == "路 y%2")
    #expect(request.query["%"] == "z")
    #expect(request.query["flag"] == "")
  }
}
