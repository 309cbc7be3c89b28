/// Puts names in place of the keys that stand for mentions in the content of a message.
struct MentionText: Sendable {
  private let mentions: [LarkMessage.Mention]

  init(_ mentions: [LarkMessage.Mention]) {
    self.mentions = mentions.sorted { $0.key.utf8.count > $1.key.utf8.count }
  }

  /// `@Li Lei(ou_...)`
  func resolved(_ text: String) -> String {
    guard firstRange(of: "@_", in: text[...]) != nil else { return text }
    var result = ""
    var rest = text[...]
    while let mark = firstRange(of: "@_", in: rest) {
      result += rest[..<mark.lowerBound]
      rest = rest[mark.lowerBound...]
      if let mention = mentions.first(where: { rest.hasPrefix($0.key) }) {
        result += MentionText.shown(mention)
        rest = rest.dropFirst(mention.key.count)
      } else if rest.hasPrefix(MentionText.all) {
        result += "@all"
        rest = rest.dropFirst(MentionText.all.count)
      } else {
        result += "@_"
        rest = rest.dropFirst(2)
      }
    }
    return result + rest
  }

  /// For an id, or a key, that stands in a node of its own.
  func mention(_ idOrKey: String, name: String?) -> String {
    if idOrKey == "all" || idOrKey == MentionText.all { return "@all" }
    if let known = mentions.first(where: { $0.key == idOrKey || $0.id == idOrKey }) {
      return MentionText.shown(known)
    }
    let name = singleLine(name ?? "", limit: 40)
    return name.isEmpty ? "@\(singleLine(idOrKey, limit: 80))" : "@\(name)"
  }

  /// Markdown of a card names people with tags: `<at id=ou_x></at>`, `<at ids=ou_x,ou_y></at>`,
  /// `<at email=a@b.cn></at>`, `<person id='ou_x'></person>`. What stands in code stays.
  func tagged(_ markdown: String) -> String {
    guard markdown.contains("<") else { return markdown }
    return MarkdownLines.outsideCode(markdown) { line in
      MarkdownCode.outside(line) { withoutTags($0) }
    }
  }

  private func withoutTags(_ text: String) -> String {
    var (result, rest) = ("", text[...])
    while let open = rest.firstIndex(of: "<") {
      result += rest[..<open]
      rest = rest[open...]
      if let (people, after) = people(rest) {
        result += people
        rest = rest[after...]
      } else {
        result.append(rest.removeFirst())
      }
    }
    return result + rest
  }

  /// Of the tag that the text begins with, and where the rest begins.
  private func people(_ text: Substring) -> (String, Substring.Index)? {
    guard let name = ["at", "person"].first(where: { text.hasPrefix("<\($0) ") }),
      let close = text.firstIndex(of: ">")
    else { return nil }
    let inside = text[text.index(text.startIndex, offsetBy: name.count + 1)..<close]
    let ids = MentionText.ids(inside)
    guard !ids.isEmpty else { return nil }
    var (words, after) = ("", text.index(after: close))
    if let end = firstRange(of: "</\(name)>", in: text[after...]) {
      (words, after) = (String(text[after..<end.lowerBound]), end.upperBound)
    }
    let people = ids.map { id in
      let bare = mention(id, name: nil)
      let name = singleLine(words, limit: 40)
      return name.isEmpty || ids.count > 1 || bare != "@\(id)" ? bare : "@\(name)(\(id))"
    }
    return (people.joined(separator: " "), after)
  }

  /// Of the first attribute that names people.
  private static func ids(_ attributes: Substring) -> [String] {
    for part in attributes.split(whereSeparator: \.isWhitespace) {
      let pair = part.split(separator: "=", maxSplits: 1)
      guard pair.count == 2, ["id", "ids", "user_id", "email"].contains(pair[0]) else { continue }
      return pair[1].filter { !"\"'/".contains($0) }.split(separator: ",")
        .map { singleLine(String($0), limit: 80) }
    }
    return []
  }

  private static func shown(_ mention: LarkMessage.Mention) -> String {
    let name = singleLine(mention.name, limit: 40)
    let id = singleLine(mention.id, limit: 80)
    return id.isEmpty ? "@\(name)" : "@\(name)(\(id))"
  }

  private static let all = "@_all"
}
