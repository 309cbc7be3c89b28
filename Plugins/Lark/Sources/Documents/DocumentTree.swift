internal import JSON

/// The blocks of a document by id.
struct DocumentTree: Sendable {
  let document: String
  /// Of the blocks; nil where Lark did not tell it.
  var revision: Int64?
  /// False where the document has more blocks than were read.
  var isWhole = true
  private var blocks: [String: DocumentBlock] = [:]

  init(document: String, revision: Int64? = nil) {
    (self.document, self.revision) = (document, revision)
  }

  mutating func insert(_ items: [JSONValue]) {
    for item in items {
      if let block = DocumentBlock(item) { blocks[block.id] = block }
    }
  }

  var count: Int { blocks.count }

  subscript(id: String) -> DocumentBlock? { blocks[id] }

  /// The block of the whole document, which has the id of the document.
  var page: DocumentBlock? {
    blocks[document] ?? blocks.values.first { $0.kind == .page }
  }

  var title: String { InlineText.plain(page?.elements ?? []) }

  /// Those that say so themselves, each once, so that no block comes twice.
  func children(of block: DocumentBlock) -> [DocumentBlock] {
    var seen: Set<String> = []
    return block.children.compactMap { id in
      guard let child = blocks[id], child.parent == nil || child.parent == block.id,
        seen.insert(id).inserted
      else { return nil }
      return child
    }
  }

  /// The block and everything below it, each before its children. A block that Lark lists twice, or
  /// below itself, comes once.
  func subtree(of id: String) -> [DocumentBlock] {
    var (found, seen, open) = ([DocumentBlock](), Set<String>(), [id])
    while let next = open.popLast() {
      guard let block = blocks[next], seen.insert(next).inserted else { continue }
      found.append(block)
      open += block.children.reversed()
    }
    return found
  }

  /// Where the block stands below its parent.
  func place(of block: DocumentBlock) -> (parent: DocumentBlock, index: Int)? {
    guard let parent = block.parent.flatMap({ blocks[$0] }),
      let index = parent.children.firstIndex(of: block.id)
    else { return nil }
    return (parent, index)
  }
}
