import JSON
import Testing

@testable import Lark

/// Markdown to what is sent, and what was sent to text.
@Suite struct GoldenMessageTests {
  private static let zone = ZoneRules(name: "+08:00", firstOffset: 8 * 3_600)

  @Test func thereAreEnoughOfThem() throws {
    #expect(GoldenFile.all(in: "outgoing", ".md").count >= 12)
    #expect(try incoming().count >= 20)
  }

  @Test(arguments: GoldenFile.all(in: "outgoing", ".md"))
  func markdownBecomesMessages(_ file: GoldenFile) throws {
    let text = try #require(file.text)
    try check(file, MessageContent(text: nil, markdown: text, card: nil))
  }

  @Test(arguments: GoldenFile.all(in: "outgoing", ".txt"))
  func textBecomesMessages(_ file: GoldenFile) throws {
    let text = try #require(file.text)
    try check(file, MessageContent(text: text, markdown: nil, card: nil))
  }

  private func check(_ file: GoldenFile, _ content: MessageContent) throws {
    let plan = try MessagePlan(content, title: nil)
    let sent: JSONValue = [
      "msg_type": .string(plan.kind.rawValue), "contents": .array(plan.contents),
    ]
    try file.beside(".json").check(sent.lines())
  }

  /// What does not fit into one message: where it is cut, without the text between.
  @Test func longMarkdownIsSplit() throws {
    let table =
      "| 项目 | 金额 |\n| --- | --- |\n" + (1...900).map { "| 云 ☁️ \($0) | \($0) |\n" }.joined()
    let code = "```swift\n" + (1...900).map { "let 值\($0) = \($0)\n" }.joined() + "```\n"
    let line = String(repeating: "很长的一行，没有空格。👨‍👩‍👧‍👦", count: 800)
    let text = "# 报告\n\n\(line)\n\n\(table)\n\(code)\n完"
    let plan = try MessagePlan(
      MessageContent(text: nil, markdown: text, card: nil), title: "标题")
    let shown = plan.contents.map { content -> String in
      let text = content["body"]?["elements"]?[0]?["content"]?.string ?? ""
      let bytes = JSONValue.string(content.description).serialized().count
      return "\(bytes) bytes: \(text.prefix(60)) … \(text.suffix(60))"
    }
    for content in plan.contents {
      let bytes = JSONValue.string(content.description).serialized().count
      #expect(bytes <= WireSize.maximumRichBytes)
    }
    try GoldenFile(name: "split.txt").check(shown.joined(separator: "\n====\n"))
  }

  private func incoming() throws -> [JSONValue] {
    let text = try #require(GoldenFile(name: "incoming.json").text)
    return try JSONValue(parsing: text).array ?? []
  }

  /// `incoming.json` is a list of messages as Lark lists them.
  @Test func messagesBecomeText() throws {
    let shown = try incoming().map { json in
      let message = try #require(LarkMessage(json))
      return "== \(message.type)\n\(MessageText.of(message, zone: Self.zone))"
    }
    try GoldenFile(name: "incoming.txt").check(shown.joined(separator: "\n"))
  }
}
