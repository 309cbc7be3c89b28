internal import JSON

/// One paragraph of Markdown as the text elements of a block. Takes what `InlineText` writes: bold,
/// italic, struck and underlined (as marks or as tags), code, links, equations, mentions, `<br>`.
struct InlineParser {
  /// Marks within marks; what is deeper stays text.
  static let maximumDepth = 16

  private var elements: [JSONValue] = []
  private var pending = ""
  private let characters: [Character]

  static func elements(_ markdown: String) -> [JSONValue] {
    var parser = InlineParser(characters: Array(markdown))
    parser.parse(0..<parser.characters.count, InlineStyle(), depth: 0)
    return parser.elements.isEmpty ? [element("", InlineStyle())] : parser.elements
  }

  /// Text without any marks, for code.
  static func element(_ text: String, _ style: InlineStyle) -> JSONValue {
    ["text_run": ["content": .string(text), "text_element_style": style.json]]
  }

  private init(characters: [Character]) { self.characters = characters }

  private mutating func flush(_ style: InlineStyle) {
    guard !pending.isEmpty else { return }
    elements.append(InlineParser.element(pending, style))
    pending = ""
  }

  private mutating func parse(_ range: Range<Int>, _ style: InlineStyle, depth: Int) {
    // What was looked for in vain once has no end further on either.
    var unclosed: Set<String> = []
    var index = range.lowerBound
    while index < range.upperBound {
      let character = characters[index]
      if character == "\\", index + 1 < range.upperBound, isMark(characters[index + 1]) {
        pending.append(characters[index + 1])
        index += 2
      } else if depth < InlineParser.maximumDepth,
        let end = span(at: index, range, style, depth, &unclosed)
      {
        index = end
      } else {
        pending.append(character.isNewline ? " " : character)
        index += 1
      }
    }
    flush(style)
  }

  private func isMark(_ character: Character) -> Bool {
    character.isASCII && (character.isPunctuation || character.isSymbol)
  }

  /// The place after what begins here; nil where it is plain text.
  private mutating func span(
    at index: Int, _ range: Range<Int>, _ style: InlineStyle, _ depth: Int,
    _ unclosed: inout Set<String>
  ) -> Int? {
    switch characters[index] {
    case "`": return code(at: index, range, style, &unclosed)
    case "[": return link(at: index, range, style, depth)
    case "<": return tag(at: index, range, style, depth, &unclosed)
    case "$": return equation(at: index, range, style, &unclosed)
    case "*", "_", "~": return emphasis(at: index, range, style, depth, &unclosed)
    default: return nil
    }
  }

  // MARK: Marks around text

  private mutating func emphasis(
    at index: Int, _ range: Range<Int>, _ style: InlineStyle, _ depth: Int,
    _ unclosed: inout Set<String>
  ) -> Int? {
    let mark = characters[index]
    let isPair = runLength(at: index, range) == 2
    for count in [2, 1] where count == 2 || (mark != "~" && !isPair) {
      let marks = String(repeating: mark, count: count)
      let start = index + count
      guard matches(marks, at: index, range), start < range.upperBound,
        !characters[start].isWhitespace, !unclosed.contains(marks)
      else { continue }
      if mark == "_", index > range.lowerBound, InlineText.isWord(characters[index - 1]) {
        continue
      }
      guard let end = closing(marks, from: start, range) else {
        unclosed.insert(marks)
        continue
      }
      var inner = style
      if mark == "~" { inner.isStruck = true }
      if mark != "~", count == 2 { inner.isBold = true }
      if mark != "~", count == 1 { inner.isItalic = true }
      flush(style)
      parse(start..<end, inner, depth: depth + 1)
      return end + count
    }
    return nil
  }

  /// Where the same marks stand again, after text, and not as a part of longer marks.
  private func closing(_ marks: String, from start: Int, _ range: Range<Int>) -> Int? {
    let mark = marks.first ?? "*"
    var index = start
    while index < range.upperBound {
      if let after = atomEnd(at: index, range) {
        index = after
      } else if characters[index] == mark {
        let length = runLength(at: index, range)
        if length == marks.count || (length == 3 && marks.count == 1) || length > 3,
          !characters[index - 1].isWhitespace, isEnd(mark, after: index + length, range)
        {
          return index + length - marks.count
        }
        if length == 3, marks.count == 2, !characters[index - 1].isWhitespace {
          return index + 1
        }
        index += length
      } else {
        index += 1
      }
    }
    return nil
  }

  private func isEnd(_ mark: Character, after index: Int, _ range: Range<Int>) -> Bool {
    mark != "_" || index >= range.upperBound || !InlineText.isWord(characters[index])
  }

  private func runLength(at index: Int, _ range: Range<Int>) -> Int {
    characters[index..<range.upperBound].prefix { $0 == characters[index] }.count
  }

  func matches(_ text: String, at index: Int, _ range: Range<Int>) -> Bool {
    characters[index..<range.upperBound].starts(with: text)
  }
}

// MARK: Code, equations, links, tags
extension InlineParser {
  private mutating func code(
    at index: Int, _ range: Range<Int>, _ style: InlineStyle, _ unclosed: inout Set<String>
  ) -> Int? {
    let marks = String(characters[index..<range.upperBound].prefix { $0 == "`" })
    guard !unclosed.contains(marks), let found = codeEnd(at: index, range) else {
      unclosed.insert(marks)
      pending += marks
      return index + marks.count
    }
    var text = String(characters[found.content])
    if text.count > 2, text.hasPrefix(" "), text.hasSuffix(" ") {
      text = String(text.dropFirst().dropLast())
    }
    flush(style)
    var inner = style
    inner.isCode = true
    elements.append(InlineParser.element(text, inner))
    return found.after
  }

  private func codeEnd(at index: Int, _ range: Range<Int>) -> (content: Range<Int>, after: Int)? {
    let count = runLength(at: index, range)
    var place = index + count
    while place < range.upperBound {
      guard characters[place] == "`" else {
        place += 1
        continue
      }
      let length = runLength(at: place, range)
      if length == count { return (index + count..<place, place + length) }
      place += length
    }
    return nil
  }

  /// `$x$` without spaces inside of the marks and without a digit after them, which are prices.
  private mutating func equation(
    at index: Int, _ range: Range<Int>, _ style: InlineStyle, _ unclosed: inout Set<String>
  ) -> Int? {
    let start = index + 1
    guard start < range.upperBound, !characters[start].isWhitespace, !unclosed.contains("$") else {
      return nil
    }
    guard let end = characters[start..<range.upperBound].firstIndex(of: "$") else {
      unclosed.insert("$")
      return nil
    }
    let isFollowed = end + 1 < range.upperBound && characters[end + 1].isNumber
    guard end > start, !characters[end - 1].isWhitespace, !isFollowed else { return nil }
    flush(style)
    elements.append([
      "equation": [
        "content": .string(String(characters[start..<end])), "text_element_style": style.json,
      ]
    ])
    return end + 1
  }

  private mutating func link(
    at index: Int, _ range: Range<Int>, _ style: InlineStyle, _ depth: Int
  ) -> Int? {
    guard style.url == nil, let middle = bracketEnd(at: index, range),
      matches("](", at: middle, range),
      let end = characters[middle..<range.upperBound].prefix(InlineParser.maximumURL)
        .firstIndex(of: ")")
    else { return nil }
    let url = String(characters[middle + 2..<end]).trimmingSpaces
    guard !url.isEmpty, !url.contains(where: \.isWhitespace) else { return nil }
    flush(style)
    var inner = style
    inner.url = url
    parse(index + 1..<middle, inner, depth: depth + 1)
    return end + 1
  }

  private static let maximumURL = 4_096
  private static let maximumLinkText = 4_096
  /// From the beginning of a mention or an equation to its end.
  private static let maximumTag = 1_024

  private func bracketEnd(at index: Int, _ range: Range<Int>) -> Int? {
    var (place, depth) = (index, 0)
    while place < min(range.upperBound, index + InlineParser.maximumLinkText) {
      if characters[place] == "[" { depth += 1 }
      if characters[place] == "]" {
        depth -= 1
        if depth == 0 { return place }
      }
      place = atomEnd(at: place, range) ?? place + 1
    }
    return nil
  }

  /// The place after what no mark begins or ends in: what is escaped, code, where a link leads to,
  /// a mention, an equation with tags. Nil where none of them begins.
  private func atomEnd(at index: Int, _ range: Range<Int>) -> Int? {
    switch characters[index] {
    case "\\": return min(index + 2, range.upperBound)
    case "`": return codeEnd(at: index, range)?.after ?? index + runLength(at: index, range)
    case "]": return destinationEnd(at: index, range)
    case "<":
      let rest = index..<min(range.upperBound, index + InlineParser.maximumTag)
      for (open, close) in [("<at ", "</at>"), ("<equation>", "</equation>")]
      where matches(open, at: index, rest) {
        return first(close, from: index, rest).map { $0 + close.count }
      }
      return nil
    default: return nil
    }
  }

  /// After `](url)`.
  private func destinationEnd(at index: Int, _ range: Range<Int>) -> Int? {
    guard matches("](", at: index, range) else { return nil }
    let end = characters[index..<range.upperBound].prefix(InlineParser.maximumURL)
      .firstIndex { $0 == ")" || $0.isWhitespace }
    return end.flatMap { characters[$0] == ")" ? $0 + 1 : nil }
  }

  private mutating func tag(
    at index: Int, _ range: Range<Int>, _ style: InlineStyle, _ depth: Int,
    _ unclosed: inout Set<String>
  ) -> Int? {
    for mark in ["<br>", "<br/>", "<br />"] where matches(mark, at: index, range) {
      pending += "\n"
      return index + mark.count
    }
    for (name, mark) in InlineParser.tags where matches("<\(name)>", at: index, range) {
      guard !unclosed.contains(name), let end = place(of: "</\(name)>", from: index, range) else {
        unclosed.insert(name)
        return nil
      }
      flush(style)
      var inner = style
      mark(&inner)
      parse(index + name.count + 2..<end, inner, depth: depth + 1)
      return end + name.count + 3
    }
    return taggedEquation(at: index, range, style) ?? mention(at: index, range, style)
  }

  private static let tags: [(String, @Sendable (inout InlineStyle) -> Void)] = [
    ("u", { $0.isUnderlined = true }), ("b", { $0.isBold = true }),
    ("strong", { $0.isBold = true }), ("i", { $0.isItalic = true }),
    ("em", { $0.isItalic = true }), ("s", { $0.isStruck = true }),
    ("del", { $0.isStruck = true }),
  ]

  /// `<equation>x</equation>`, for what dollars cannot say.
  private mutating func taggedEquation(
    at index: Int, _ range: Range<Int>, _ style: InlineStyle
  ) -> Int? {
    guard matches("<equation>", at: index, range), let after = atomEnd(at: index, range),
      after - index > 21
    else { return nil }
    flush(style)
    let content = String(characters[index + 10..<after - 11])
    elements.append([
      "equation": ["content": .string(content), "text_element_style": style.json]
    ])
    return after
  }

  /// `<at user_id="ou_x">name</at>`, with a name or without.
  private mutating func mention(
    at index: Int, _ range: Range<Int>, _ style: InlineStyle
  ) -> Int? {
    guard matches("<at ", at: index, range) else { return nil }
    let rest = index..<min(range.upperBound, index + InlineParser.maximumTag)
    guard let close = first(">", from: index, rest),
      let end = first("</at>", from: close, rest)
    else { return nil }
    let id = String(characters[index + 4..<close]).split(separator: "=", maxSplits: 1).last
      .map { String($0.filter { $0 != "\"" && $0 != "'" }).trimmingSpaces }
    guard let id, id.hasPrefix("ou_") else { return nil }
    flush(style)
    elements.append(["mention_user": ["user_id": .string(id), "text_element_style": style.json]])
    return end + 5
  }

  /// Where it stands, and not within what no mark ends in.
  private func place(of text: String, from start: Int, _ range: Range<Int>) -> Int? {
    var index = start
    while index < range.upperBound {
      if matches(text, at: index, range) { return index }
      index = atomEnd(at: index, range) ?? index + 1
    }
    return nil
  }

  private func first(_ text: String, from start: Int, _ range: Range<Int>) -> Int? {
    (start..<range.upperBound).first { matches(text, at: $0, range) }
  }
}
