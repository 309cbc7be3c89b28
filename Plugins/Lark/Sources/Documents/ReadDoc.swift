internal import JSON
internal import PluginKit

/// The arguments of the tool `read_doc`.
struct ReadDocArguments: Decodable, Sendable {
  var doc: String
  var block: String?
  var from: String?
  var outline: Bool?
  var ids: Bool?
  var limit: Int?
}

/// Reads a document as Markdown with the ids of its blocks.
struct ReadDoc: Sendable {
  static let defaultLimit = 20_000
  static let maximumLimit = 100_000

  let client: LarkClient

  func run(
    _ arguments: ReadDocArguments, _ context: CallContext
  ) async throws(LarkFailure) -> ToolResult {
    let limit = arguments.limit ?? ReadDoc.defaultLimit
    guard (500...ReadDoc.maximumLimit).contains(limit) else {
      throw .argument("limit: from 500 to \(ReadDoc.maximumLimit) characters.")
    }
    let wanted = try arguments.block?.nonEmpty.map { (id) throws(LarkFailure) in
      try BlockID.parse(id, "block")
    }
    let first = try arguments.from?.nonEmpty.map { (id) throws(LarkFailure) in
      try BlockID.parse(id, "from")
    }
    let reference = try await DocumentTarget.reference(arguments.doc, "doc", client, context)
    if let advice = DocumentTarget.advice(reference) {
      return ToolResult(
        [.text(advice)],
        structured: ["kind": .string(reference.kind.rawValue), "token": .string(reference.token)])
    }
    let tree = try await DocumentReader(client: client).tree(
      reference.token, purpose: "read the document", context)
    guard let page = tree.page else {
      throw .argument("doc: Lark shows no blocks of \(singleLine(reference.token, limit: 128)).")
    }
    let showsIDs = arguments.ids ?? true
    if arguments.outline == true {
      return outline(tree, page, showsIDs: showsIDs, context)
    }
    var markdown = BlockMarkdown(tree: tree, showsIDs: showsIDs)
    var excerpt = DocumentExcerpt(blocks: tree.children(of: page), limit: limit)
    if let id = wanted {
      guard let block = tree[id] else { throw ReadDoc.missing("block", id) }
      markdown.showsCellIDs = true
      excerpt.blocks = [block]
    } else if let id = first ?? reference.block, !excerpt.start(at: id) {
      if first != nil { throw ReadDoc.missing("from", id) }
    }
    let text = excerpt.text(markdown)
    return result(tree, text, next: excerpt.next, showsIDs: showsIDs, context)
  }

  private static func missing(_ argument: String, _ id: String) -> LarkFailure {
    .argument(
      "\(argument): the document has no such block there as \"\(singleLine(id, limit: 64))\"; "
        + "take ids from lark_read_doc.")
  }

  private func result(
    _ tree: DocumentTree, _ text: String, next: String?, showsIDs: Bool, _ context: CallContext
  ) -> ToolResult {
    var head = heading(tree, context)
    if showsIDs { head += " Comments hold block ids." }
    if let next { head += " More follows: call again with from \"\(next)\"." }
    if !tree.isWhole { head += " The document is longer than \(tree.count) blocks, the most read." }
    var structured = structured(tree)
    if let next { structured["next"] = .string(next) }
    let content = text.isEmpty ? "(empty)" : text
    return ToolResult([.text(head), .text(content)], structured: .object(structured))
  }

  private func heading(_ tree: DocumentTree, _ context: CallContext) -> String {
    let title = singleLine(tree.title, limit: 200).nonEmpty ?? "(no title)"
    let revision = tree.revision.map { ", revision \($0)" } ?? ""
    return "\"\(title)\" (docx \(tree.document)\(revision)), read as the \(context.actedAs)."
  }

  private func structured(_ tree: DocumentTree) -> JSONObject {
    var structured: JSONObject = [
      "document_id": .string(tree.document), "title": .string(tree.title),
    ]
    if let revision = tree.revision { structured["revision"] = .number(JSONNumber(revision)) }
    return structured
  }

  private func outline(
    _ tree: DocumentTree, _ page: DocumentBlock, showsIDs: Bool, _ context: CallContext
  ) -> ToolResult {
    let headings = tree.subtree(of: page.id).filter { $0.kind.headingLevel != nil }
    let lines = headings.map { block in
      "\(String(repeating: "#", count: block.kind.headingLevel ?? 1)) "
        + singleLine(InlineText.plain(block.elements), limit: 200)
        .replacing("<!--", with: "\\<!--")
        + (showsIDs ? " <!--\(block.id)-->" : "")
    }
    return ToolResult(
      [
        .text(heading(tree, context)),
        .text(lines.isEmpty ? "(no headings)" : lines.joined(separator: "\n")),
      ], structured: .object(structured(tree)))
  }
}

/// As many blocks as fit, the first one in any case.
struct DocumentExcerpt {
  var blocks: [DocumentBlock]
  let limit: Int
  /// The block at which to go on.
  private(set) var next: String?
  private var first = 0

  init(blocks: [DocumentBlock], limit: Int) { (self.blocks, self.limit) = (blocks, limit) }

  /// False where there is no such block.
  mutating func start(at id: String) -> Bool {
    guard let place = blocks.firstIndex(where: { $0.id == id }) else { return false }
    first = place
    return true
  }

  mutating func text(_ markdown: BlockMarkdown) -> String {
    var (text, number) = ("", Int64(0))
    var previous: BlockKind?
    for (index, block) in blocks.enumerated() {
      number = BlockMarkdown.number(of: block, after: number)
      guard index >= first else { continue }
      let lines = markdown.lines(of: block, number: number, depth: 0)
      guard !lines.isEmpty else { continue }
      let isTight = previous?.isListItem == true && block.kind.isListItem
      let piece = lines.joined(separator: "\n")
      guard text.isEmpty || text.count + piece.count <= limit else {
        next = block.id
        break
      }
      text += (text.isEmpty ? "" : isTight ? "\n" : "\n\n") + piece
      previous = block.kind
    }
    return text
  }
}

extension ReadDoc {
  static func tool(_ core: LarkCore) -> LarkTool {
    let reader = ReadDoc(client: core.client)
    return LarkTool(
      "read_doc",
      "Reads a Lark document or wiki page as Markdown; comments hold the block ids for edit_doc.",
      core, group: .docs,
      endpoints: [.getDoc, .listBlocks, .getWikiNode], identity: .userFirst, effect: .reads,
      input: .object(
        [
          "doc": .string("Link or token"),
          "block": .string("Only this block; ids in table cells too"),
          "from": .string("Go on at this block, as told before"),
          "outline": .boolean("Only headings", default: false),
          "ids": .boolean("With block ids", default: true),
          "limit": .integer(
            "Characters", minimum: 500, maximum: maximumLimit, default: defaultLimit),
        ], required: ["doc"])
    ) { (arguments: ReadDocArguments, context) throws(LarkFailure) in
      try await reader.run(arguments, context)
    }
  }
}
