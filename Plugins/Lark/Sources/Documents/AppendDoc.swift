internal import JSON
internal import PluginKit

/// The arguments of the tool `append_doc`.
struct AppendDocArguments: Decodable, Sendable {
  var doc: String
  var markdown: String
  var after: String?
  var before: String?
  var revision: Int64?
}

/// Adds Markdown to a document: at its end, or next to a block.
struct AppendDoc: Sendable {
  let client: LarkClient

  func run(
    _ arguments: AppendDocArguments, _ context: CallContext
  ) async throws(LarkFailure) -> ToolResult {
    try MarkdownInput.check(arguments.markdown)
    let after = try arguments.after?.nonEmpty.map { (id) throws(LarkFailure) in
      try BlockID.parse(id, "after")
    }
    let before = try arguments.before?.nonEmpty.map { (id) throws(LarkFailure) in
      try BlockID.parse(id, "before")
    }
    guard after == nil || before == nil else {
      throw .argument("after, before: write one of them.")
    }
    let reference = try await DocumentTarget.docx(arguments.doc, "doc", client, context)
    var place = Place(parent: reference.token, index: nil, revision: arguments.revision)
    if let id = after ?? before {
      let tree = try await snapshot(reference.token, arguments.revision, context)
      let found = try BlockChoice(tree: tree).place(id, after == nil ? "before" : "after")
      place = Place(
        parent: found.parent.id, index: found.index + (after == nil ? 0 : 1),
        revision: tree.revision)
    } else if arguments.revision != nil {
      place.revision = try await snapshot(reference.token, arguments.revision, context).revision
    }
    return try await write(arguments.markdown, reference.token, place, context)
  }

  private struct Place {
    var parent: String
    var index: Int?
    var revision: Int64?
  }

  private func snapshot(
    _ document: String, _ revision: Int64?, _ context: CallContext
  ) async throws(LarkFailure) -> DocumentTree {
    let tree = try await DocumentReader(client: client).tree(
      document, purpose: "read the document", context)
    try DocumentConflict.check(tree, against: revision)
    return tree
  }

  private func write(
    _ markdown: String, _ document: String, _ place: Place, _ context: CallContext
  ) async throws(LarkFailure) -> ToolResult {
    var writer = DocumentWriter(client, document: document, revision: place.revision, context)
    var insertion = try await Insertion(markdown, client, context)
    do throws(LarkFailure) {
      try await insertion.run(&writer, below: place.parent, at: place.index)
    } catch {
      return try InsertionReport.failure(error, writer, insertion)
    }
    var structured: JSONObject = [
      "document_id": .string(document),
      "block_ids": .array(writer.inserted.map { .string($0) }),
    ]
    if let revision = writer.revision {
      structured["revision"] = .number(JSONNumber(revision))
    }
    let text =
      "Added \(InsertionReport.blocks(writer.inserted)) to the docx \(document) as the"
      + " \(context.actedAs)."
    return ToolResult(
      [.text(([text] + insertion.notes).joined(separator: "\n"))],
      structured: .object(structured))
  }
}

/// Markdown on its way into a document: converted, split, its images fetched.
struct Insertion: Sendable {
  private(set) var batches: [NewBlocks]
  private var images = DocumentImages()

  /// Converts and fetches; changes nothing yet.
  init(
    _ markdown: String, _ client: LarkClient, _ context: CallContext
  ) async throws(LarkFailure) {
    var blocks = try await DocumentWriter.convert(markdown, client, context)
    _ = try blocks.batches()
    try await images.fetch(&blocks, client, context)
    batches = try blocks.batches()
  }

  var count: Int { batches.reduce(0) { $0 + $1.top.count } }
  var notes: [String] { images.notes }

  mutating func run(
    _ writer: inout DocumentWriter, below parent: String, at index: Int?
  ) async throws(LarkFailure) {
    try await writer.insert(batches, below: parent, at: index)
    try await images.upload(&writer)
  }
}

/// What an insertion did, in words.
enum InsertionReport {
  static let shownIDs = 20

  static func blocks(_ ids: [String]) -> String {
    let shown = ids.prefix(shownIDs).joined(separator: ", ")
    let more = ids.count > shownIDs ? ", …" : ""
    return "\(ids.count) block\(ids.count == 1 ? "" : "s") (\(shown)\(more))"
  }

  /// An error that tells what is there already; throws where nothing is.
  static func failure(
    _ failure: LarkFailure, _ writer: DocumentWriter, _ insertion: Insertion
  ) throws(LarkFailure) -> ToolResult {
    guard !writer.inserted.isEmpty, failure != .cancelled else { throw failure }
    let note =
      "\(writer.inserted.count) of \(insertion.count) blocks are in the document"
      + " (the last one \(writer.inserted.last ?? "")); add only what comes after them."
    return .error(failure.toolError(note: note))
  }
}

/// Whether the document is still the one that was read.
enum DocumentConflict {
  static func check(
    _ tree: DocumentTree, against revision: Int64?
  ) throws(LarkFailure) {
    guard let revision, let current = tree.revision, current != revision else { return }
    throw .argument(
      "revision: the document has changed since revision \(revision), it is \(current) now: read it"
        + " again, then edit.")
  }
}

extension AppendDoc {
  static func tool(_ core: LarkCore) -> LarkTool {
    let append = AppendDoc(client: core.client)
    return LarkTool(
      "append_doc",
      "Adds Markdown to a Lark document, at its end or next to a block.",
      core, group: .docs,
      endpoints: [
        .getDoc, .listBlocks, .getWikiNode, .convertMarkdown, .insertBlocks,
      ] + DocumentImages.endpoints, identity: .userFirst, effect: .adds,
      input: .object(
        [
          "doc": .string("Link or token"),
          "markdown": .string("https images are uploaded"),
          "after": .string("Block id"),
          "before": .string("Block id"),
          "revision": .integer("Fail if the document is not at it"),
        ], required: ["doc", "markdown"])
    ) { (arguments: AppendDocArguments, context) throws(LarkFailure) in
      try await append.run(arguments, context)
    }
  }
}
