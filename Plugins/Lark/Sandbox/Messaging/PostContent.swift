import JSON

/// A rich text: languages, in them paragraphs, in them nodes. Reads back in one language, with
/// mentions as keys and Markdown as text.
enum PostContent {
  private static let incorrect = MessageContent.invalid(
    "content format of the post type is incorrect")
  /// The fields a node must have, as texts.
  private static let requiredFields: [String: [String]] = [
    "text": ["text"], "a": ["text", "href"], "at": ["user_id"], "img": ["image_key"],
    "media": ["file_key"], "emotion": ["emoji_type"], "code_block": ["text"], "hr": [],
    "md": ["text"],
  ]
  /// These fill a paragraph of their own.
  private static let aloneTags: Set<String> = ["img", "media", "md"]

  static func read(
    _ members: JSONObject, _ state: SandboxState
  ) throws(APIError) -> MessageContent {
    var mentions = MentionReader(state.people)
    var shown: JSONObject?
    for language in members.members {
      guard case .object(let post) = language.value else { throw incorrect }
      let read = try readPost(post, &mentions, isFirst: shown == nil)
      if shown == nil { shown = read }
    }
    guard let shown else { throw incorrect }
    try requireImages(shown, state)
    return MessageContent(
      text: JSONValue.object(shown).description, mentions: mentions.found)
  }

  /// The images must have been uploaded.
  private static func requireImages(
    _ post: JSONObject, _ state: SandboxState
  ) throws(APIError) {
    let nodes = (post["content"]?.array ?? []).flatMap { $0.array ?? [] }
    for node in nodes where node["tag"] == "img" {
      let key = node["image_key"]?.string ?? ""
      guard key == MessageContent.imageKey || state.uploads.files[key] != nil else {
        throw APIError(230_017, "Bot is NOT the owner of the resource.")
      }
    }
  }

  private static func readPost(
    _ post: JSONObject, _ mentions: inout MentionReader, isFirst: Bool
  ) throws(APIError) -> JSONObject {
    guard case .array(let paragraphs)? = post["content"], !paragraphs.isEmpty else {
      throw incorrect
    }
    if let title = post["title"], title.string == nil { throw incorrect }
    var shown: [JSONValue] = []
    for paragraph in paragraphs {
      guard case .array(let nodes) = paragraph else { throw incorrect }
      shown += try readParagraph(nodes, &mentions)
    }
    return ["title": post["title"] ?? "", "content": .array(shown)]
  }

  private static func readParagraph(
    _ nodes: [JSONValue], _ mentions: inout MentionReader
  ) throws(APIError) -> [JSONValue] {
    var shown: [JSONValue] = []
    for node in nodes {
      guard case .object(let members) = node, let tag = members["tag"]?.string,
        let required = requiredFields[tag], required.allSatisfy({ members[$0]?.string != nil }),
        nodes.count == 1 || !aloneTags.contains(tag)
      else { throw incorrect }
      if tag == "md" {
        return markdown(members["text"]?.string ?? "", &mentions)
      }
      shown.append(.object(try readNode(members, tag, &mentions)))
    }
    return [.array(shown)]
  }

  private static func readNode(
    _ members: JSONObject, _ tag: String, _ mentions: inout MentionReader
  ) throws(APIError) -> JSONObject {
    var shown = members
    if tag == "at" {
      guard let key = mentions.key(for: members["user_id"]?.string ?? "") else {
        throw MessageContent.invalid("invalid user_id in the at tag")
      }
      shown["user_id"] = .string(key)
      let name = mentions.found.first { $0.key == key }?.name ?? ""
      shown["user_name"] = .string(name)
    }
    if tag == "text" || tag == "a", members["style"] == nil { shown["style"] = [] }
    return shown
  }

  /// A paragraph for each line.
  private static func markdown(_ text: String, _ mentions: inout MentionReader) -> [JSONValue] {
    let shown = mentions.replace(in: text)
    return shown.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      [["tag": "text", "text": .string(String(line)), "style": []]]
    }
  }
}
