/// A piece of Markdown that is kept in one message where it fits.
struct MarkdownBlock: Equatable, Sendable {
  enum Kind: Equatable, Sendable {
    case paragraph
    case heading
    /// The first two lines are the head and the delimiter row.
    case table
    /// The first line opens a code fence; `closing` is what ends it.
    case code(closing: String)
  }

  var kind: Kind
  var lines: [Substring]

  var text: String { lines.joined(separator: "\n") }
}

/// Splits Markdown at blank lines, and around headings, tables and fenced code, which blank lines
/// do not end. Knows no more of Markdown than that: Lark renders it.
struct MarkdownBlocks {
  private var blocks: [MarkdownBlock] = []
  private var open: MarkdownBlock?
  private var isAfterBlank = false

  static func scan(_ markdown: String) -> [MarkdownBlock] {
    let lines = markdown.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    var scanner = MarkdownBlocks()
    for (index, line) in lines.enumerated() {
      scanner.take(line, next: index + 1 < lines.count ? lines[index + 1] : nil)
    }
    scanner.close()
    return scanner.blocks
  }

  private mutating func take(_ line: Substring, next: Substring?) {
    if case .code(let closing)? = open?.kind {
      open?.lines.append(line)
      if MarkdownLine.closes(line, fence: closing) { close() }
    } else if MarkdownLine.isBlank(line) {
      takeBlank()
    } else if let closing = MarkdownLine.fence(line) {
      close()
      open = MarkdownBlock(kind: .code(closing: closing), lines: [line])
    } else if MarkdownLine.isHeading(line) {
      close()
      blocks.append(MarkdownBlock(kind: .heading, lines: [line]))
    } else if let next, !isInTable, MarkdownLine.isTableHead(line, delimiter: next) {
      close()
      open = MarkdownBlock(kind: .table, lines: [line])
    } else {
      takeText(line)
    }
  }

  private var isInTable: Bool { open?.kind == .table }

  private mutating func takeBlank() {
    if isInTable { close() }
    isAfterBlank = true
  }

  /// An indented line after a blank one goes on with the list item before it.
  private mutating func takeText(_ line: Substring) {
    if isAfterBlank, open != nil {
      if line.first?.isWhitespace == true {
        open?.lines.append("")
      } else {
        close()
      }
    }
    isAfterBlank = false
    if open == nil { open = MarkdownBlock(kind: .paragraph, lines: []) }
    open?.lines.append(line)
  }

  private mutating func close() {
    if let open { blocks.append(open) }
    open = nil
    isAfterBlank = false
  }
}

/// What one line of Markdown is.
enum MarkdownLine {
  static func isBlank(_ line: Substring) -> Bool { line.allSatisfy(\.isWhitespace) }

  /// `# ` to `###### `, as CommonMark section 4.2 has it.
  static func isHeading(_ line: Substring) -> Bool {
    let rest = line.drop { $0 == " " }
    let marks = rest.prefix { $0 == "#" }
    guard (1...6).contains(marks.count), line.count - rest.count <= 3 else { return false }
    let after = rest.dropFirst(marks.count).first
    return after == nil || after == " " || after == "\t"
  }

  /// Three or more backticks or tildes: what closes the fence that the line opens.
  static func fence(_ line: Substring) -> String? {
    let rest = line.drop(while: \.isWhitespace)
    guard let mark = rest.first, mark == "`" || mark == "~" else { return nil }
    let marks = rest.prefix { $0 == mark }
    guard marks.count >= 3 else { return nil }
    // Backticks after the marks make it inline code.
    if mark == "`", rest.dropFirst(marks.count).contains("`") { return nil }
    return String(marks)
  }

  static func closes(_ line: Substring, fence: String) -> Bool {
    let text = String(line).trimmingSpaces
    return text.count >= fence.count && text.allSatisfy { $0 == fence.first }
  }

  /// A line with a `|` over a row such as `| --- | :-: |`.
  static func isTableHead(_ line: Substring, delimiter: Substring) -> Bool {
    guard line.contains("|"), delimiter.contains("|"), delimiter.contains("-") else { return false }
    return delimiter.allSatisfy { $0 == "|" || $0 == "-" || $0 == ":" || $0.isWhitespace }
  }
}
