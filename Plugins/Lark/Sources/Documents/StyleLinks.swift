internal import JSON

/// Styles that are tags in Markdown (`<b>`, `<i>`, `<s>`, `<u>`) go through Lark's conversion as
/// links: that it knows the tags is told nowhere.
enum StyleLinks {
  private static let prefix = "https://style.invalid/"
  /// Of what a tag holds; around more it stays, so that many open ones take no time.
  private static let maximumCharacters = 512
  /// What the address says, by the names of the tags.
  private static let letters: [(tag: String, letter: Character)] = [
    ("b", "b"), ("strong", "b"), ("i", "i"), ("em", "i"), ("s", "s"), ("del", "s"), ("u", "u"),
  ]

  /// `<b>x</b>` as a link, outside of code. Around links and mentions the tags stay: no link has
  /// another one in it.
  static func hidden(_ markdown: String) -> String {
    guard markdown.contains("<") else { return markdown }
    return MarkdownLines.outsideCode(markdown) { MarkdownCode.outside($0, replaced) }
  }

  private static func replaced(_ line: String) -> String {
    var (result, rest) = ("", line[...])
    while let character = rest.first {
      if character == "<", let (link, after) = link(rest) {
        // `![` would be an image.
        if result.hasSuffix("!"), !result.hasSuffix("\\!") { result = result.dropLast() + "\\!" }
        result += link
        rest = rest[after...]
      } else {
        let count = character == "\\" ? 2 : 1
        result += rest.prefix(count)
        rest = rest.dropFirst(count)
      }
    }
    return result
  }

  /// In place of the tag that the text begins with, and where the rest begins.
  private static func link(_ text: Substring) -> (String, Substring.Index)? {
    guard let (letter, inner, after) = tag(text) else { return nil }
    var (styles, words) = (String(letter), inner)
    while let (letter, inner, after) = tag(words), after == words.endIndex {
      styles.append(letter)
      words = inner
    }
    guard isPlain(words), !words.allSatisfy(\.isWhitespace) else { return nil }
    return ("[\(words)](\(prefix)\(styles))", after)
  }

  /// Without tags and links, save for what is escaped.
  private static func isPlain(_ text: Substring) -> Bool {
    var isEscaped = false
    for character in text {
      if !isEscaped, "<[]".contains(character) { return false }
      isEscaped = character == "\\" && !isEscaped
    }
    return true
  }

  /// The tag with which the text begins, what is in it, and where the rest begins.
  private static func tag(_ text: Substring) -> (Character, Substring, Substring.Index)? {
    for (tag, letter) in letters where text.hasPrefix("<\(tag)>") {
      let rest = text.dropFirst(tag.count + 2)
      var isEscaped = false
      for index in rest.prefix(maximumCharacters).indices {
        if !isEscaped, rest[index] == "<", rest[index...].hasPrefix("</\(tag)>") {
          return (letter, rest[..<index], rest.index(index, offsetBy: tag.count + 3))
        }
        isEscaped = rest[index] == "\\" && !isEscaped
      }
    }
    return nil
  }

  /// The element as it was before.
  static func restored(_ element: JSONValue) -> JSONValue {
    guard let run = element["text_run"], let text = run["content"]?.string else { return element }
    var style = InlineStyle(run["text_element_style"])
    guard let url = style.url, url.hasPrefix(prefix) else { return element }
    let letters = url.dropFirst(prefix.count)
    style.url = nil
    if letters.contains("b") { style.isBold = true }
    if letters.contains("i") { style.isItalic = true }
    if letters.contains("s") { style.isStruck = true }
    if letters.contains("u") { style.isUnderlined = true }
    return InlineParser.element(text, style)
  }
}
