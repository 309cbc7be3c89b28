import JSON
import Testing

@testable import Lark

@Suite struct MessageTextTests {
  private static let zone = ZoneRules(name: "+08:00", firstOffset: 8 * 3600)

  private func text(
    _ type: String, _ content: String, mentions: [LarkMessage.Mention] = []
  ) throws -> String {
    var message = try #require(LarkMessage(["message_id": "om_1"]))
    (message.type, message.content, message.mentions) = (type, content, mentions)
    return MessageText.of(message, zone: Self.zone)
  }

  @Test(arguments: [
    ("image", #"{"image_key":"img_1"}"#, "[image img_1]"),
    ("file", #"{"file_key":"f_1","file_name":"报告.pdf"}"#, "[file 报告.pdf f_1]"),
    ("folder", #"{"file_key":"f_1","file_name":"d"}"#, "[folder d f_1]"),
    ("audio", #"{"file_key":"f_1","duration":2001}"#, "[audio 3 s f_1]"),
    (
      "media", #"{"file_key":"f_1","file_name":"a.mp4","image_key":"i","duration":"1000"}"#,
      "[video 1 s a.mp4 f_1]"
    ),
    ("sticker", #"{"file_key":"f_1"}"#, "[sticker f_1]"),
    ("share_chat", #"{"chat_id":"oc_1"}"#, "[shared chat oc_1]"),
    ("share_user", #"{"user_id":"ou_1"}"#, "[contact card of ou_1]"),
    (
      "location", #"{"name":"园区","longitude":"121.5","latitude":"31.2"}"#,
      "[location 园区 31.2,121.5]"
    ),
    ("hongbao", #"{"text":"[红包]"}"#, "[red packet [红包]]"),
    ("vote", #"{"topic":"Lunch?","options":["a","b"]}"#, "[vote Lunch?: a | b]"),
    (
      "todo",
      #"""
      {"task_id":"t1","summary":{"title":"","content":[[{"tag":"text","text":"ship"}]]},
      "due_time":"1623124318000"}
      """#,
      "[task ship, due 2021-06-08 11:51, t1]"
    ),
    (
      "share_calendar_event",
      #"{"summary":"Sync","start_time":"1608265395000","end_time":"1608267015000"}"#,
      "[calendar event Sync, 2020-12-18 12:23 to 2020-12-18 12:50]"
    ),
    ("calendar", #"{"summary":"Sync"}"#, "[calendar event Sync]"),
    ("general_calendar", #"{"summary":"Sync"}"#, "[calendar event Sync]"),
    (
      "video_chat", #"{"topic":"Sync","start_time":"1623124523000"}"#,
      "[video meeting Sync, 2021-06-08 11:55]"
    ),
    (
      "system",
      #"""
      {"template":"{from_user} invited {to_chatters}.","from_user":["Bot"],
      "to_chatters":["甲","乙"]}
      """#,
      "[Bot invited 甲, 乙.]"
    ),
    ("system", #"{"type":"divider","params":{"divider_text":{"text":"New"}}}"#, "[--- New ---]"),
    ("merge_forward", "Merged and Forwarded Message", MessageText.merged),
    ("brand_new", #"{"a":{"tag":"text","text":"words"}}"#, "[brand_new: words]"),
    ("brand_new", "{}", "[brand_new]"),
    ("text", "no json", "no json"),
  ])
  func rendersEveryType(_ type: String, _ content: String, _ expected: String) throws {
    #expect(try text(type, content) == expected)
  }

  @Test func putsNamesInPlaceOfMentions() throws {
    let mentions = (1...10).map {
      LarkMessage.Mention(key: "@_user_\($0)", id: "ou_\($0)", name: "人\($0)")
    }
    let shown = try text(
      "text", #"{"text":"@_user_10 @_user_19:00 @_all @_nobody"}"#, mentions: mentions)
    #expect(shown == "@人10(ou_10) @人1(ou_1)9:00 @all @_nobody")
  }

  @Test func rendersPosts() throws {
    let post = #"""
      {"title":"T","content":[[{"tag":"text","text":"b","style":["bold"]},{"tag":"text","text":" x "},
      {"tag":"a","text":"l","href":"https://a"},{"tag":"at","user_id":"@_user_1","user_name":"N"}],
      [{"tag":"img","image_key":"img_1"}],[{"tag":"hr"}],[{"tag":"emotion","emoji_type":"OK"}],
      [{"tag":"code_block","language":"SWIFT","text":"let a = 1"}],[{"tag":"md","text":"- i"}]]}
      """#
    let expected = """
      T
      **b** x [l](https://a)@N
      [image img_1]
      ---
      [OK]
      ```swift
      let a = 1
      ```
      - i
      """
    #expect(try text("post", post) == expected)
    #expect(try text("post", #"{"en_us":\#(post)}"#) == expected)
  }

  @Test func rendersCardsOfEitherVersion() throws {
    let second = #"""
      {"schema":"2.0","config":{"summary":{"content":"hidden"}},
      "header":{"title":{"tag":"plain_text","content":"Head"}},
      "body":{"elements":[{"tag":"markdown","content":"**b**"},{"tag":"hr"},
      {"tag":"button","text":{"tag":"plain_text","content":"Go"}},
      {"tag":"table","columns":[{"name":"n","display_name":"N"}],"rows":[{"n":1},{"n":"x"}]}]}}
      """#
    let expected = "Head\n**b**\n---\n[button Go]\n| N |\n| 1 |\n| x |"
    #expect(try text("interactive", second) == expected)
    let wrapped = JSONValue.object(["user_dsl": .string(second)]).description
    #expect(try text("interactive", wrapped) == expected)
    let short = #"""
      {"title":"Head",
      "elements":[[{"tag":"text","text":"a "},{"tag":"a","href":"https://x","text":"l"}]]}
      """#
    #expect(try text("interactive", short) == "Head\na [l](https://x)")
  }

  /// Whom a card speaks to, in each form in which it may say so.
  @Test(arguments: [
    ("<at id=ou_1></at> 请看", "@Li Lei(ou_1) 请看"), ("<at id=ou_2></at>", "@ou_2"),
    ("<at id=\"ou_2\">王芳</at>!", "@王芳(ou_2)!"), ("<at id=all></at>", "@all"),
    ("<at ids=ou_1,ou_2></at>", "@Li Lei(ou_1) @ou_2"),
    ("<at email='a@b.cn'></at>", "@a@b.cn"),
    ("<person id='ou_1' show_name=true></person>", "@Li Lei(ou_1)"),
    ("`<at id=ou_1></at>` a<b <at>", "`<at id=ou_1></at>` a<b <at>"),
    ("<at id=ou_1>", "@Li Lei(ou_1)"), ("<at id=></at>", "<at id=></at>"),
  ])
  func namesWhomACardMentions(_ markdown: String, _ expected: String) throws {
    let known = [LarkMessage.Mention(key: "@_user_1", id: "ou_1", name: "Li Lei")]
    let element: JSONValue = ["tag": "markdown", "content": .string(markdown)]
    let card: JSONValue = ["schema": "2.0", "body": ["elements": [element]]]
    #expect(try text("interactive", card.description, mentions: known) == expected)
    let post: JSONValue = ["content": [[["tag": "md", "text": .string(markdown)]]]]
    #expect(try text("post", post.description, mentions: known) == expected)
  }

  @Test func namesThePeopleOfACard() throws {
    let card: JSONValue = [
      "elements": [
        ["tag": "person", "user_id": "ou_1"],
        ["tag": "person_list", "persons": [["id": "ou_2"], ["id": "ou_3"]]],
      ]
    ]
    #expect(try text("interactive", card.description) == "@ou_1\n@ou_2 @ou_3")
  }

  @Test func endsInCardsOfAnyDepth() throws {
    let deep = String(repeating: #"{"a":["#, count: 50) + String(repeating: "]}", count: 50)
    #expect(try text("interactive", deep) == "")
  }

  @Test func showsThatAMessageWasRecalled() throws {
    var message = try #require(LarkMessage(["message_id": "om_1", "deleted": true]))
    message.content = #"{"text":"secret"}"#
    #expect(MessageText.of(message, zone: Self.zone) == "[recalled]")
  }

  @Test func cutsAndCleansQuotedText() {
    #expect(QuotedText.append("a\u{0}b\u{202E}c", to: "h:", limit: 10) == "h: abc")
    #expect(
      QuotedText.append("ab\r\ncd\u{2028}e", to: "h:", limit: 10) == "h:\n    ab\n    cd\n    e")
    #expect(
      QuotedText.append("abcdef", to: "h:", limit: 2) == "h:\n    ab\n    [… 4 more characters]")
  }
}
