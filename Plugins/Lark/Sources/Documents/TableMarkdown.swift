internal import JSON

/// A table as Markdown: its first row is the head, blocks within a cell are parted by `<br>`.
struct TableMarkdown {
  let markdown: BlockMarkdown
  let table: DocumentBlock
  let depth: Int

  var lines: [String] {
    let cells = self.cells
    let columns = columnCount(cells.count)
    guard columns > 0 else { return markdown.tagged(table, ["[empty table]"]) }
    var lines: [String] = []
    for start in stride(from: 0, to: cells.count, by: columns) {
      let row = cells[start..<min(start + columns, cells.count)]
      lines.append("| \(row.joined(separator: " | ")) |")
      if start == 0 { lines.append("|\(String(repeating: " --- |", count: columns))") }
    }
    return markdown.tagged(table, lines, note: note)
  }

  private var note: String {
    let spans = table.content["property"]?["merge_info"]?.array ?? []
    let merged = spans.count { span in
      (span["row_span"]?.integer ?? 1) > 1 || (span["col_span"]?.integer ?? 1) > 1
    }
    return merged == 0 ? "" : " table with \(merged) merged cell\(merged == 1 ? "" : "s")"
  }

  private func columnCount(_ cells: Int) -> Int {
    let told = table.content["property"]?["column_size"]?.integer ?? 0
    return told > 0 && told <= Int64(cells) ? Int(told) : cells
  }

  /// Row by row.
  private var cells: [String] {
    let listed = (table.content["cells"]?.array ?? []).compactMap(\.string)
    let ids = listed.isEmpty ? table.children : listed
    return ids.map { id in markdown.tree[id].map(text) ?? "" }
  }

  private func text(of cell: DocumentBlock) -> String {
    var inner = markdown
    inner.showsIDs = markdown.showsIDs && markdown.showsCellIDs
    let lines = inner.lines(of: markdown.tree.children(of: cell), depth: depth + 1)
    let text = lines.filter { !$0.isEmpty }.joined(separator: "<br>")
    return text.reduce(into: "") { $0 += $1 == "|" ? "\\|" : String($1) }
  }
}
