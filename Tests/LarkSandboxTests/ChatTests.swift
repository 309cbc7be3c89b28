import JSON
import Testing

@testable import LarkSandbox

@Suite struct ChatTests {
  let client = Client()
  private let product = SeedChats.product.id
  private let platform = SeedChats.platform.id

  private func sent(_ text: String = "hello", to chat: String? = nil) -> String {
    let reply = client.message(to: chat ?? product, "chat_id", "text", ["text": .string(text)])
    return reply.data["message_id"]?.string ?? ""
  }

  private func edit(_ id: String, _ text: String, type: String = "text") -> Client.Reply {
    client.send(
      "PUT", "/open-apis/im/v1/messages/\(id)",
      ["msg_type": .string(type), "content": .string(#"{"text":"\#(text)"}"#)])
  }

  @Test func twentyEditsAndNoMore() {
    let id = sent()
    for number in 1...20 { #expect(edit(id, "edit \(number)").code == 0) }
    #expect(edit(id, "edit 21").code == 230_072)
    let shown = client.get("im/v1/messages/\(id)").data["items"]?[0]
    #expect(shown?["body"]?["content"] == #"{"text":"edit 20"}"#)
    #expect(shown?["updated"] == true)
  }

  @Test func onlyOnesOwnIsEdited() {
    let others = SeedIdentifier.message("seed/0")
    #expect(edit(others, "mine now").code == 230_071)
    #expect(edit(sent(), "x", type: "post").code == 230_054)
  }

  @Test func recalledMessagesSayNothing() {
    let id = sent("secret")
    #expect(client.send("DELETE", "/open-apis/im/v1/messages/\(id)").code == 0)
    let shown = client.get("im/v1/messages/\(id)").data["items"]?[0]
    #expect(shown?["deleted"] == true)
    #expect(shown?["body"]?["content"]?.string?.contains("secret") == false)
    #expect(client.send("DELETE", "/open-apis/im/v1/messages/\(id)").code == 230_110)
    let reply = client.post(
      "im/v1/messages/\(id)/reply", ["msg_type": "text", "content": #"{"text":"x"}"#])
    #expect(reply.code == 230_011)
  }

  @Test func recallHasADay() {
    let id = sent()
    _ = client.control(["advance_seconds": .number(JSONNumber(Int64(86_401)))])
    #expect(client.send("DELETE", "/open-apis/im/v1/messages/\(id)").code == 230_009)
  }

  @Test func oneForwardPerUUID() {
    let id = sent("news")
    let path = "im/v1/messages/\(id)/forward?receive_id_type=chat_id&uuid=f1"
    let first = client.post(path, ["receive_id": .string(platform)])
    let second = client.post(path, ["receive_id": .string(platform)])
    #expect(first.data["chat_id"] == .string(platform))
    #expect(first.data["message_id"] == second.data["message_id"])
    #expect(client.post(path, ["receive_id": .string(SeedChats.finance.id)]).code == 230_002)
  }

  @Test func anEmojiOfOnePersonIsThereOnce() {
    let id = sent()
    let body: JSONValue = ["reaction_type": ["emoji_type": "OK"]]
    let mine = client.post("im/v1/messages/\(id)/reactions", body)
    let again = client.post("im/v1/messages/\(id)/reactions", body)
    let hers = client.post("im/v1/messages/\(id)/reactions", body, as: .user)
    #expect(mine.data["reaction_id"] == again.data["reaction_id"])
    #expect(client.get("im/v1/messages/\(id)/reactions").data["items"]?.array?.count == 2)
    let theirs = hers.data["reaction_id"]?.string ?? ""
    let path = "/open-apis/im/v1/messages/\(id)/reactions/\(theirs)"
    #expect(client.send("DELETE", path).code == 231_007)
    #expect(client.send("DELETE", path, as: .user).code == 0)
    #expect(client.get("im/v1/messages/\(id)/reactions").data["items"]?.array?.count == 1)
  }

  @Test func groupsAreMadeOnce() {
    let body: JSONValue = [
      "name": "新项目", "owner_id": .string(SeedPeople.lin.openID),
      "user_id_list": [.string(SeedPeople.wang.openID)],
    ]
    let first = client.post("im/v1/chats?uuid=c1", body)
    #expect(client.post("im/v1/chats?uuid=c1", body).data["chat_id"] == first.data["chat_id"])
    let id = first.data["chat_id"]?.string ?? ""
    #expect(client.get("im/v1/chats/\(id)/members").data["member_total"] == 2)
    #expect(client.message(to: id).code == 0)
    #expect(
      client.get("im/v1/chats/search?query=%E6%96%B0%E9%A1%B9").data["items"]?.array?.count == 1)
  }

  @Test func whoIsGoneCannotBeAdded() {
    let path = "im/v1/chats/\(product)/members"
    let ids: JSONValue = [.string(SeedPeople.zhao.openID), .string(SeedPeople.liu.openID)]
    #expect(client.post(path, ["id_list": ids]).code == 232_024)
    let some = client.post(path + "?succeed_type=1", ["id_list": ids])
    #expect(some.data["invalid_id_list"] == [.string(SeedPeople.liu.openID)])
    #expect(client.get(path).data["member_total"] == 4)
    let gone = client.send(
      "DELETE", "/open-apis/\(path)", ["id_list": [.string(SeedPeople.zhao.openID)]])
    #expect(gone.code == 0)
    #expect(client.get(path).data["member_total"] == 3)
  }

  @Test func aBotThatIsOffSaysSo() {
    _ = client.control(["bot": false])
    #expect(client.message(to: product).code == 230_006)
    #expect(client.get("im/v1/chats").code == 232_025)
    #expect(client.get("im/v1/chats", as: .user).code == 0)
  }

  @Test func imagesAreUploadedAndSent() {
    let png: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
    func upload(_ bytes: [UInt8]) -> Client.Reply {
      let head =
        "--b\r\nContent-Disposition: form-data; name=\"image_type\"\r\n\r\nmessage\r\n--b\r\n"
        + "Content-Disposition: form-data; name=\"image\"; filename=\"a.png\"\r\n"
        + "Content-Type: image/png\r\n\r\n"
      let body = Array(head.utf8) + bytes + Array("\r\n--b--\r\n".utf8)
      return Client.Reply(
        client.sandbox.handle(
          SandboxRequest(
            "POST", "/open-apis/im/v1/images", authorization: "Bearer \(client.tenantToken)",
            contentType: "multipart/form-data; boundary=b", body: body)))
    }
    #expect(upload([]).code == 234_010)
    #expect(upload(Array("text".utf8)).code == 234_011)
    let key = upload(png).data["image_key"]?.string ?? ""
    let message = client.message(to: product, "chat_id", "image", ["image_key": .string(key)])
    let id = message.data["message_id"]?.string ?? ""
    let file = client.get("im/v1/messages/\(id)/resources/\(key)?type=image")
    #expect(file.response.body == png)
    #expect(file.response.contentType == "image/png")
  }

  @Test func searchIsForUsers() {
    let body: JSONValue = ["query": "路线图"]
    #expect(client.post("search/v2/message", body).code == 99_991_663)
    let found = client.post("search/v2/message", body, as: .user)
    #expect(found.data["items"]?.array?.count == 1)
    #expect(client.post("search/v2/message", ["query": "gateway"], as: .user).data["items"] == [])
  }
}
