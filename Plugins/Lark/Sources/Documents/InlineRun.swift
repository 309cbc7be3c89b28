internal import JSON

/// One piece of a line: text of one style, or what stands for itself.
struct InlineRun: Sendable {
  enum Content: Equatable, Sendable {
    case text(String)
    case equation(String)
    case person(String)
    case document(title: String, url: String)
    case other(kind: String, token: String)
  }

  var content: Content
  var style = InlineStyle()

  init(_ text: String, _ style: InlineStyle) { (content, self.style) = (.text(text), style) }

  init(_ element: JSONValue) {
    if let run = element["text_run"] {
      content = .text(run["content"]?.string ?? "")
      style = InlineStyle(run["text_element_style"])
    } else if let equation = element["equation"]?["content"]?.string {
      content = .equation(String(equation).trimmingSpaces)
      style = InlineStyle(element["equation"]?["text_element_style"])
    } else if let person = element["mention_user"]?["user_id"]?.string {
      content = .person(singleLine(person, limit: 64).filter { $0 != "\"" && $0 != ">" })
      style = InlineStyle(element["mention_user"]?["text_element_style"])
    } else if let document = element["mention_doc"] {
      content = .document(
        title: document["title"]?.nonEmptyString ?? "document",
        url: percentDecoded(document["url"]?.string ?? ""))
    } else {
      let kind = element.object?.keys.first ?? "unknown"
      let member = element[kind]
      let token = member?["file_token"] ?? member?["block_id"] ?? member?["create_user_id"]
      content = .other(kind: kind, token: token?.string ?? "")
    }
    if text == nil { style.isCode = false }
  }

  /// Nil for what is no text.
  var text: String? {
    if case .text(let text) = content { text } else { nil }
  }

  private var isEmpty: Bool { content == .text("") || content == .equation("") }

  /// The pieces of a line such that no mark begins or ends with a space, where Markdown takes it
  /// for none: spaces look like the pieces on both of their sides do.
  static func runs(_ elements: [JSONValue]) -> [InlineRun] {
    var pieces = merged(elements.map { InlineRun($0) }).flatMap(\.parted)
    var index = 0
    while index < pieces.count {
      let end = pieces[index...].firstIndex { !$0.isSpace } ?? pieces.count
      let before = index > 0 ? pieces[index - 1].style : InlineStyle()
      let after = end < pieces.count ? pieces[end].style : InlineStyle()
      for place in index..<end {
        let isUnderlined = pieces[place].style.isUnderlined
        pieces[place].style = before.shared(with: after)
        if isUnderlined { pieces[place].style.isUnderlined = true }
      }
      index = end + 1
    }
    return merged(pieces)
  }

  /// Neighbours of one style are one run: Lark splits them at will.
  private static func merged(_ pieces: [InlineRun]) -> [InlineRun] {
    var runs: [InlineRun] = []
    for piece in pieces where !piece.isEmpty {
      if let more = piece.text, let last = runs.last, let before = last.text,
        last.style == piece.style
      {
        runs[runs.count - 1].content = .text(before + more)
      } else {
        runs.append(piece)
      }
    }
    return runs
  }

  private var isSpace: Bool { text?.allSatisfy(\.isWhitespace) ?? false }

  /// The spaces around the text apart from it, and code line by line: it cannot go over lines.
  private var parted: [InlineRun] {
    guard let text else { return [self] }
    guard style.isCode else { return spacesApart(text) }
    var parts: [InlineRun] = []
    for line in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
      if !parts.isEmpty { parts.append(InlineRun("\n", style)) }
      parts += spacesApart(String(line))
    }
    return parts
  }

  private func spacesApart(_ text: String) -> [InlineRun] {
    let core = text.trimmingSpaces
    guard !core.isEmpty else { return text.isEmpty ? [] : [InlineRun(text, style)] }
    let head = text.prefix(while: \.isWhitespace)
    let tail = text.suffix(text.count - head.count - core.count)
    return [String(head), core, String(tail)].filter { !$0.isEmpty }
      .map { InlineRun($0, style) }
  }
}

extension InlineStyle {
  /// What both have. Code is no mark that goes over several pieces.
  func shared(with other: InlineStyle) -> InlineStyle {
    var style = InlineStyle()
    style.isBold = isBold && other.isBold
    style.isItalic = isItalic && other.isItalic
    style.isStruck = isStruck && other.isStruck
    style.isUnderlined = isUnderlined && other.isUnderlined
    style.url = url == other.url ? url : nil
    return style
  }
}
