import JSON

/// Turns Markdown into blocks, as `documents/blocks/convert` does: headings, lists, to-dos, quotes,
/// code, rules, tables, images and paragraphs, with bold, italic, code and links in them.
struct MarkdownReader {
  private(set) var blocks: [JSONObject] = []
  private(set) var roots: [String] = []
  private(set) var images: [JSONValue] = []
  private var number = 0
  private let prefix: String

  /// New ids begin with `prefix`.
  init(_ markdown: String, prefix: String) {
    self.prefix = prefix
    let lines = markdown.split(separator: "\n", omittingEmptySubsequences: false)
      .map { $0.hasSuffix("\r") ? $0.dropLast() : $0 }
    var rest = lines[...]
    while let line = rest.popFirst() { read(line, &rest) }
  }

  private mutating func read(_ line: Substring, _ rest: inout ArraySlice<Substring>) {
    let text = line.drop { $0 == " " }
    if text.isEmpty { return }
    if text.hasPrefix("```") { return readCode(text.dropFirst(3), &rest) }
    if text.hasPrefix("|"), let ruler = rest.first, ruler.contains("---") {
      return readTable(text, &rest)
    }
    if text == "---" || text == "***" { return add(22, ["divider": [:]]) }
    if text.hasPrefix("!["), let open = text.firstIndex(of: "("), text.hasSuffix(")") {
      add(27, ["image": ["align": 2]])
      let url = text[text.index(after: open)...].dropLast()
      images.append(["block_id": .string(roots.last ?? ""), "image_url": .string(String(url))])
      return
    }
    let level = text.prefix { $0 == "#" }.count
    if (1...9).contains(level), text.dropFirst(level).first == " " {
      return addText(2 + level, text.dropFirst(level + 1))
    }
    for (mark, type) in [("- [ ] ", 17), ("- [x] ", 17), ("- ", 12), ("* ", 12), ("> ", 15)]
    where text.hasPrefix(mark) {
      return addText(
        type, text.dropFirst(mark.count),
        style: type == 17 ? ["done": .bool(mark == "- [x] ")] : [:]
      )
    }
    let digits = text.prefix(while: \.isNumber)
    if !digits.isEmpty, text.dropFirst(digits.count).hasPrefix(". ") {
      return addText(13, text.dropFirst(digits.count + 2))
    }
    addText(2, text)
  }

  private mutating func addText(_ type: Int, _ text: Substring, style: JSONObject = [:]) {
    let name = BlockTree.names[type] ?? "text"
    add(type, [name: ["elements": .array(Inline.elements(text)), "style": .object(style)]])
  }

  /// Of what follows the fence the first word is the language.
  private mutating func readCode(_ fence: Substring, _ rest: inout ArraySlice<Substring>) {
    let language = CodeLanguages.number(fence.split(separator: " ").first ?? "")
    var lines: [Substring] = []
    while let line = rest.popFirst(), !line.hasPrefix("```") { lines.append(line) }
    let elements = BlockTree.elements(lines.joined(separator: "\n"))
    let style: JSONValue = ["language": number(of: language), "wrap": false]
    add(14, ["code": ["elements": .array(elements), "style": style]])
  }

  private mutating func readTable(_ header: Substring, _ rest: inout ArraySlice<Substring>) {
    _ = rest.popFirst()
    var rows = [cells(header)]
    while let line = rest.first, line.hasPrefix("|") {
      rows.append(cells(line))
      rest = rest.dropFirst()
    }
    let width = rows[0].count
    let table = nextID()
    var ids: [JSONValue] = []
    var inner: [JSONObject] = []
    for row in rows {
      for column in 0..<width {
        let (cell, text) = (nextID(), nextID())
        ids.append(.string(cell))
        inner.append([
          "block_id": .string(cell), "block_type": 32, "children": [.string(text)],
          "table_cell": [:],
        ])
        let content = column < row.count ? row[column] : ""
        inner.append([
          "block_id": .string(text), "block_type": 2,
          "text": ["elements": .array(Inline.elements(content[...])), "style": [:]],
        ])
      }
    }
    let property: JSONValue = [
      "row_size": number(of: rows.count), "column_size": number(of: width),
      "merge_info": .array(ids.map { _ in ["row_span": 1, "col_span": 1] }),
    ]
    roots.append(table)
    blocks.append([
      "block_id": .string(table), "block_type": 31, "children": .array(ids),
      "table": ["cells": .array(ids), "property": property],
    ])
    blocks += inner
  }

  private func cells(_ line: Substring) -> [String] {
    let inner = line.trimmed.drop { $0 == "|" }
    let body = inner.hasSuffix("|") ? inner.dropLast() : inner
    return body.split(separator: "|", omittingEmptySubsequences: false).map(\.trimmed)
  }

  private mutating func add(_ type: Int, _ members: JSONObject) {
    var block = members
    let id = nextID()
    block["block_id"] = .string(id)
    block["block_type"] = number(of: type)
    roots.append(id)
    blocks.append(block)
  }

  private func number(of value: Int) -> JSONValue { .number(JSONNumber(Int64(value))) }

  private mutating func nextID() -> String {
    number += 1
    return "\(prefix)-\(number)"
  }
}

/// The marks within a line.
enum Inline {
  static func elements(_ text: Substring) -> [JSONValue] {
    var elements: [JSONValue] = []
    var plain = ""
    var rest = text
    func flush() {
      if !plain.isEmpty { elements.append(run(plain, [:])) }
      plain = ""
    }
    while let character = rest.first {
      if let (found, style, after) = marked(rest) {
        flush()
        elements.append(run(found, style))
        rest = after
      } else {
        plain.append(character)
        rest = rest.dropFirst()
      }
    }
    flush()
    return elements
  }

  private static func run(_ text: String, _ style: JSONObject) -> JSONValue {
    ["text_run": ["content": .string(text), "text_element_style": .object(style)]]
  }

  private static func marked(_ text: Substring) -> (String, JSONObject, Substring)? {
    let marks: [(String, String)] = [
      ("**", "bold"), ("~~", "strikethrough"), ("`", "inline_code"), ("*", "italic"),
    ]
    for (mark, style) in marks where text.hasPrefix(mark) {
      let inner = text.dropFirst(mark.count)
      guard let end = inner.ranges(of: mark).first, end.lowerBound > inner.startIndex else {
        continue
      }
      return (String(inner[..<end.lowerBound]), [style: true], inner[end.upperBound...])
    }
    guard text.hasPrefix("["), let close = text.ranges(of: "](").first,
      let end = text[close.upperBound...].firstIndex(of: ")")
    else { return nil }
    let label = text[text.index(after: text.startIndex)..<close.lowerBound]
    let url = PercentEncoding.encode(String(text[close.upperBound..<end]))
    return (String(label), ["link": ["url": .string(url)]], text[text.index(after: end)...])
  }
}
