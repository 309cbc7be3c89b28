import JSON
import Testing

@testable import LarkSandbox

@Suite struct FaultTests {
  /// The fault of a request, and the status and code it brings.
  @Test(arguments: [
    ("expired-token", 400, 99_991_663), ("invalid-token", 400, 99_991_663),
    ("rate-limit", 429, 99_991_400), ("rate-limit-legacy=3", 400, 99_991_400),
    ("target-limit", 400, 230_020), ("server-error", 500, 2_200), ("quota", 429, 99_991_403),
    ("address", 403, 99_991_401), ("missing-scope=im:chat", 400, 99_991_672),
    ("error=418/77", 418, 77),
  ])
  func refusals(_ fault: String, _ status: Int, _ code: Int) {
    let reply = Client().get("im/v1/chats", fault: fault)
    #expect(reply.status == status && reply.code == code)
    #expect(reply.error["log_id"]?.string == reply.response.field("X-Tt-Logid"))
  }

  @Test func usersGetTheirOwnRefusals() {
    let client = Client()
    #expect(client.get("im/v1/chats", as: .user, fault: "expired-token").code == 99_991_677)
    #expect(client.get("im/v1/chats", as: .user, fault: "missing-scope=x").code == 99_991_679)
  }

  @Test func whatIsNoEnvelope() {
    let client = Client()
    for (fault, status) in [("bad-gateway", 502), ("unavailable", 503), ("garbage", 200)] {
      let reply = client.get("im/v1/chats", fault: fault)
      #expect(reply.status == status)
      #expect(reply.json == .null)
    }
  }

  @Test func theMissingScopeIsListedWithItsAlternatives() {
    let reply = Client().get("im/v1/chats", fault: "missing-scope=im:chat")
    #expect(reply.error["permission_violations"]?.array?.count == Chats.scopes.count)
    let other = Client().get("im/v1/chats", fault: "missing-scope=okr:okr")
    #expect(other.error["permission_violations"]?.array?.count == 1)
  }

  @Test func lateAnswers() {
    let reply = Client().get("im/v1/chats", fault: "slow=500")
    #expect(reply.code == 0 && reply.response.delayMilliseconds == 500)
  }

  /// Cut before: nothing was done. Cut after: it was.
  @Test func cutAnswers() {
    let client = Client()
    let body: JSONValue = [
      "receive_id": .string(SeedChats.product.id), "msg_type": "text",
      "content": "{\"text\":\"cut\"}",
    ]
    let before = client.send(
      "POST", "/open-apis/im/v1/messages?receive_id_type=chat_id", body, fault: "cut")
    #expect(before.response.ending == .cut)
    #expect(sent(client) == 0)
    let after = client.send(
      "POST", "/open-apis/im/v1/messages?receive_id_type=chat_id", body, fault: "cut-after")
    #expect(after.response.ending == .cut)
    #expect(sent(client) == 1)
  }

  /// A failure that is told although the request was carried out.
  @Test(arguments: [("server-error-after", 500), ("bad-gateway-after", 502)])
  func lateFailures(_ fault: String, _ status: Int) {
    let client = Client()
    let body: JSONValue = [
      "receive_id": .string(SeedChats.product.id), "msg_type": "text",
      "content": "{\"text\":\"cut\"}",
    ]
    let reply = client.send(
      "POST", "/open-apis/im/v1/messages?receive_id_type=chat_id", body, fault: fault)
    #expect(reply.status == status)
    #expect(reply.json["data"] == nil)
    #expect(sent(client) == 1)
  }

  private func sent(_ client: Client) -> Int {
    let messages = client.send("GET", "/sandbox/messages", as: .none).json["messages"]?.array ?? []
    return messages.count { $0["body"]?["content"]?.string?.contains("cut") == true }
  }

  @Test func queuedFaultsBefallTheRequestsTheyAreFor() {
    let client = Client()
    let token = Client.Token.raw("Bearer \(client.tenantToken)")
    let order: JSONValue = [
      "faults": [
        ["fault": "server-error", "path": "/open-apis/im/", "after": 1, "count": 2],
        ["fault": "rate-limit=9", "method": "POST"],
      ]
    ]
    #expect(client.control(order).status == 200)
    #expect(client.get("im/v1/chats", as: token).status == 200)
    #expect(client.get("wiki/v2/spaces", as: token).status == 200)
    #expect(client.get("im/v1/chats", as: token).status == 500)
    #expect(client.get("im/v1/chats", as: token).status == 500)
    #expect(client.get("im/v1/chats", as: token).status == 200)
    let limited = client.post("calendar/v4/calendars/primary", nil, as: token)
    #expect(limited.response.field("x-ogw-ratelimit-reset") == "9")
    #expect(client.post("calendar/v4/calendars/primary", nil, as: token).status == 200)
  }

  @Test func unknownFaultsAndOrdersAreExplained() {
    let client = Client()
    let fault = client.get("im/v1/chats", fault: "explode")
    #expect(fault.status == 400)
    #expect(fault.json["error"]?.string?.contains("missing-scope=SCOPE") == true)
    let orders: [JSONValue] = [
      ["explode": true], ["faults": ["explode"]], ["faults": "cut"], ["advance_seconds": "x"],
      ["advance_seconds": 9_223_372_036_854_775_807], ["advance_seconds": -9_000_000_000_000],
      ["rate_limits": 1], [1],
    ]
    for order in orders { #expect(client.control(order).status == 400, "\(order)") }
    #expect(client.get("im/v1/chats").code == 0)
  }

  /// An order that is wrong leaves nothing half done.
  @Test func ordersAreCarriedOutWholeOrNotAtAll() {
    let client = Client()
    #expect(client.control(["rate_limits": false, "advance_seconds": 60, "x": 1]).status == 400)
    let now = client.send("GET", "/sandbox", as: .none).json["time"]
    #expect(now == number(Client.monday * 1_000))
  }

  @Test(arguments: [
    "slow", "slow=x", "slow=-1", "slow=9999999999", "missing-scope=", "error=7", "",
  ])
  func malformedFaults(_ text: String) {
    #expect(Fault(text) == nil)
  }

  @Test func theLogHasNoSecrets() {
    let client = Client()
    _ = client.get("im/v1/chats", as: .user)
    let log = client.send("GET", "/sandbox/requests", as: .none)
    let text = String(decoding: log.response.body, as: UTF8.self)
    #expect(!text.contains(SandboxSettings.defaultAppSecret))
    #expect(!text.contains(SandboxSettings.userToken))
    _ = client.get("im/v1/chats")
    let tenant = client.tenantToken
    let later = client.send("GET", "/sandbox/requests", as: .none)
    #expect(!String(decoding: later.response.body, as: UTF8.self).contains(tenant))
    let entry = log.json["requests"]?.array?.last
    #expect(entry?["path"] == "/open-apis/im/v1/chats")
    #expect(entry?["authorization"] == "Bearer u-***")
    #expect(entry?["code"] == 0)
  }

  @Test func theLogIsBounded() {
    var log = RequestLog()
    let request = SandboxRequest("GET", "/x")
    let response = SandboxResponse(status: 200, body: [])
    for _ in 0..<RequestLog.maximumEntries + 10 {
      log.add(request, response, as: nil, logID: "", at: 0, fault: nil)
    }
    #expect(log.entries.count == RequestLog.maximumEntries)
    #expect(log.count == RequestLog.maximumEntries + 10)
  }
}
