import JSON
import Testing

@testable import LarkSandbox

@Suite struct RichContentTests {
  let client = Client(rateLimits: false)

  private func send(_ type: String, _ content: JSONValue) -> Client.Reply {
    client.message(to: SeedChats.product.id, "chat_id", type, content)
  }

  private func shown(_ reply: Client.Reply) -> JSONValue {
    (try? JSONValue(parsing: reply.data["body"]?["content"]?.string ?? "")) ?? .null
  }

  @Test func aPostReadsBackInOneLanguage() {
    let reply = send(
      "post",
      [
        "zh_cn": [
          "title": "周报",
          "content": [
            [
              ["tag": "text", "text": "你好 "],
              ["tag": "at", "user_id": .string(SeedPeople.lin.openID)],
              ["tag": "a", "text": "link", "href": "https://example.com"],
            ],
            [["tag": "md", "text": "- one\n- two"]], [["tag": "hr"]],
          ],
        ],
        "en_us": ["content": [[["tag": "text", "text": "hello"]]]],
      ])
    #expect(reply.code == 0)
    let post = shown(reply)
    #expect(post["title"] == "周报")
    #expect(post["content"]?[0]?[1]?["user_id"] == "@_user_1")
    #expect(post["content"]?[0]?[1]?["user_name"] == .string(SeedPeople.lin.name))
    #expect(post["content"]?[1]?[0]?["tag"] == "text")
    #expect(post["content"]?[1]?[0]?["text"] == "- one")
    #expect(post["content"]?[2]?[0]?["text"] == "- two")
    #expect(reply.data["mentions"]?.array?.count == 1)
  }

  @Test func malformedPosts() {
    let contents: [JSONValue] = [
      [:], ["title": "no language"], ["zh_cn": []], ["zh_cn": ["content": "text"]],
      ["zh_cn": ["content": []]], ["zh_cn": ["content": [["tag": "text"]]]],
      ["zh_cn": ["content": [[["tag": "text"]]]]],
      ["zh_cn": ["content": [[["tag": "blink", "text": "x"]]]]],
      ["zh_cn": ["content": [[["tag": "md", "text": "x"], ["tag": "text", "text": "y"]]]]],
      ["zh_cn": ["content": [[["tag": "at", "user_id": "ou_nobody"]]]]],
      ["zh_cn": ["title": 1, "content": [[["tag": "text", "text": "x"]]]]],
    ]
    for content in contents {
      #expect(send("post", content).code == 230_001, "\(content)")
    }
    #expect(
      send("post", ["zh_cn": ["content": [[["tag": "img", "image_key": "img_x"]]]]]).code
        == 230_017)
  }

  private func card(_ elements: [JSONValue]) -> JSONValue {
    ["schema": "2.0", "body": ["elements": .array(elements)]]
  }

  @Test func aCardOfVersionTwo() {
    let content: JSONValue = [
      "schema": "2.0", "config": ["update_multi": true, "width_mode": "fill"],
      "header": [
        "title": ["tag": "plain_text", "content": "Report"], "template": "blue",
      ],
      "body": [
        "direction": "vertical",
        "elements": [
          ["tag": "markdown", "content": "# A", "element_id": "intro", "text_size": "normal"],
          ["tag": "hr"],
          [
            "tag": "column_set",
            "columns": [
              ["tag": "column", "elements": [["tag": "button", "text": [:], "any": 1]]]
            ],
          ],
          ["tag": "table", "columns": [["name": "a"]], "rows": [["a": 1]]],
        ],
      ],
    ]
    let reply = send("interactive", content)
    #expect(reply.code == 0)
    #expect(shown(reply)["title"] == "Report")
    #expect(shown(reply)["schema"] == nil)
    let id = reply.data["message_id"]?.string ?? ""
    let original = client.get("im/v1/messages/\(id)?card_msg_content_type=user_card_content")
    let text = original.data["items"]?[0]?["body"]?["content"]?.string ?? ""
    #expect((try? JSONValue(parsing: text)) == content)
  }

  /// The card's own code is inside the message.
  private func refusal(_ content: JSONValue) -> String {
    let reply = send("interactive", content)
    #expect(reply.status == 400 && reply.code == 230_099, "\(content)")
    return reply.message
  }

  @Test func unknownPropertiesAreErrorsInVersionTwo() {
    #expect(
      refusal(["schema": "2.0", "elements": [], "body": [:]]).contains(
        "ErrCode: 200621; ErrMsg: parse card json err, please check whether the card json is "
          + "correct; ErrorValue: unknown property, property: elements, path: ROOT;"))
    #expect(
      refusal(["schema": "2.0", "header": ["tag": "header"], "body": [:]]).contains(
        "property: tag, path: ROOT -> header"))
    #expect(
      refusal(card([["tag": "hr"], ["tag": "div", "elements": []]])).contains(
        "property: elements, path: ROOT -> body -> elements -> [1](tag: div)"))
    #expect(
      refusal(card([["tag": "div", "text": ["tag": "plain_text", "text_weight": "bold"]]]))
        .contains("property: text_weight"))
    #expect(refusal(["schema": "2.0"]).contains("body is required"))
  }

  @Test func goneComponentsAndOtherRules() {
    #expect(refusal(card([["tag": "note"]])).contains("ErrCode: 200861"))
    #expect(refusal(card([["tag": "action"]])).contains("unsupported tag action"))
    #expect(
      refusal(card([["tag": "markdown", "content": "", "element_id": "foot-er"]])).contains(
        "ErrCode: 300301"))
    #expect(
      refusal(card([["tag": "hr", "element_id": "abcdefghijklmnopqrstu"]])).contains("300301"))
    #expect(refusal(card([["tag": "form", "elements": []]])).contains("form's name is required"))
    #expect(
      refusal(card([JSONValue](repeating: ["tag": "hr"], count: 201))).contains(
        "element exceeds the limit"))
    #expect(
      refusal(card([JSONValue](repeating: ["tag": "table"], count: 6))).contains(
        "card table number over limit"))
    #expect(refusal(card([["content": "x"]])).contains("tag is required"))
    #expect(
      refusal(["type": "template", "data": ["template_id": "AAq"]]).contains("200380"))
    #expect(refusal(["type": "card", "data": ["card_id": "1"]]).contains("11310"))
  }

  @Test func aCardOfVersionOneTakesWhatItDoesNotKnow() {
    let reply = send(
      "interactive",
      [
        "config": ["wide_screen_mode": true, "novelty": 1],
        "header": ["title": ["tag": "plain_text", "content": "Old"]],
        "elements": [["tag": "markdown", "content": "**x**", "novelty": 1], ["tag": "hr"]],
      ])
    #expect(reply.code == 0)
    #expect(shown(reply)["title"] == "Old")
    #expect(shown(reply)["elements"]?[0]?[0]?["text"] == "**x**")
    #expect(refusal([:]).contains("200621"))
    #expect(refusal(["elements": [1]]).contains("200621"))
  }
}
