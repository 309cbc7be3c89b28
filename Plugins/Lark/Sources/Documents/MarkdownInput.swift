internal import JSON

/// Markdown that an agent wrote for a document.
enum MarkdownInput {
  static let maximumBytes = 10 * 1_024 * 1_024

  /// Refuses what Lark cannot make blocks of, before anything is sent.
  static func check(_ markdown: String) throws(LarkFailure) {
    guard !markdown.allSatisfy(\.isWhitespace) else {
      throw .argument("markdown: write some text.")
    }
    guard markdown.utf8.count <= maximumBytes else {
      throw .argument("markdown: \(markdown.utf8.count) bytes; Lark takes 10 MiB at most.")
    }
    if let link = firstRange(of: "](lark://", in: markdown[...]) {
      let kind = markdown[link.upperBound...].prefix { $0.isLetter || $0 == "_" }
      throw .argument(
        "markdown: a lark://\(singleLine(String(kind), limit: 30)) link stands for a block that "
          + "Markdown cannot carry; leave that block where it is and edit around it.")
    }
  }

  /// Without the comments in which `read_doc` gives ids of blocks. Those in code stay.
  static func withoutIDs(_ markdown: String) -> String {
    guard markdown.contains("<!--") else { return markdown }
    return MarkdownLines.outsideCode(markdown) { line in
      let bare = withoutIDs(line: line)
      return bare.isEmpty && !line.isEmpty ? nil : bare
    }
  }

  /// What is escaped, and what stands in code, is no comment.
  private static func withoutIDs(line: String) -> String {
    MarkdownCode.outside(line) { piece in
      var (result, rest) = ("", piece[...])
      while let character = rest.first {
        if character == "<", let comment = ownComment(rest) {
          if result.last == " " { result.removeLast() }
          rest = rest[comment.endIndex...]
        } else {
          let count = character == "\\" ? 2 : 1
          result += rest.prefix(count)
          rest = rest.dropFirst(count)
        }
      }
      return result
    }
  }

  /// `<!--`, an id and perhaps a note, `-->`; nil for a comment of the writer's.
  private static func ownComment(_ text: Substring) -> Substring? {
    guard text.hasPrefix("<!--"), text.dropFirst(4).first.map(InlineText.isWord) == true,
      let close = firstRange(of: "-->", in: text)
    else { return nil }
    return text[..<close.upperBound]
  }
}

/// Markdown line by line.
enum MarkdownLines {
  /// Changes the lines that are not within fenced code; nil takes a line out.
  static func outsideCode(_ markdown: String, _ change: (String) -> String?) -> String {
    var (result, fence): ([String], String?) = ([], nil)
    for line in markdown.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
      if let open = fence {
        if MarkdownLine.closes(line, fence: open) { fence = nil }
        result.append(String(line))
      } else {
        fence = MarkdownLine.fence(line)
        if let changed = fence == nil ? change(String(line)) : String(line) {
          result.append(changed)
        }
      }
    }
    return result.joined(separator: "\n")
  }
}
