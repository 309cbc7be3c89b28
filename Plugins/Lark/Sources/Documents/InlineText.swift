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
    InlineWriter.markdown(InlineRun.runs(elements))
  }

  /// Line ends become `<br>`; what Markdown would take for marks is escaped. One dollar is none,
  /// unless the line has more of them around this text.
  static func escaped(_ text: String, dollars: Bool = false) -> String {
    let hasDollars = dollars || text.count(where: { $0 == "$" }) > 1
    var result = ""
    var previous: Character?
    let characters = Array(text)
    for (index, character) in characters.enumerated() {
      let next = index + 1 < characters.count ? characters[index + 1] : nil
      switch character {
      case "\\", "`", "*", "[", "]": result += "\\\(character)"
      case "~" where previous == "~" || next == "~" || previous == nil || next == nil:
        result += "\\~"
      case "_" where !(isWord(previous) && isWord(next)): result += "\\_"
      case "<" where next?.isLetter == true || next == "/" || next == "!" || next == "?":
        result += "\\<"
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
      case "\\": text += "%5C"
      case "`": text += "%60"
      case "<": text += "%3C"
      case ">": text += "%3E"
      case _ where character.isWhitespace: text += "%20"
      default: text.append(character)
      }
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
