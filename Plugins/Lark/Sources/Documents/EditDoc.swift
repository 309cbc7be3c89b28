internal import JSON
internal import PluginKit

/// The arguments of the tool `edit_doc`.
struct EditDocArguments: Decodable, Sendable {
  var doc: String
  var blocks: StringList
  var markdown: String?
  var delete: Bool?
  var deleteEmbedded: Bool?
  var revision: Int64?

  enum CodingKeys: String, CodingKey {
    case doc, blocks, markdown, delete, revision
    case deleteEmbedded = "delete_embedded"
  }
}

/// Replaces or deletes blocks of a document. What Markdown cannot carry is lost only on demand.
struct EditDoc: Sendable {
  static let maximumBlocks = 200

  let client: LarkClient

  func run(
    _ arguments: EditDocArguments, _ context: CallContext
  ) async throws(LarkFailure) -> ToolResult {
    let names = arguments.blocks.values
    guard (1...EditDoc.maximumBlocks).contains(names.count) else {
      throw .argument("blocks: from 1 to \(EditDoc.maximumBlocks) block ids, as read_doc shows.")
    }
    var ids: Set<String> = []
    for name in names { ids.insert(try BlockID.parse(name, "blocks")) }
    let markdown = arguments.markdown?.nonEmpty
    guard (markdown != nil) != (arguments.delete == true) else {
      throw .argument("markdown, delete: write the new Markdown, or set delete to true.")
    }
    if let markdown { try MarkdownInput.check(MarkdownInput.withoutIDs(markdown)) }
    let reference = try await DocumentTarget.docx(arguments.doc, "doc", client, context)
    let tree = try await DocumentReader(client: client).tree(
      reference.token, purpose: "read the document", context)
    try DocumentConflict.check(tree, against: arguments.revision)
    let choice = BlockChoice(tree: tree)
    var places: [BlockChoice.Place] = []
    for id in ids.sorted() { places.append(try choice.place(id, "blocks")) }
    places.sort { $0.index < $1.index }
    let edit = Edit(
      client: client, tree: tree, choice: choice, places: places,
      losesEmbedded: arguments.deleteEmbedded ?? false, context: context)
    if let markdown { return try await edit.replace(with: MarkdownInput.withoutIDs(markdown)) }
    return try await edit.delete()
  }
}

/// One edit of blocks that stand in a document.
struct Edit {
  let client: LarkClient
  let tree: DocumentTree
  let choice: BlockChoice
  let places: [BlockChoice.Place]
  let losesEmbedded: Bool
  let context: CallContext

  func delete() async throws(LarkFailure) -> ToolResult {
    try choice.checkLoss(of: places, isAllowed: losesEmbedded, verb: "blocks: deleting these")
    var writer = DocumentWriter(
      client, document: tree.document, revision: tree.revision, context)
    try await delete(shiftedBy: 0, &writer)
    let count = places.count
    return report(
      "Deleted \(count) block\(count == 1 ? "" : "s") with what is below.", writer, [])
  }

  func replace(with markdown: String) async throws(LarkFailure) -> ToolResult {
    if places.count == 1, let update = BlockText(markdown)?.update(of: places[0].block) {
      return try await replaceText(places[0], update)
    }
    let parents = Set(places.map(\.parent.id))
    let span = (places.last?.index ?? 0) - (places.first?.index ?? 0) + 1
    guard parents.count == 1, span == places.count else {
      throw .argument("blocks: to be replaced together they must stand next to each other.")
    }
    try choice.checkLoss(of: places, isAllowed: losesEmbedded, verb: "blocks: replacing these")
    var writer = DocumentWriter(
      client, document: tree.document, revision: tree.revision, context)
    var insertion = try await Insertion(markdown, client, context)
    do throws(LarkFailure) {
      try await insertion.run(&writer, below: places[0].parent.id, at: places[0].index)
      try await delete(shiftedBy: insertion.count, &writer)
    } catch {
      guard !writer.inserted.isEmpty, error != .cancelled else { throw error }
      return .error(
        error.toolError(
          note: "The new \(InsertionReport.blocks(writer.inserted)) may be in the document beside"
            + " the old ones: read it, then delete what is too much."))
    }
    return report(
      "Replaced \(places.count) block\(places.count == 1 ? "" : "s") by"
        + " \(InsertionReport.blocks(writer.inserted)).", writer, insertion.notes)
  }

  /// The block keeps its id, its kind and what is below it.
  private func replaceText(
    _ place: BlockChoice.Place, _ update: JSONValue
  ) async throws(LarkFailure) -> ToolResult {
    let lost = InlineText.unportable(place.block.elements)
    guard lost.isEmpty || losesEmbedded else {
      throw .argument(
        "markdown: replacing the text would lose what Markdown cannot carry:"
          + " \(lost.joined(separator: ", ")). Set delete_embedded to true to do it all the same.")
    }
    var writer = DocumentWriter(
      client, document: tree.document, revision: tree.revision, context)
    try await writer.update([update])
    return report("Replaced the text of the block \(place.block.id).", writer, [])
  }

  /// `shift`: how many blocks were put before them.
  private func delete(
    shiftedBy shift: Int, _ writer: inout DocumentWriter
  ) async throws(LarkFailure) {
    for (parent, range) in choice.ranges(places) {
      try await writer.delete(
        range.lowerBound + shift..<range.upperBound + shift, below: parent)
    }
  }

  private func report(
    _ text: String, _ writer: DocumentWriter, _ notes: [String]
  ) -> ToolResult {
    var structured: JSONObject = ["document_id": .string(tree.document)]
    if !writer.inserted.isEmpty {
      structured["block_ids"] = .array(writer.inserted.map { .string($0) })
    }
    if let revision = writer.revision { structured["revision"] = .number(JSONNumber(revision)) }
    let head = "\(text) Document \(tree.document), as the \(context.actedAs)."
    return ToolResult(
      [.text(([head] + notes).joined(separator: "\n"))], structured: .object(structured))
  }
}

extension EditDoc {
  static func tool(_ core: LarkCore) -> LarkTool {
    let editor = EditDoc(client: core.client)
    return LarkTool(
      "edit_doc",
      "Replaces or deletes blocks of a Lark document. A line replaces only the text of a block.",
      core, group: .docs,
      endpoints: [
        .getDoc, .listBlocks, .getWikiNode, .convertMarkdown, .insertBlocks, .deleteBlocks,
      ] + DocumentImages.endpoints, identity: .userFirst, effect: .changes,
      input: .object(
        [
          "doc": .string("Link or token"),
          "blocks": .stringList(.string(), "Block ids from read_doc", maxItems: maximumBlocks),
          "markdown": .string("What takes their place"),
          "delete": .boolean("Delete them instead"),
          "delete_embedded": .boolean(
            "Lose images, whiteboards, sheets and files too", default: false),
          "revision": .integer("Fail if the document is not at it"),
        ], required: ["doc", "blocks"])
    ) { (arguments: EditDocArguments, context) throws(LarkFailure) in
      try await editor.run(arguments, context)
    }
  }
}
