import JSON
import Testing

@testable import Lark

@Suite struct WireSizeTests {
  /// The size is that of the text in JSON in a string in JSON.
  @Test(arguments: ["", "plain", "\"q\" \\ \n\t\u{8}\u{c}\r\u{1}", "中文，表情👨‍👩‍👧", "é\u{301}"])
  func countsAsTheWriterDoes(_ text: String) {
    let inner = JSONValue.string(text).description
    let outer = JSONValue.string(inner).serialized().count
    let frame = JSONValue.string(JSONValue.string("").description).serialized().count
    #expect(WireSize.bytes(of: text) == outer - frame)
  }

  @Test func cutsBetweenCharacters() {
    let text = "中文👨‍👩‍👧\"e\u{301}字"
    for limit in 25...60 {
      let pieces = WireSize.cut(text[...], limit: limit)
      #expect(pieces.joined() == text)
      #expect(pieces.allSatisfy { WireSize.bytes(of: $0) <= limit })
      #expect(pieces.flatMap(Array.init) == Array(text))
    }
    #expect(WireSize.cut("", limit: 10).isEmpty)
  }

  @Test func cutsACharacterThatIsTooLargeBetweenScalars() {
    let large = "x" + String(repeating: "\u{301}", count: 100) + "y"
    let pieces = WireSize.cut(large[...], limit: 20)
    #expect(pieces.joined() == large)
    #expect(pieces.allSatisfy { WireSize.bytes(of: $0) <= 20 })
  }
}

@Suite struct TextSplitterTests {
  private func split(_ text: String, _ limit: Int) -> [String] {
    TextSplitter.messages(text, limitBytes: limit).map(String.init)
  }

  @Test func keepsShortTextWhole() {
    #expect(split("a\n\nb", 100) == ["a\n\nb"])
  }

  @Test func prefersParagraphsThenLinesThenCharacters() {
    #expect(split("aaaaaaaa\n\nbbbb\ncccc\n\ndddd", 26) == ["aaaaaaaa\n\nbbbb\ncccc", "dddd"])
    #expect(split("aaaaaaaa\nbbbbbbbb\ncccc", 20) == ["aaaaaaaa\nbbbbbbbb", "cccc"])
    #expect(split("aaaaabbbbbccccc", 5) == ["aaaaa", "bbbbb", "ccccc"])
  }

  @Test func losesNothingButLineEnds() {
    let text = (0..<300).map { "第\($0)行 👩‍💻 \"x\"" }.joined(separator: "\n")
    let parts = split(text, 500)
    #expect(parts.joined(separator: "\n") == text)
    #expect(parts.allSatisfy { WireSize.bytes(of: $0) <= 500 && !$0.isEmpty })
    #expect(parts.count > 10)
  }
}

@Suite struct MarkdownSplitterTests {
  private func split(_ text: String, limit: Int) -> [[MarkdownBlock]] {
    MarkdownSplitter(limitBytes: limit, blockBytes: 6).messages(MarkdownBlocks.scan(text))
  }

  private func size(_ blocks: [MarkdownBlock]) -> Int {
    blocks.reduce(0) { $0 + WireSize.bytes(of: $1.text) + 6 }
  }

  @Test func packsWholeBlocks() {
    let text = (0..<10).map { "paragraph \($0)" }.joined(separator: "\n\n")
    let messages = split(text, limit: 60)
    #expect(messages.flatMap { $0.map(\.text) }.joined(separator: "\n\n") == text)
    #expect(messages.allSatisfy { size($0) <= 60 })
    #expect(messages.count == 4)
  }

  @Test func repeatsTheFence() {
    let text =
      "```swift\n" + (0..<40).map { "let a\($0) = \"中\"" }.joined(separator: "\n") + "\n```"
    let messages = split(text, limit: 200)
    #expect(messages.count > 3)
    for blocks in messages {
      #expect(size(blocks) <= 200)
      #expect(blocks[0].lines.first == "```swift")
      #expect(blocks[0].lines.last == "```")
    }
    let lines = messages.flatMap { $0.flatMap { $0.lines.dropFirst().dropLast() } }
    #expect(lines.count == 40)
  }

  @Test func repeatsTheHeadOfATable() {
    let rows = (0..<30).map { "| \($0) | 值 |" }.joined(separator: "\n")
    let messages = split("| a | b |\n|---|---|\n\(rows)", limit: 150)
    #expect(messages.count > 3)
    for blocks in messages {
      #expect(size(blocks) <= 150)
      #expect(blocks[0].lines.prefix(2) == ["| a | b |", "|---|---|"])
      #expect(blocks[0].lines.count > 2)
    }
  }

  @Test func limitsTables() {
    let table = "| a |\n|---|\n| 1 |"
    let messages = split(Array(repeating: table, count: 7).joined(separator: "\n\n"), limit: 10_000)
    #expect(messages.map(\.count) == [3, 3, 1])
  }

  @Test func cutsALineThatIsTooLong() {
    let messages = split(String(repeating: "字", count: 500), limit: 100)
    #expect(messages.allSatisfy { size($0) <= 100 })
    #expect(messages.flatMap { $0.map(\.text) }.joined().count == 500)
  }

  @Test func survivesAHeadWithoutRoom() {
    let head = "| " + String(repeating: "h", count: 300) + " |\n|---|\n| 1 |"
    #expect(split(head, limit: 120).allSatisfy { size($0) <= 120 })
  }
}

@Suite struct MessageContentTests {
  private func content(
    text: String? = nil, markdown: String? = nil, card: JSONValue? = nil
  ) throws(LarkFailure) -> MessageContent {
    try MessageContent(text: text, markdown: markdown, card: card)
  }

  @Test func isExactlyOne() throws {
    #expect(try content(text: "a", markdown: "", card: .null) == .text("a"))
    #expect(try content(markdown: "b", card: "") == .markdown("b"))
    #expect(failure { () throws(LarkFailure) in try content() }?.words.contains("none is") == true)
    let two = failure { () throws(LarkFailure) in try content(text: "a", markdown: "b") }
    #expect(two?.words.contains("2 are") == true)
    #expect(
      failure { () throws(LarkFailure) in try content(text: " \n") }
        == .argument("text: the message is empty."))
  }

  @Test func takesACardAsObjectOrText() throws {
    #expect(try content(card: ["elements": []]) == .card(["elements": []]))
    #expect(try content(card: #"{"elements":[]}"#) == .card(["elements": []]))
    for card in ["{", "[]", .array([]), 1, [:]] as [JSONValue] {
      #expect(failure { () throws(LarkFailure) in try content(card: card) } != nil, "\(card)")
    }
  }
}

@Suite struct MessagePlanTests {
  @Test func sendsTextAsText() throws {
    let plan = try MessagePlan(.text("hi <at id=ou_1></at>"), title: "Title")
    #expect(plan.kind == .text)
    #expect(plan.contents == [["text": "Title\nhi <at user_id=\"ou_1\"></at>"]])
  }

  @Test func sendsSimpleMarkdownAsPost() throws {
    let plan = try MessagePlan(.markdown("**a**\n\n- b\n- c"), title: "T")
    #expect(plan.kind == .post)
    let expected: JSONValue = [
      "zh_cn": [
        "title": "T",
        "content": [[["tag": "md", "text": "**a**"]], [["tag": "md", "text": "- b\n- c"]]],
      ]
    ]
    #expect(plan.contents == [expected])
  }

  @Test(arguments: ["# H\n\ntext", "| a |\n|---|\n| 1 |", "![x](img_v3_1)"])
  func sendsRichMarkdownAsCard(_ markdown: String) throws {
    let plan = try MessagePlan(.markdown(markdown), title: "T")
    #expect(plan.kind == .card)
    let card = plan.contents[0]
    #expect(card["schema"] == "2.0")
    #expect(card["config"]?["update_multi"] == true)
    #expect(card["header"]?["title"]?["content"] == "T")
    #expect(card["body"]?["elements"]?[0] == ["tag": "markdown", "content": .string(markdown)])
  }

  @Test func doesNotTakeCodeForAHeading() throws {
    #expect(try MessagePlan(.markdown("```\n# x <at id=ou_1></at>\n```"), title: nil).kind == .post)
  }

  @Test func putsTheTitleOnTheFirstPartOnly() throws {
    let text = Array(repeating: String(repeating: "字", count: 3_000), count: 8)
    let plan = try MessagePlan(.markdown(text.joined(separator: "\n\n")), title: "T")
    #expect(plan.contents.count == 3)
    #expect(plan.contents.map { $0["zh_cn"]?["title"] } == ["T", nil, nil])
  }

  /// The request's body stays within Lark's limits, whatever is in the text.
  @Test(arguments: ["字", "\"", "\n", "👨‍👩‍👧", "a\n\n", "| x |\n", "\u{1}", "# h\n"])
  func staysWithinTheLimits(_ unit: String) throws {
    func text(_ bytes: Int) -> String {
      "x" + String(repeating: unit, count: bytes / unit.utf8.count)
    }
    let target = MessageTarget.recipient(try Recipient("ou_" + String(repeating: "1", count: 200)))
    let title = String(repeating: "题", count: 200)
    for (content, limit) in [
      (MessageContent.text(text(200_000)), WireSize.maximumTextBytes),
      (.markdown(text(20_000)), WireSize.maximumRichBytes),
    ] {
      let plan = try MessagePlan(content, title: title)
      for content in plan.contents {
        let uuid = SendMessage.uuid(callID: String(repeating: "c", count: 36), index: 9)
        let body = SendMessage.request(
          target, OutgoingMessage(type: plan.kind.rawValue, content: content), uuid: uuid
        ).body
        #expect((body?.serialized().count ?? .max) <= limit)
      }
    }
  }

  @Test func refusesWhatIsTooLong() {
    for content in [
      MessageContent.text(String(repeating: "a", count: 2_000_000)),
      .markdown(String(repeating: "b\n\n", count: 200_000)),
      .card(["x": .string(String(repeating: "c", count: 31_000))]),
    ] {
      let error = failure { () throws(LarkFailure) in try MessagePlan(content, title: nil) }
      #expect(error?.words.contains("at most") == true)
    }
    let title = String(repeating: "题", count: 1_000)
    #expect(failure { () throws(LarkFailure) in try MessagePlan(.text("a"), title: title) } != nil)
    #expect(
      failure { () throws(LarkFailure) in try MessagePlan(.card(["a": 1]), title: "t") } != nil)
  }
}
