internal import JSON
internal import PluginKit

/// The arguments of the tool `create_doc`.
struct CreateDocArguments: Decodable, Sendable {
  var title: String
  var markdown: String?
  var parent: String?
  var shareWith: StringList?
  var access: String?

  enum CodingKeys: String, CodingKey {
    case title, markdown, parent, access
    case shareWith = "share_with"
  }
}

/// Makes a document from Markdown, in a folder or a wiki, and shares it at once.
struct CreateDoc: Sendable {
  static let maximumTitleCharacters = 800

  let client: LarkClient

  /// The new document.
  struct Made: Sendable {
    var document: String
    /// Of its wiki page.
    var node: String?

    func url(_ brand: Settings.Brand) -> String {
      node.map { "\(brand.documentURL)/wiki/\($0)" } ?? "\(brand.documentURL)/docx/\(document)"
    }
  }

  func run(
    _ arguments: CreateDocArguments, _ context: CallContext
  ) async throws(LarkFailure) -> ToolResult {
    let title = singleLine(arguments.title, limit: CreateDoc.maximumTitleCharacters + 1)
    guard !title.isEmpty, title.count <= CreateDoc.maximumTitleCharacters else {
      throw .argument("title: from 1 to \(CreateDoc.maximumTitleCharacters) characters.")
    }
    let markdown = arguments.markdown?.nonEmpty
    if let markdown { try MarkdownInput.check(MarkdownInput.withoutIDs(markdown)) }
    let targets = try ShareTarget.all(arguments.shareWith?.values ?? [], "share_with")
    let access = try Access.level(arguments.access, "access")
    let place = try await place(arguments.parent?.nonEmpty, context)
    var insertion: Insertion?
    if let markdown { insertion = try await Insertion(markdown, client, context) }
    let made = try await create(title, place, context)
    var writer = DocumentWriter(client, document: made.document, context)
    var notes: [String] = []
    if var insertion {
      do throws(LarkFailure) {
        try await insertion.run(&writer, below: made.document, at: nil)
        notes += insertion.notes
      } catch {
        guard error != .cancelled else { throw error }
        return .error(error.toolError(note: partialNote(made, writer, insertion)))
      }
    }
    notes += try await share(made, targets, access, context)
    return result(made, title, writer.inserted.count, notes, context)
  }

  private enum Place {
    case folder(String)
    case wiki(WikiPlace)
  }

  private func place(
    _ parent: String?, _ context: CallContext
  ) async throws(LarkFailure) -> Place {
    guard let parent else { return .folder("") }
    if WikiPlace.isWiki(parent) {
      return .wiki(try await WikiPlace.of(parent, "parent", client, context))
    }
    guard let reference = LarkReference(parsing: parent),
      reference.kind == .folder || reference.kind == .unknown
    else { throw .argument("parent: write a link or token of a folder, or \(WikiPlace.forms).") }
    return .folder(reference.token)
  }

  private func create(
    _ title: String, _ place: Place, _ context: CallContext
  ) async throws(LarkFailure) -> Made {
    switch place {
    case .folder(let folder):
      var body: JSONObject = ["title": .string(title)]
      if !folder.isEmpty { body["folder_token"] = .string(folder) }
      let payload = try await client.send(
        APIRequest(
          .createDoc, body: .object(body), purpose: "create the document", keys: [.folder(folder)]),
        context)
      guard let id = payload["document"]?["document_id"]?.nonEmptyString else {
        throw .unreadable(purpose: "create the document", status: 200, logID: nil)
      }
      return Made(document: id)
    case .wiki(let place):
      let node = try await CreateWikiPage.create(
        place, kind: "docx", title: title, client, context)
      return Made(document: node.object, node: node.token)
    }
  }

  private func partialNote(
    _ made: Made, _ writer: DocumentWriter, _ insertion: Insertion
  ) -> String {
    "The document \(made.url(client.settings.brand)) was made, with \(writer.inserted.count) of"
      + " \(insertion.count) blocks: add the rest with append_doc, do not create it again."
  }

  private func share(
    _ made: Made, _ targets: [ShareTarget], _ access: String, _ context: CallContext
  ) async throws(LarkFailure) -> [String] {
    guard !targets.isEmpty else {
      guard context.actedAs == Identity.bot.rawValue, made.node == nil else { return [] }
      return ["It belongs to the app, and others may not see it: share it with share_doc."]
    }
    let outcome = try await Sharing.share(
      made.document, kind: "docx", with: targets, access: access, client, context)
    var notes: [String] = []
    if !outcome.shared.isEmpty {
      let names = outcome.shared.map { singleLine($0, limit: 80) }.joined(separator: ", ")
      notes.append("Shared with \(names) (\(access)).")
    }
    return notes + outcome.failures.map { "Not shared: \($0)" }
  }

  private func result(
    _ made: Made, _ title: String, _ count: Int, _ notes: [String], _ context: CallContext
  ) -> ToolResult {
    let url = made.url(client.settings.brand)
    var structured: JSONObject = ["document_id": .string(made.document), "url": .string(url)]
    if let node = made.node { structured["node_token"] = .string(node) }
    let head =
      "Created \"\(singleLine(title, limit: 100))\" with \(count) block\(count == 1 ? "" : "s") as"
      + " the \(context.actedAs): \(url) (document \(made.document))"
    return ToolResult(
      [.text(([head] + notes).joined(separator: "\n"))], structured: .object(structured))
  }
}

/// What somebody may do with a document.
enum Access {
  static let levels = ["view", "edit", "full_access"]

  static func level(_ text: String?, _ argument: String) throws(LarkFailure) -> String {
    let level = text?.nonEmpty ?? "edit"
    guard levels.contains(level) else {
      throw .argument("\(argument): view, edit or full_access.")
    }
    return level
  }
}

extension CreateDoc {
  static func tool(_ core: LarkCore) -> LarkTool {
    let creator = CreateDoc(client: core.client)
    return LarkTool(
      "create_doc",
      "Creates a Lark document from Markdown, in a folder or wiki, and shares it.",
      core, group: .docs,
      endpoints: [
        .createDoc, .convertMarkdown, .insertBlocks, .shareFile, .getWikiNode, .createWikiNode,
      ] + DocumentImages.endpoints, identity: .userFirst, effect: .adds,
      input: .object(
        [
          "title": .string(maxLength: maximumTitleCharacters),
          "markdown": .string("https images are uploaded"),
          "parent": .string("Folder, wiki page or wiki space: link or token"),
          "share_with": .stringList(
            .string(), "E-mail, ou_..., oc_... or od-...", maxItems: ShareTarget.maximumCount),
          "access": .enumeration(Access.levels, "For share_with", default: "edit"),
        ], required: ["title"])
    ) { (arguments: CreateDocArguments, context) throws(LarkFailure) in
      try await creator.run(arguments, context)
    }
  }
}
