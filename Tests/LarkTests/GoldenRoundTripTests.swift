import Glibc
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

  /// No character of a text is lost or made of nothing on the way, and each keeps its style. With
  /// `TOOLRACK_ROUND_TRIP_SEED` in the environment: other texts, made up from that number.
  @Test func textAndStylesAreKept() throws {
    let seed = getenv("TOOLRACK_ROUND_TRIP_SEED").flatMap { UInt64(String(cString: $0)) } ?? 7
    var chance = Chance(seed: seed)
    for number in 0..<Self.documents {
      let elements = chance.elements()
      let markdown = InlineText.markdown(elements)
      let read = Piece.all(InlineParser.elements(markdown))
      #expect(read == Piece.all(elements), "\(seed), \(number): \(markdown)")
    }
  }

  private func lines(_ tree: DocumentTree) -> String? {
    guard let page = tree.page else { return nil }
    let lines = BlockMarkdown(tree: tree).lines(of: tree.children(of: page))
    return lines.isEmpty ? nil : lines.joined(separator: "\n")
  }
}

/// One character, or what stands for itself, and how it looks. Spaces look like what is around them.
private struct Piece: Equatable, CustomStringConvertible {
  var text: String
  var style: InlineStyle

  static func all(_ elements: [JSONValue]) -> [Piece] {
    elements.flatMap { element -> [Piece] in
      if let run = element["text_run"], let text = run["content"]?.string {
        let style = InlineStyle(run["text_element_style"])
        return text.unicodeScalars.map { Piece(String($0), style) }
      }
      let member = element["equation"] ?? element["mention_user"]
      let text = (member?["content"] ?? member?["user_id"])?.string ?? ""
      return [Piece("{\(text)}", InlineStyle(member?["text_element_style"]))]
    }
  }

  private init(_ text: String, _ style: InlineStyle) {
    (self.text, self.style) = (text, style)
    // Addresses are encoded where brackets and spaces would end them.
    self.style.url = style.url.map(percentDecoded)
    if text.allSatisfy(\.isWhitespace) { self.style = InlineStyle() }
  }

  var description: String {
    let marks = [
      (style.isBold, "b"), (style.isItalic, "i"), (style.isStruck, "s"),
      (style.isUnderlined, "u"), (style.isCode, "c"),
    ]
    return text + ":" + marks.filter(\.0).map(\.1).joined() + (style.url ?? "")
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
    "https://a.cn/?q=1&r=(2)", "$", "$5", "x$", "。", "：", "（", "」", "•", "€", "</b>", "<i>",
    "<equation>", "</at>", "？", "日本", "한", "a", "b", "中",
  ]

  mutating func text() -> String {
    (0...next(8)).map { _ in Chance.pieces[next(Chance.pieces.count)] }.joined()
  }

  /// Neighbours of all styles, most of them without anything between them.
  mutating func elements() -> [JSONValue] {
    (0...next(5)).map { _ in element() }
  }

  private mutating func element() -> JSONValue {
    var style = InlineStyle()
    if next(4) > 0 {
      (style.isBold, style.isItalic) = (next(3) == 0, next(3) == 0)
      (style.isStruck, style.isUnderlined) = (next(4) == 0, next(4) == 0)
      if next(6) == 0 { style.url = Chance.addresses[next(Chance.addresses.count)] }
    }
    switch next(14) {
    case 0: return ["mention_user": ["user_id": "ou_1", "text_element_style": style.json]]
    case 1:
      let content = Chance.equations[next(Chance.equations.count)]
      return ["equation": ["content": .string(content), "text_element_style": style.json]]
    case 2:
      style.isCode = true
      return InlineParser.element(Chance.codes[next(Chance.codes.count)], style)
    default: return InlineParser.element(text(), style)
    }
  }

  private static let addresses = [
    "https://例子.cn/a b?x=(1)&y=%20", "https://a.cn/*b**_c_~~", "https://a.cn/$x$",
  ]
  private static let equations = ["x^2", "a_1*b*", "\\frac{1}{2}", "5", "[a](b)", "`", "a < b</u>"]
  private static let codes = ["代码 a_b", "`", "a``b", "*x*", "a[b", "\\", "</u>", "$x$"]

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
