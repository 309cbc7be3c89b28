internal import JSON

/// Markdown that is the text of one block.
struct BlockText: Sendable, Equatable {
  /// What its mark says; nil where it has none.
  var kind: BlockKind?
  var isDone: Bool?
  var text: String

  /// Nil where it is more than one block.
  init?(_ markdown: String) {
    var lines = markdown.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    while lines.first.map(MarkdownLine.isBlank) == true { lines.removeFirst() }
    while lines.last.map(MarkdownLine.isBlank) == true { lines.removeLast() }
    guard let first = lines.first else { return nil }
    if let fence = MarkdownLine.fence(first) {
      guard lines.count > 1, lines.last.map({ MarkdownLine.closes($0, fence: fence) }) == true,
        !lines.dropFirst().dropLast().contains(where: { MarkdownLine.closes($0, fence: fence) })
      else { return nil }
      kind = .code
      text = lines.dropFirst().dropLast().joined(separator: "\n")
      return
    }
    guard lines.count == 1, !(first.hasPrefix("|") && first.hasSuffix("|")),
      !BlockText.isImage(first), !BlockText.isRule(first)
    else { return nil }
    text = ""
    read(String(first).trimmingSpaces)
  }

  private mutating func read(_ line: String) {
    let hashes = line.prefix { $0 == "#" }.count
    if (1...9).contains(hashes), line.dropFirst(hashes).first == " " {
      kind = BlockKind(rawValue: "heading\(hashes)")
      text = String(line.dropFirst(hashes + 1)).trimmingSpaces
      return
    }
    let marks: [(String, BlockKind, Bool?)] = [
      ("- [ ] ", .todo, false), ("- [x] ", .todo, true), ("- [X] ", .todo, true),
      ("- ", .bullet, nil), ("* ", .bullet, nil), ("+ ", .bullet, nil), ("> ", .quote, nil),
    ]
    if let mark = marks.first(where: { line.hasPrefix($0.0) }) {
      (kind, isDone) = (mark.1, mark.2)
      text = String(line.dropFirst(mark.0.count)).trimmingSpaces
      return
    }
    let digits = line.prefix { $0.isASCII && $0.isNumber }
    let rest = line.dropFirst(digits.count)
    if (1...9).contains(digits.count), rest.hasPrefix(". ") || rest.hasPrefix(") ") {
      kind = .ordered
      text = String(rest.dropFirst(2)).trimmingSpaces
    } else {
      text = line
    }
  }

  private static func isImage(_ line: Substring) -> Bool {
    !MarkdownImage.all(in: String(line)).isEmpty
  }

  /// `---`, `***`, `___`.
  private static func isRule(_ line: Substring) -> Bool {
    let marks = line.filter { !$0.isWhitespace }
    guard marks.count >= 3, let mark = marks.first, "-*_".contains(mark) else { return false }
    return marks.allSatisfy { $0 == mark }
  }

  /// The change of the block's text; nil where it has to be another block.
  func update(of block: DocumentBlock) -> JSONValue? {
    guard block.kind.hasText, kind == nil || kind == block.kind else { return nil }
    if block.kind == .equation { return nil }
    let plain = [InlineParser.element(text, InlineStyle())]
    let elements = block.kind == .code ? plain : InlineParser.elements(text)
    if let isDone, isDone != (block.content["style"]?["done"]?.bool ?? false) {
      return [
        "block_id": .string(block.id),
        "update_text": [
          "elements": .array(elements), "style": ["done": .bool(isDone)],
          "fields": [.number(JSONNumber(BlockText.doneField))],
        ],
      ]
    }
    return [
      "block_id": .string(block.id),
      "update_text_elements": ["elements": .array(elements)],
    ]
  }

  /// In Lark's list of the fields of a text style.
  private static let doneField: Int64 = 2
}
