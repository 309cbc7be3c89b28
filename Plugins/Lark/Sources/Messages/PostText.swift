internal import JSON

/// A post as Markdown.
struct PostText: Sendable {
  let mentions: MentionText

  init(_ mentions: MentionText) { self.mentions = mentions }

  /// With its title first. Posts come bare, or under the name of a language.
  func text(_ json: JSONValue) -> String {
    let post = json["content"] == nil ? localized(json) ?? json : json
    let paragraphs = (post["content"]?.array ?? []).map { paragraph($0) }
    let title = singleLine(post["title"]?.string ?? "", limit: 300)
    let lines = title.isEmpty ? paragraphs : [title] + paragraphs
    return lines.joined(separator: "\n")
  }

  private func localized(_ json: JSONValue) -> JSONValue? {
    let languages = ["zh_cn", "en_us", "ja_jp"]
    return languages.lazy.compactMap { json[$0] }.first
      ?? json.object?.members.lazy.map(\.value).first { $0["content"] != nil }
  }

  private func paragraph(_ nodes: JSONValue) -> String {
    (nodes.array ?? [nodes]).map { node($0) }.joined()
  }

  private func node(_ node: JSONValue) -> String {
    let text = node["text"]?.string ?? ""
    switch node["tag"]?.string {
    case "a":
      let address = node["href"]?.string ?? ""
      return text == address || text.isEmpty ? address : "[\(text)](\(address))"
    case "at":
      return mentions.mention(node["user_id"]?.string ?? "", name: node["user_name"]?.string)
    case "img": return "[image \(node["image_key"]?.string ?? "")]"
    case "media": return "[video \(node["file_key"]?.string ?? "")]"
    case "emotion": return "[\(node["emoji_type"]?.string ?? "emoji")]"
    case "hr": return "---"
    case "code_block":
      return "```\(node["language"]?.string?.lowercased() ?? "")\n\(text)\n```"
    case "md": return mentions.tagged(mentions.resolved(text))
    default: return styled(mentions.resolved(text), node["style"])
    }
  }

  private func styled(_ text: String, _ style: JSONValue?) -> String {
    guard !text.allSatisfy(\.isWhitespace) else { return text }
    var text = text
    for name in (style?.array ?? []).compactMap(\.string) {
      switch name {
      case "bold": text = "**\(text)**"
      case "italic": text = "*\(text)*"
      case "lineThrough": text = "~~\(text)~~"
      default: break
      }
    }
    return text
  }
}
