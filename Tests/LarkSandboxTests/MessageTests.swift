import JSON
import Testing

@testable import LarkSandbox

@Suite struct MessageTests {
  let client = Client()

  @Test func aMessageIsKeptAndReadsBack() throws {
    let sent = client.message(to: SeedChats.product.id)
    #expect(sent.status == 200 && sent.code == 0 && sent.message == "success")
    let id = try #require(sent.data["message_id"]?.string)
    #expect(id.hasPrefix("om_"))
    #expect(sent.data["chat_id"] == .string(SeedChats.product.id))
    #expect(sent.data["create_time"]?.string == "\(Client.monday)000")
    #expect(sent.data["sender"]?["id"] == "cli_sandbox000000000")
    #expect(sent.data["sender"]?["sender_type"] == "app")
    #expect(sent.data["body"]?["content"] == "{\"text\":\"hello\"}")
    #expect(sent.data["mentions"] == nil && sent.data["root_id"] == nil)
    #expect(client.get("im/v1/messages/\(id)").data["items"]?[0]?["message_id"] == .string(id))
  }

  @Test func everyKindOfReceiver() {
    let lin = SeedPeople.lin
    let receivers = [
      ("open_id", lin.openID), ("union_id", lin.unionID), ("user_id", lin.userID),
      ("email", lin.email), ("email", lin.email.uppercased()),
    ]
    let chats = receivers.map { client.message(to: $0.1, $0.0).data["chat_id"]?.string }
    #expect(Set(chats).count == 1)
    #expect(chats.first??.hasPrefix("oc_") == true)
  }

  /// Who gets no message, and what is said about it.
  @Test(arguments: [
    ("chat_id", SeedChats.finance.id, 230_002), ("chat_id", SeedChats.dissolved.id, 232_009),
    ("chat_id", SeedChats.announcements.id, 230_018),
    ("chat_id", SeedIdentifier.chat("nobody's"), 230_034), ("chat_id", "general", 230_001),
    ("open_id", SeedPeople.liu.openID, 230_013), ("open_id", SeedPeople.sun.openID, 230_013),
    ("open_id", SeedIdentifier.user("nobody"), 99_992_351),
    ("open_id", People.foreignOpenID, 99_992_361), ("open_id", SeedPeople.lin.unionID, 230_001),
    ("open_id", SeedChats.product.id, 230_001),
    ("union_id", SeedIdentifier.union("nobody"), 99_992_364), ("user_id", "deadbeef", 99_992_360),
    ("user_id", SeedPeople.lin.openID, 230_001), ("email", "nobody@yunshan.example", 230_034),
    ("email", "nobody", 230_001),
  ])
  func refusedReceivers(_ type: String, _ id: String, _ code: Int) {
    let reply = client.message(to: id, type)
    #expect(reply.status == 400)
    #expect(reply.code == code)
  }

  @Test func mentionsBecomeKeys() {
    let lin = SeedPeople.lin
    let chen = SeedPeople.chen
    let text =
      "<at user_id=\"\(lin.openID)\">Lin</at> and <at user_id='\(chen.userID)'></at>, "
      + "<at user_id=\"all\"></at>, again <at user_id=\"\(lin.openID)\"></at>, "
      + "<at user_id=\"ou_nobody\">x</at> <at"
    let sent = client.message(
      to: SeedChats.product.id, "chat_id", "text", ["text": .string(text)])
    let shown = (try? JSONValue(parsing: sent.data["body"]?["content"]?.string ?? ""))?["text"]
    #expect(
      shown
        == "@_user_1 and @_user_2, @_all, again @_user_1, <at user_id=\"ou_nobody\">x</at> <at")
    #expect(sent.data["mentions"]?.array?.count == 2)
    #expect(sent.data["mentions"]?[1]?["name"] == .string(chen.name))
    #expect(sent.data["mentions"]?[1]?["id"] == .string(chen.openID))
  }

  @Test func contentMustBeJSONOfItsType() {
    for content in ["hello", "[]", "{}", "{\"text\":1}", "{\"text\":\"\"}", ""] {
      let reply = client.post(
        "im/v1/messages?receive_id_type=chat_id",
        [
          "receive_id": .string(SeedChats.product.id), "msg_type": "text",
          "content": .string(content),
        ])
      #expect(reply.status == 400, "\(content)")
      #expect(reply.code == (content.isEmpty ? 99_992_402 : 230_001), "\(content)")
    }
    #expect(
      client.message(to: SeedChats.product.id, "chat_id", "text", "hello").message.hasSuffix(
        "ext=content is not a string in json format."))
    #expect(client.message(to: SeedChats.product.id, "chat_id", "voice").code == 230_001)
  }

  @Test func sizes() {
    func text(_ bytes: Int) -> JSONValue { .string(String(repeating: "a", count: bytes)) }
    let group = SeedChats.product.id
    #expect(client.message(to: group, "chat_id", "text", ["text": text(153_000)]).code == 0)
    #expect(client.message(to: group, "chat_id", "text", ["text": text(153_600)]).code == 230_025)
    func post(_ bytes: Int) -> JSONValue {
      ["en_us": ["content": [[["tag": "text", "text": text(bytes)]]]]]
    }
    #expect(client.message(to: group, "chat_id", "post", post(30_000)).code == 0)
    #expect(client.message(to: group, "chat_id", "post", post(30_720)).code == 230_025)
  }

  @Test func manyMentionsTakeNoTime() {
    let text = String(repeating: "<at ", count: 37_000)
    #expect(
      client.message(to: SeedChats.product.id, "chat_id", "text", ["text": .string(text)]).code == 0
    )
  }

  @Test func oneUUIDSendsOneMessageInAnHour() {
    let group = SeedChats.product.id
    let first = client.message(to: group, uuid: "once")
    #expect(client.message(to: group, uuid: "once").data["message_id"] == first.data["message_id"])
    #expect(client.message(to: group, uuid: "twice").data["message_id"] != first.data["message_id"])
    _ = client.control(["advance_seconds": 3_599])
    #expect(client.message(to: group, uuid: "once").data["message_id"] == first.data["message_id"])
    _ = client.control(["advance_seconds": 1])
    let later = client.message(to: group, uuid: "once")
    #expect(later.code == 0)
    #expect(later.data["message_id"] != first.data["message_id"])
  }

  @Test func fiveInASecondPerConversation() {
    for _ in 0..<5 { #expect(client.message(to: SeedChats.product.id).code == 0) }
    let reply = client.message(to: SeedChats.product.id)
    #expect(reply.status == 400 && reply.code == 230_020)
    #expect(client.message(to: SeedChats.platform.id).code == 0)
    _ = client.control(["advance_seconds": 1])
    #expect(client.message(to: SeedChats.product.id).code == 0)
  }

  @Test func repliesKnowWhatTheyAnswer() throws {
    let sent = client.message(to: SeedChats.product.id)
    let id = try #require(sent.data["message_id"]?.string)
    let body: JSONValue = ["msg_type": "text", "content": "{\"text\":\"re\"}"]
    let reply = client.post("im/v1/messages/\(id)/reply", body)
    #expect(reply.data["root_id"] == .string(id) && reply.data["parent_id"] == .string(id))
    let second = try #require(reply.data["message_id"]?.string)
    let threaded = client.post(
      "im/v1/messages/\(second)/reply",
      ["msg_type": "text", "content": "{\"text\":\"re\"}", "reply_in_thread": true])
    #expect(threaded.data["root_id"] == .string(id))
    let thread = try #require(threaded.data["thread_id"]?.string)
    let list = client.get(
      "im/v1/messages?container_id_type=thread&container_id=\(thread)")
    #expect(list.data["items"]?.array?.count == 2)
    #expect(client.post("im/v1/messages/om_nothing/reply", body).code == 99_992_354)
    #expect(client.get("im/v1/messages/om_nothing").code == 99_992_354)
  }

  @Test func historyIsPagedAndCutByTime() throws {
    for number in 0..<5 {
      _ = client.message(
        to: SeedChats.product.id, "chat_id", "text", ["text": .string("\(number)")])
      _ = client.control(["advance_seconds": 10])
    }
    let base = "im/v1/messages?container_id_type=chat&container_id=\(SeedChats.product.id)"
    let first = client.get("\(base)&page_size=3&sort_type=ByCreateTimeDesc")
    #expect(first.data["items"]?.array?.count == 3)
    #expect(first.data["items"]?[0]?["body"]?["content"] == "{\"text\":\"4\"}")
    let token = try #require(first.data["page_token"]?.string)
    let second = client.get("\(base)&page_size=50&sort_type=ByCreateTimeDesc&page_token=\(token)")
    #expect(second.data["items"]?.array?.count == 4)
    #expect(second.data["has_more"] == false && second.data["page_token"] == nil)
    #expect(client.get("\(base)&page_token=\(token)").code == 230_001)
    let start = Client.monday
    let cut = client.get("\(base)&start_time=\(start + 10)&end_time=\(start + 20)")
    #expect(cut.data["items"]?.array?.count == 2)
    #expect(
      client.get("\(base)&start_time=9223372036854775807").data["items"]?.array?.isEmpty == true)
    #expect(client.get("\(base)&end_time=-9223372036854775808").code == 0)
    _ = client.control(["advance_seconds": 3_600])
    #expect(
      client.get("\(base)&sort_type=ByCreateTimeDesc&page_token=\(token)").code == 230_001)
  }

  @Test func readingAGroupNeedsItsScope() {
    let path = "im/v1/messages?container_id_type=chat&container_id="
    _ = client.control(["revoke": ["im:message.group_msg"]])
    #expect(client.get(path + SeedChats.product.id).code == 230_027)
    #expect(client.get(path + SeedChats.finance.id).code == 230_002)
    #expect(client.get(path + "oc_nothing").code == 230_001)
  }

  @Test func usersWriteInTheirOwnName() {
    let sent = client.message(to: SeedChats.product.id, as: .user)
    #expect(sent.data["sender"]?["id"] == .string(SeedPeople.lin.openID))
    #expect(sent.data["sender"]?["sender_type"] == "user")
    #expect(client.message(to: SeedChats.platform.id, as: .user).code == 230_002)
    _ = client.control(["revoke_user": ["im:message.send_as_user"]])
    #expect(client.message(to: SeedChats.product.id, as: .user).code == 99_991_679)
  }

  @Test func thingsThatPointAtOthers() {
    let group = SeedChats.product.id
    func code(_ type: String, _ content: JSONValue, to id: String? = nil) -> Int? {
      _ = client.control(["advance_seconds": 1])
      return client.message(to: id ?? group, "chat_id", type, content).code
    }
    #expect(code("image", ["image_key": .string(MessageContent.imageKey)]) == 0)
    #expect(code("image", ["image_key": "img_other"]) == 230_017)
    #expect(code("file", [:]) == 230_001)
    #expect(code("share_chat", ["chat_id": .string(SeedChats.platform.id)]) == 0)
    #expect(code("share_chat", ["chat_id": .string(SeedChats.finance.id)]) == 230_002)
    #expect(code("share_user", ["user_id": .string(SeedPeople.chen.openID)]) == 0)
    #expect(code("share_user", ["user_id": "ou_nobody"]) == 99_992_351)
    let divider: JSONValue = ["type": "divider", "params": ["divider_text": ["text": "New"]]]
    #expect(code("system", divider) == 230_001)
    let p2p = client.message(to: SeedPeople.lin.openID, "open_id").data["chat_id"]?.string
    #expect(code("system", divider, to: p2p) == 0)
  }

  @Test func groupsOfTheBot() {
    let listed = client.get("im/v1/chats").data["items"]?.array ?? []
    #expect(listed.count == 3)
    #expect(!listed.contains { $0["chat_id"] == .string(SeedChats.finance.id) })
    let found = client.get("im/v1/chats/search?query=PRODUCT").data["items"]?.array ?? []
    #expect(found.map { $0["chat_id"] } == [.string(SeedChats.product.id)])
    #expect(client.get("im/v1/chats/\(SeedChats.product.id)").data["user_count"] == "3")
    #expect(client.get("im/v1/chats/oc_nothing").code == 232_006)
  }
}
