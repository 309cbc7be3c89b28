internal import JSON

/// Blocks of a document as Markdown. The id of each block stands in a comment: at the end of its
/// line, or on a line before what has several lines. What Markdown cannot carry is a link to
/// `lark://<kind>/<token>`.
struct BlockMarkdown {
  static let indent = "    "
  /// Blocks below that many others are left out; Lark allows fewer.
  static let maximumDepth = 32

  let tree: DocumentTree
  var showsIDs = true
  /// Also of the blocks in cells of tables.
  var showsCellIDs = false

  /// With blank lines between blocks, but not between the items of a list.
  func lines(of siblings: [DocumentBlock], depth: Int = 0) -> [String] {
    guard depth < BlockMarkdown.maximumDepth else { return ["[… deeper levels are left out]"] }
    var lines: [String] = []
    var previous: BlockKind?
    var number: Int64 = 0
    for block in siblings {
      number = BlockMarkdown.number(of: block, after: number)
      let rendered = self.lines(of: block, number: number, depth: depth)
      guard !rendered.isEmpty else { continue }
      if let previous, !(previous.isListItem && block.kind.isListItem) { lines.append("") }
      lines += rendered
      previous = block.kind
    }
    return lines
  }

  /// The number before an item: one more than before, or where the item starts anew.
  static func number(of block: DocumentBlock, after number: Int64) -> Int64 {
    guard block.kind == .ordered else { return 0 }
    let start = block.content["style"]?["sequence"]?.string
    return start.flatMap { Int64($0) }.map { max(0, $0) } ?? number + 1
  }

  func lines(of block: DocumentBlock, number: Int64, depth: Int) -> [String] {
    switch block.kind {
    case .bullet, .ordered, .todo: listItem(block, number, depth)
    case .code: tagged(block, BlockMarkdown.code(block))
    case .table: TableMarkdown(markdown: self, table: block, depth: depth).lines
    case .grid: columns(block, depth)
    case .callout: quoted(block, ["[!callout]"], depth)
    case .quoteContainer: quoted(block, [], depth)
    case .page, .gridColumn, .tableCell, .view, .sourceSynced: below(block, depth)
    case .divider: ["---\(tag(block))"]
    case .image: ["![\(caption(block))](lark://image/\(block.token ?? ""))\(tag(block))"]
    case _ where block.kind.hasText: text(block, depth)
    default: [placeholder(block) + tag(block)] + spaced(below(block, depth))
    }
  }

  // MARK: Text

  private func text(_ block: DocumentBlock, _ depth: Int) -> [String] {
    let text = line(block)
    let below = spaced(below(block, depth))
    guard !text.isEmpty || block.kind != .text else { return Array(below.dropFirst()) }
    return [marked(text, block.kind) + tag(block)] + below
  }

  /// Spaces around it would be an indent, or none at all.
  private func line(_ block: DocumentBlock) -> String {
    let text = InlineText.markdown(block.elements)
    guard let last = text.lastIndex(where: { $0 != " " && $0 != "\t" }) else { return "" }
    return String(text[...last].drop { $0 == " " || $0 == "\t" })
  }

  private func marked(_ text: String, _ kind: BlockKind) -> String {
    if let level = kind.headingLevel { return String(repeating: "#", count: level) + " " + text }
    if kind == .quote { return "> " + MarkdownGuard.guarded(text) }
    return kind == .text ? MarkdownGuard.guarded(text) : text
  }

  private func listItem(_ block: DocumentBlock, _ number: Int64, _ depth: Int) -> [String] {
    let mark =
      switch block.kind {
      case .ordered: "\(number). "
      case .todo: block.content["style"]?["done"]?.bool == true ? "- [x] " : "- [ ] "
      default: "- "
      }
    let head = mark + MarkdownGuard.guarded(line(block)) + tag(block)
    return [head]
      + below(block, depth).map { $0.isEmpty ? "" : BlockMarkdown.indent + $0 }
  }

  private static func code(_ block: DocumentBlock) -> [String] {
    let text = InlineText.plain(block.elements)
    let fence = String(repeating: "`", count: max(3, longestRun(of: "`", in: text) + 1))
    let language = CodeLanguage.name(block.content["style"]?["language"]?.integer)
    let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    return [fence + language] + lines.map(String.init) + [fence]
  }

  // MARK: What holds other blocks

  private func below(_ block: DocumentBlock, _ depth: Int) -> [String] {
    lines(of: tree.children(of: block), depth: depth + 1)
  }

  private func quoted(_ block: DocumentBlock, _ head: [String], _ depth: Int) -> [String] {
    let lines = head + below(block, depth)
    return tagged(block, lines.map { $0.isEmpty ? ">" : "> \($0)" })
  }

  private func columns(_ block: DocumentBlock, _ depth: Int) -> [String] {
    var lines: [String] = showsIDs ? ["<!--\(block.id) columns-->"] : []
    for (index, column) in tree.children(of: block).enumerated() {
      if showsIDs { lines.append("<!--\(column.id) column \(index + 1)-->") }
      lines += below(column, depth + 1) + [""]
    }
    if lines.last?.isEmpty == true { lines.removeLast() }
    return lines
  }

  // MARK: What Markdown cannot carry

  private func caption(_ block: DocumentBlock) -> String {
    InlineText.escaped(
      singleLine(block.content["caption"]?["content"]?.string ?? "image", limit: 200))
  }

  private func placeholder(_ block: DocumentBlock) -> String {
    let name = block.content["name"]?.nonEmptyString.map { ": \(singleLine($0, limit: 120))" } ?? ""
    let address = block.content["component"]?["url"] ?? block.content["url"]
    let url = address?.nonEmptyString.map(percentDecoded)
    let id = ["task_id", "chat_id", "source_document_id", "id"].lazy
      .compactMap { block.content[$0]?.nonEmptyString }.first
    let target =
      url.map { InlineText.destination($0) }
      ?? "lark://\(block.kind.rawValue)/\(percentEncoded(block.token ?? id ?? block.id))"
    return "[\(InlineText.escaped(block.kind.words + name))](\(target))"
  }

  // MARK: Ids

  private func tag(_ block: DocumentBlock) -> String { showsIDs ? " <!--\(block.id)-->" : "" }

  func tagged(_ block: DocumentBlock, _ lines: [String], note: String = "") -> [String] {
    (showsIDs ? ["<!--\(block.id)\(note)-->"] : []) + lines
  }

  private func spaced(_ lines: [String]) -> [String] { lines.isEmpty ? [] : [""] + lines }
}

/// A paragraph or an item that begins like something else gets a backslash before its first mark.
enum MarkdownGuard {
  static func guarded(_ text: String) -> String {
    let digits = text.prefix { $0.isASCII && $0.isNumber }
    let rest = text[digits.endIndex...]
    if (1...9).contains(digits.count), let mark = rest.first, mark == "." || mark == ")",
      rest.dropFirst().first?.isWhitespace ?? true
    {
      return "\(digits)\\\(rest)"
    }
    return prefix(text) + text
  }

  private static func prefix(_ text: String) -> String {
    let line = text[...]
    guard let first = line.first, !first.isWhitespace else { return "" }
    let rest = line.dropFirst()
    let isAlone = rest.first.map(\.isWhitespace) ?? true
    switch first {
    case ">", "=", "|": return "\\"
    case "-", "+": return isAlone || rest.first == first ? "\\" : ""
    case "#":
      let after = line.drop { $0 == "#" }.first
      return after?.isWhitespace ?? true ? "\\" : ""
    default: return ""
    }
  }
}
