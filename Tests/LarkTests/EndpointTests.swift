import JSON
import PluginKit
import Testing

@testable import Lark

@Suite struct EndpointTests {
  @Test func allAreThere() {
    #expect(Endpoint.all.count >= 154)
    #expect(Set(Endpoint.all.map(\.name)).count == Endpoint.all.count)
    #expect(Set(Endpoint.all.map { "\($0.method) \($0.path)" }).count == Endpoint.all.count)
    for endpoint in Endpoint.all {
      #expect(endpoint.path.hasPrefix("/open-apis/"), "\(endpoint.name)")
      #expect(!endpoint.path.hasSuffix("/"), "\(endpoint.name)")
      #expect(endpoint.method != .get || endpoint.reads, "\(endpoint.name)")
      #expect(endpoint.method != .delete || !endpoint.reads, "\(endpoint.name)")
    }
  }

  @Test func fillsInThePath() {
    #expect(
      Endpoint.updateRecord.path(["app_token": "a/b", "table_id": "t", "record_id": "记"])
        == "/open-apis/bitable/v1/apps/a%2Fb/tables/t/records/%E8%AE%B0")
    #expect(Endpoint.getChat.path([:]) == "/open-apis/im/v1/chats/:chat_id")
  }

  @Test(arguments: [
    (Endpoint.sendMessage, true), (.listMessages, true), (.updateEvent, true),
    (.appendRows, false), (.createDoc, false), (.sendMail, false), (.createRecord, true),
  ])
  func saysWhatIsSafeToRepeat(_ endpoint: Endpoint, _ isSafe: Bool) {
    #expect(endpoint.isSafeToRepeat == isSafe)
  }
}

@Suite struct IdentityRuleTests {
  @Test(
    arguments: [
      (IdentityRule.botFirst, AcceptedIdentities.botOrUser, true, Identity.bot),
      (.botFirst, .user, true, .user), (.botFirst, .user, false, nil),
      (.botFirst, .userOrPerhapsBot, false, .bot), (.botFirst, .userOrPerhapsBot, true, .user),
      (.userFirst, .botOrUser, true, .user), (.userFirst, .botOrUser, false, .bot),
      (.userFirst, .bot, true, .bot), (.userFirst, .botOrPerhapsUser, true, .bot),
      (.user, .botOrUser, false, nil), (.user, .bot, false, .bot), (.user, .user, true, .user),
      (.bot, .botOrUser, true, .bot), (.bot, .user, true, nil), (.bot, .none, true, nil),
    ] as [(IdentityRule, AcceptedIdentities, Bool, Identity?)])
  func chooses(
    _ rule: IdentityRule, _ accepted: AcceptedIdentities, _ hasUser: Bool, _ expected: Identity?
  ) {
    #expect(rule.identity(at: accepted, hasUserToken: hasUser) == expected)
  }
}

@Suite struct IdempotencyKeyTests {
  @Test func isAUUIDThatRepeats() throws {
    let key = IdempotencyKey.of(callID: "call-1", endpoint: "create_task", part: 0)
    #expect(key == IdempotencyKey.of(callID: "call-1", endpoint: "create_task", part: 0))
    let parts = key.split(separator: "-").map(\.count)
    #expect(parts == [8, 4, 4, 4, 12])
    #expect(Array(key)[14] == "4")
    #expect("89ab".contains(Array(key)[19]))
  }

  @Test func differs() {
    var keys: Set<String> = []
    for call in 0..<200 {
      for part in 0..<5 {
        for endpoint in ["a", "b"] {
          keys.insert(IdempotencyKey.of(callID: "call-\(call)", endpoint: endpoint, part: part))
        }
      }
    }
    #expect(keys.count == 2_000)
  }

  @Test func goesWhereTheEndpointTakesIt() {
    let task = APIRequest(.createTask, body: ["summary": "x"], purpose: "p").keyed(callID: "c")
    #expect(task.body?["client_token"]?.string?.utf8.count == 36)
    #expect(task.body?["summary"] == "x")
    let chat = APIRequest(.createChat, body: [:], purpose: "p").keyed(callID: "c")
    #expect(chat.query.map(\.name) == ["uuid"])
    let own = APIRequest(.createTask, body: ["client_token": "mine"], purpose: "p")
    #expect(own.keyed(callID: "c").body == ["client_token": "mine"])
    #expect(APIRequest(.listTables, purpose: "p").keyed(callID: "c").query.isEmpty)
  }
}
