internal import JSON

/// The text elements of a block as Markdown.
enum InlineText {
  /// Without marks.
  static func plain(_ elements: [JSONValue]) -> String {
    elements.map { element in
      element["text_run"]?["content"]?.string ?? element["equation"]?["content"]?.string
        ?? element["mention_doc"]?["title"]?.string ?? ""
    }.joined()
  }

  /// What Markdown cannot carry, in words: reminders, files in the line and the like.
  static func unportable(_ elements: [JSONValue]) -> [String] {
    elements.compactMap { element in
      let names = ["text_run", "mention_user", "mention_doc", "equation"]
      guard !names.contains(where: { element[$0] != nil }) else { return nil }
      return element.object?.keys.first.map { String($0.map { $0 == "_" ? " " : $0 }) }
    }
  }

  static func markdown(_ elements: [JSONValue]) -> String {
    var text = ""
    for run in runs(elements) { text += markdown(run) }
    return text
  }

  /// Neighbours of one style are one run: Lark splits them at will.
  private static func runs(_ elements: [JSONValue]) -> [Run] {
    var runs: [Run] = []
    for element in elements {
      let run = Run(element)
      if case .text(let more) = run.content, case .text(let before)? = runs.last?.content,
        runs[runs.count - 1].style == run.style
      {
        runs[runs.count - 1].content = .text(before + more)
      } else {
        runs.append(run)
      }
    }
    return runs
  }

  private static func markdown(_ run: Run) -> String {
    switch run.content {
    case .text(let text): styled(text, run.style)
    case .equation(let text): "$\(oneLine(text))$"
    case .person(let id): "<at user_id=\"\(id)\"></at>"
    case .document(let title, let url):
      "[\(escaped(title))](\(destination(url)))"
    case .other(let kind, let token): "[\(kind)](lark://\(kind)/\(percentEncoded(token)))"
    }
  }

  /// The marks stand inside of the spaces around the text, where Markdown wants them.
  private static func styled(_ text: String, _ style: InlineStyle) -> String {
    let head = text.prefix(while: \.isWhitespace)
    let core = String(text).trimmingSpaces
    guard !core.isEmpty, style != InlineStyle() else { return escaped(text) }
    let tail = text.suffix(text.count - head.count - core.count)
    var result = style.isCode ? code(core) : escaped(core)
    if style.isUnderlined { result = "<u>\(result)</u>" }
    if style.isStruck { result = "~~\(result)~~" }
    if style.isItalic { result = "*\(result)*" }
    if style.isBold { result = "**\(result)**" }
    if let url = style.url { result = "[\(result)](\(destination(url)))" }
    return escaped(String(head)) + result + escaped(String(tail))
  }

  /// Between more backticks than the text has in a row.
  private static func code(_ text: String) -> String {
    let marks = String(repeating: "`", count: longestRun(of: "`", in: text) + 1)
    let padding = text.hasPrefix("`") || text.hasSuffix("`") ? " " : ""
    return marks + padding + oneLine(text) + padding + marks
  }

  private static func oneLine(_ text: String) -> String {
    String(text.map { $0.isNewline ? " " : $0 })
  }

  /// Line ends become `<br>`; what Markdown would take for marks is escaped.
  static func escaped(_ text: String) -> String {
    let hasDollars = text.count(where: { $0 == "$" }) > 1
    var result = ""
    var previous: Character?
    let characters = Array(text)
    for (index, character) in characters.enumerated() {
      let next = index + 1 < characters.count ? characters[index + 1] : nil
      switch character {
      case "\\", "`", "*", "[", "]": result += "\\\(character)"
      case "~" where previous == "~" || next == "~": result += "\\~"
      case "_" where !(isWord(previous) && isWord(next)): result += "\\_"
      case "<" where next?.isLetter == true || next == "/" || next == "!": result += "\\<"
      case "$" where hasDollars: result += "\\$"
      case _ where character.isNewline: result += "<br>"
      default: result.append(character)
      }
      previous = character
    }
    return result
  }

  static func isWord(_ character: Character?) -> Bool {
    character.map { $0.isLetter || $0.isNumber } ?? false
  }

  /// For the round brackets of a link: without what would end it.
  static func destination(_ url: String) -> String {
    url.reduce(into: "") { text, character in
      switch character {
      case "(": text += "%28"
      case ")": text += "%29"
      case "<": text += "%3C"
      case ">": text += "%3E"
      case _ where character.isWhitespace: text += "%20"
      default: text.append(character)
      }
    }
  }
}

/// One piece of a line.
private struct Run {
  enum Content {
    case text(String)
    case equation(String)
    case person(String)
    case document(title: String, url: String)
    case other(kind: String, token: String)
  }

  var content: Content
  var style = InlineStyle()

  init(_ element: JSONValue) {
    if let run = element["text_run"] {
      content = .text(run["content"]?.string ?? "")
      style = InlineStyle(run["text_element_style"])
    } else if let equation = element["equation"]?["content"]?.string {
      content = .equation(String(equation).trimmingSpaces)
    } else if let person = element["mention_user"]?["user_id"]?.string {
      content = .person(singleLine(person, limit: 64).filter { $0 != "\"" && $0 != ">" })
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
  }
}

/// How many of the character stand in a row at most.
func longestRun(of mark: Character, in text: String) -> Int {
  var (longest, current) = (0, 0)
  for character in text {
    current = character == mark ? current + 1 : 0
    longest = max(longest, current)
  }
  return longest
}
