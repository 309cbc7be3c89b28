import JSON
import Testing

@testable import Lark

/// Blocks to Markdown and back, for documents made up by chance, the same ones on each run.
@Suite struct GoldenRoundTripTests {
  static let documents = 4_000

  @Test func markdownIsStable() throws {
    var chance = Chance(seed: 20_260_301)
    for number in 0..<Self.documents {
      let block = chance.block()
      var tree = DocumentTree(document: "doc")
      tree.insert([["block_id": "doc", "block_type": 1, "children": ["b1"]], block])
      // Nothing but spaces is a blank line, and no block.
      let elements = tree["b1"]?.elements ?? []
      guard !InlineText.plain(elements).allSatisfy(\.isWhitespace) else { continue }
      let markdown = try #require(lines(tree))
      let read = try #require(BlockText(MarkdownInput.withoutIDs(markdown)), "\(markdown)")
      let kind = try #require(tree["b1"]?.kind)
      #expect(read.kind ?? .text == kind, "\(number): \(markdown)")
      let again =
        kind == .code
        ? [InlineParser.element(read.text, InlineStyle())] : InlineParser.elements(read.text)
      var members = try #require(block.object)
      var content = try #require(members[kind.rawValue]?.object)
      content["elements"] = .array(again)
      members[kind.rawValue] = .object(content)
      tree.insert([.object(members)])
      #expect(lines(tree) == markdown, "\(number): \(InlineText.plain(again))")
    }
  }

  /// No character of a text is lost or made of nothing on the way.
  @Test func textIsKept() throws {
    var chance = Chance(seed: 7)
    for number in 0..<Self.documents {
      let elements = chance.elements()
      let markdown = InlineText.markdown(elements)
      let read = InlineText.plain(InlineParser.elements(markdown))
      let expected = InlineText.plain(elements)
      #expect(read == expected, "\(number): \(markdown)")
    }
  }

  private func lines(_ tree: DocumentTree) -> String? {
    guard let page = tree.page else { return nil }
    let lines = BlockMarkdown(tree: tree).lines(of: tree.children(of: page))
    return lines.isEmpty ? nil : lines.joined(separator: "\n")
  }
}

/// Blocks and texts by chance.
private struct Chance {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  /// SplitMix64.
  private mutating func next(_ bound: Int) -> Int {
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = state
    value = (value ^ value >> 30) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ value >> 27) &* 0x94D0_49BB_1331_11EB
    return Int((value ^ value >> 31) % UInt64(bound))
  }

  private static let pieces = [
    "报告", "word", "x", "7", "👨‍👩‍👧‍👦", "🇨🇳", "👍🏽", "مرحبا", "שלום", "é", " ", " ", "\n", "中。", "“引”", "*",
    "**", "_", "__", "`", "``", "~", "~~", "[", "]", "(", ")", "<", ">", "<u>", "</u>", "<br>",
    "<!--",
    "-->", "!", "#", "-", "+", "1.", "\\", "|", "&", "&amp;", "\"", "'", ":", "=", "---",
    "https://a.cn/?q=1&r=(2)",
  ]

  mutating func text() -> String {
    (0...next(8)).map { _ in Chance.pieces[next(Chance.pieces.count)] }.joined()
  }

  /// With plain text between two styles: marks that touch each other belong to none for certain.
  mutating func elements() -> [JSONValue] {
    var elements = [element()]
    for _ in 0..<next(3) { elements += [InlineParser.element("，", InlineStyle()), element()] }
    return elements
  }

  private mutating func element() -> JSONValue {
    var style = InlineStyle()
    switch next(12) {
    case 0: style.isBold = true
    case 1: style.isItalic = true
    case 2:
      style.isStruck = true
      return InlineParser.element("删 *去* [x]", style)
    case 3:
      style.isUnderlined = true
      return InlineParser.element("下划 *线* <b>", style)
    case 4:
      style.isCode = true
      return InlineParser.element("代码 a_b", style)
    case 5: style.url = "https://例子.cn/a b?x=(1)&y=%20"
    case 6: return ["mention_user": ["user_id": "ou_1", "text_element_style": [:]]]
    case 7: (style.isBold, style.isItalic) = (true, true)
    default: break
    }
    return InlineParser.element(text(), style)
  }

  mutating func block() -> JSONValue {
    let kinds: [BlockKind] = [.text, .heading1, .heading6, .bullet, .todo, .quote, .code]
    let kind = kinds[next(kinds.count)]
    let elements = kind == .code ? [InlineParser.element(text(), InlineStyle())] : elements()
    return [
      "block_id": "b1", "parent_id": "doc", "block_type": .number(JSONNumber(kind.number)),
      "children": [], kind.rawValue: ["elements": .array(elements), "style": ["done": false]],
    ]
  }
}
