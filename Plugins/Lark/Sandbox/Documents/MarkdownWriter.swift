import JSON

/// Writes the blocks of a document as Markdown; images and whiteboards are lost, as they are in
/// `docs/v1/content`.
enum MarkdownWriter {
  static func markdown(_ tree: BlockTree) -> String {
    var parts = tree.title.isEmpty ? [] : ["# \(tree.title)"]
    var number = 0
    for child in tree.children(tree.id) {
      guard let block = tree.blocks[child] else { continue }
      number = BlockTree.type(block) == 13 ? number + 1 : 0
      if let text = text(block, tree, number: number) { parts.append(text) }
    }
    return parts.joined(separator: "\n\n") + "\n"
  }

  private static func text(_ block: JSONObject, _ tree: BlockTree, number: Int) -> String? {
    let type = BlockTree.type(block)
    let line = spans(block)
    switch type {
    case 3...11: return String(repeating: "#", count: min(6, type - 2)) + " " + line
    case 12: return "- " + line
    case 13: return "\(number). " + line
    case 14:
      let language = block["code"]?["style"]?["language"]?.integer ?? 1
      return "```\(CodeLanguages.name(Int(language)))\n\(BlockTree.text(block))\n```"
    case 15: return "> " + line
    case 17: return (block["todo"]?["style"]?["done"] == true ? "- [x] " : "- [ ] ") + line
    case 22: return "---"
    case 31: return table(block, tree)
    case 19, 34:
      let inner = texts(block["children"]).compactMap { tree.blocks[$0] }.map(spans)
      return inner.map { "> \($0)" }.joined(separator: "\n")
    default: return line.isEmpty ? nil : line
    }
  }

  private static func table(_ block: JSONObject, _ tree: BlockTree) -> String? {
    let cells = texts(block["table"]?["cells"] ?? block["children"])
    let width = Int(block["table"]?["property"]?["column_size"]?.integer ?? 1)
    guard width > 0, !cells.isEmpty else { return nil }
    var lines: [String] = []
    for start in stride(from: 0, to: cells.count, by: width) {
      let row = cells[start..<min(start + width, cells.count)].map { cell in
        tree.children(cell).compactMap { tree.blocks[$0] }.map(spans).joined(separator: " ")
      }
      lines.append("| " + row.joined(separator: " | ") + " |")
      if start == 0 { lines.append("|" + String(repeating: " --- |", count: width)) }
    }
    return lines.joined(separator: "\n")
  }

  private static func spans(_ block: JSONObject) -> String {
    let content = block[BlockTree.names[BlockTree.type(block)] ?? ""]
    return (content?["elements"]?.array ?? []).map(span).joined()
  }

  private static func span(_ element: JSONValue) -> String {
    guard let run = element["text_run"], let text = run["content"]?.string else { return "" }
    let style = run["text_element_style"]
    if style?["inline_code"] == true { return "`\(text)`" }
    if let url = style?["link"]?["url"]?.string { return "[\(text)](\(url))" }
    if style?["bold"] == true { return "**\(text)**" }
    if style?["italic"] == true { return "*\(text)*" }
    if style?["strikethrough"] == true { return "~~\(text)~~" }
    return text
  }
}
