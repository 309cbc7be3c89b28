internal import JSON

/// Blocks to be put into a document, with ids that hold until then.
struct NewBlocks: Sendable, Equatable {
  /// The most that Lark takes at once.
  static let maximumPerRequest = 1_000

  /// Ids of the topmost blocks, in order.
  var top: [String]
  var blocks: [JSONValue]
  /// Where the images come from, by the ids of their blocks.
  var images: [Image] = []

  struct Image: Sendable, Equatable {
    var block: String
    var url: String
  }

  /// The answer of Lark's conversion, made fit for insertion: without what may only be read, and
  /// with the mentions that were links on the way.
  init(converted: JSONValue) {
    top = (converted["first_level_block_ids"]?.array ?? []).compactMap(\.string)
    blocks = (converted["blocks"]?.array ?? []).map(NewBlocks.prepared)
    images = (converted["block_id_to_image_urls"]?.array ?? []).compactMap { entry in
      guard let block = entry["block_id"]?.nonEmptyString, let url = entry["image_url"]?.string
      else { return nil }
      return Image(block: block, url: url)
    }
  }

  private init(top: [String], blocks: [JSONValue]) { (self.top, self.blocks) = (top, blocks) }

  private static func prepared(_ block: JSONValue) -> JSONValue {
    guard var members = block.object else { return block }
    members["parent_id"] = nil
    if var table = members["table"]?.object, var property = table["property"]?.object {
      property["merge_info"] = nil
      table["property"] = .object(property)
      members["table"] = .object(table)
    }
    for kind in BlockKind.allCases where kind.hasText {
      guard var content = members[kind.rawValue]?.object, let elements = content["elements"]?.array
      else { continue }
      content["elements"] = .array(
        elements.map { StyleLinks.restored(MentionLinks.restored($0)) })
      members[kind.rawValue] = .object(content)
    }
    return .object(members)
  }

  var isEmpty: Bool { top.isEmpty }

  /// In parts that Lark takes, each of whole topmost blocks. A block that is too large by itself is
  /// named in the error.
  func batches() throws(LarkFailure) -> [NewBlocks] {
    let byID = Dictionary(
      blocks.compactMap { block in block["block_id"]?.string.map { ($0, block) } },
      uniquingKeysWith: { first, _ in first })
    var batches: [NewBlocks] = []
    for id in top {
      let subtree = NewBlocks.subtree(id, byID)
      guard subtree.count <= NewBlocks.maximumPerRequest else {
        throw .argument(
          "markdown: one block has \(subtree.count) parts, and Lark takes at most"
            + " \(NewBlocks.maximumPerRequest) at once (a table has two for each cell): split it.")
      }
      let room = NewBlocks.maximumPerRequest - (batches.last?.blocks.count ?? .max)
      if batches.isEmpty || room < subtree.count {
        batches.append(NewBlocks(top: [id], blocks: subtree))
      } else {
        batches[batches.count - 1].top.append(id)
        batches[batches.count - 1].blocks += subtree
      }
    }
    return batches
  }

  private static func subtree(_ id: String, _ blocks: [String: JSONValue]) -> [JSONValue] {
    var (found, seen, open) = ([JSONValue](), Set<String>(), [id])
    while let next = open.popLast() {
      guard let block = blocks[next], seen.insert(next).inserted else { continue }
      found.append(block)
      open += (block["children"]?.array ?? []).compactMap(\.string).reversed()
    }
    return found
  }
}

/// Mentions in Markdown go through Lark's conversion as links: it knows no mentions.
enum MentionLinks {
  private static let prefix = "https://mention.invalid/"

  /// `<at user_id="ou_x">name</at>` as a link, outside of code.
  static func hidden(_ markdown: String) -> String {
    guard markdown.contains("<at ") else { return markdown }
    return MarkdownLines.outsideCode(markdown) { MarkdownCode.outside($0, replaced) }
  }

  private static func replaced(_ line: String) -> String {
    var (result, rest) = ("", line[...])
    while let open = firstRange(of: "<at ", in: rest),
      let close = firstRange(of: "</at>", in: rest[open.upperBound...])
    {
      let tag = rest[open.lowerBound..<close.upperBound]
      let mention = InlineParser.elements(String(tag)).first?["mention_user"]?["user_id"]?.string
      result += rest[..<open.lowerBound]
      result += mention.map { "[@\($0)](\(prefix)\($0))" } ?? String(tag)
      rest = rest[close.upperBound...]
    }
    return result + rest
  }

  /// The mention that the element was before.
  static func restored(_ element: JSONValue) -> JSONValue {
    let style = element["text_run"]?["text_element_style"]
    guard let url = style?["link"]?["url"]?.string.map(percentDecoded), url.hasPrefix(prefix)
    else { return element }
    return ["mention_user": ["user_id": .string(String(url.dropFirst(prefix.count)))]]
  }
}
