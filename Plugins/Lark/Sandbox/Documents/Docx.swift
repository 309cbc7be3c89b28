import JSON

/// `docx/v1/documents` and `docs/v1/content`: make a document, read one.
enum Docx {
  static let missing = APIError.code(1_770_002)
  static let forbidden = APIError.code(1_770_032)

  static let endpoints: [Endpoint] = [
    Endpoint("GET /docs/v1/content", markdown),
    Endpoint("GET /docx/v1/documents/:document_id/raw_content", plainText),
    Endpoint("GET /docx/v1/documents/:document_id", get),
    Endpoint("POST /docx/v1/documents", create),
    Endpoint("POST /docx/v1/documents/blocks/convert", convert),
    Endpoint("GET /docx/v1/documents/:document_id/blocks", blocks),
    Endpoint("POST /docx/v1/documents/:document_id/blocks/:block_id/descendant", DocxEdits.descend),
    Endpoint("POST /docx/v1/documents/:document_id/blocks/:block_id/children", DocxEdits.children),
    Endpoint("PATCH /docx/v1/documents/:document_id/blocks/batch_update", DocxEdits.update),
    Endpoint(
      "DELETE /docx/v1/documents/:document_id/blocks/:block_id/children/batch_delete",
      DocxEdits.delete),
  ]

  static func markdown(_ state: inout SandboxState, _ call: Call) throws(APIError) -> Answer {
    let document = try state.document(
      call.queryText("doc_token") ?? "", call, missing: .code(2_889_914),
      forbidden: .code(2_889_902))
    guard document.kind == .docx else { throw .code(2_889_904) }
    return .data(["content": .string(MarkdownWriter.markdown(state.tree(document)))])
  }

  static func plainText(_ state: inout SandboxState, _ call: Call) throws(APIError) -> Answer {
    let document = try find(state, call)
    return .data(["content": .string(state.tree(document).plainText + "\n")])
  }

  static func get(_ state: inout SandboxState, _ call: Call) throws(APIError) -> Answer {
    let document = try find(state, call)
    return .data(["document": json(document, state.tree(document))])
  }

  static func create(_ state: inout SandboxState, _ call: Call) throws(APIError) -> Answer {
    let folder = try Folders.parent(call.filledText("folder_token"), state, call)
    let document = state.addDocument(
      .docx, title: call.text("title") ?? "", folder: folder, call)
    return .data(["document": json(document, state.tree(document))])
  }

  static func convert(_ state: inout SandboxState, _ call: Call) throws(APIError) -> Answer {
    let reader = MarkdownReader(call.text("content") ?? "", prefix: state.identifiers.uuid())
    return .data([
      "first_level_block_ids": .array(reader.roots.map(JSONValue.string)),
      "blocks": .array(reader.blocks.map(JSONValue.object)),
      "block_id_to_image_urls": .array(reader.images),
    ])
  }

  static func blocks(_ state: inout SandboxState, _ call: Call) throws(APIError) -> Answer {
    let tree = state.tree(try find(state, call))
    return try state.page(
      tree.ordered.map(JSONValue.object), "blocks \(tree.id) \(tree.revision)", call,
      defaultSize: 500, expired: .code(1_770_001))
  }

  /// The document of the path, if the caller may see it, or edit it.
  static func find(
    _ state: SandboxState, _ call: Call, edits: Bool = false
  ) throws(APIError) -> Document {
    let document = try state.document(
      call.parameter("document_id"), call, edits: edits, missing: missing, forbidden: forbidden)
    guard document.kind == .docx else { throw missing }
    return document
  }

  private static func json(_ document: Document, _ tree: BlockTree) -> JSONValue {
    [
      "document_id": .string(document.token), "revision_id": number(tree.revision),
      "title": .string(document.title),
    ]
  }
}

extension SandboxState {
  /// The blocks of a document; one that was never edited has a paragraph for each line.
  mutating func tree(_ document: Document) -> BlockTree {
    if let tree = docx[document.token] { return tree }
    var tree = BlockTree(id: document.token, title: document.title)
    let reader = MarkdownReader(document.text, prefix: "doxcn\(document.token.prefix(20))")
    if !reader.roots.isEmpty {
      tree.insert(DocxEdits.linked(reader.blocks), roots: reader.roots, under: tree.id, at: -1)
    }
    docx[document.token] = tree
    return tree
  }

  /// Keeps an edited tree, and what searches see of it.
  mutating func keep(_ tree: BlockTree) {
    docx[tree.id] = tree
    let now = clock.seconds
    documents.change(tree.id) { document in
      document.title = tree.title
      document.text = tree.plainText
      document.editSeconds = now
    }
  }
}
