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

  private static func shown(_ mention: LarkMessage.Mention) -> String {
    let name = singleLine(mention.name, limit: 40)
    let id = singleLine(mention.id, limit: 80)
    return id.isEmpty ? "@\(name)" : "@\(name)(\(id))"
  }

  private static let all = "@_all"
}
