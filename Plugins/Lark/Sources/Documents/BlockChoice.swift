/// Blocks of a document that an argument names.
struct BlockChoice {
  let tree: DocumentTree

  struct Place {
    var block: DocumentBlock
    var parent: DocumentBlock
    var index: Int
  }

  /// Where a block stands among its siblings.
  func place(_ id: String, _ argument: String) throws(LarkFailure) -> Place {
    guard let block = tree[id] else {
      throw .argument(
        "\(argument): the document has no block \"\(singleLine(id, limit: 64))\"; read_doc shows"
          + " the ids.")
    }
    guard let place = tree.place(of: block) else {
      throw .argument("\(argument): \(id) is the whole document; write the id of a block in it.")
    }
    guard block.kind != .tableCell, block.kind != .gridColumn else {
      throw .argument(
        "\(argument): \(id) is a \(block.kind.words); write the id of a block in it, or of it all"
          + " \(block.kind == .tableCell ? "table" : "grid").")
    }
    return Place(block: block, parent: place.parent, index: place.index)
  }

  /// Ranges of children to delete, parent by parent, those further down first so that the places of
  /// the others stay. Blocks below others that are named go with them.
  func ranges(_ places: [Place]) -> [(parent: String, range: Range<Int>)] {
    let covered = places.flatMap { tree.subtree(of: $0.block.id).dropFirst().map(\.id) }
    let top = places.filter { !covered.contains($0.block.id) }
    var indices: [String: Set<Int>] = [:]
    for place in top { indices[place.parent.id, default: []].insert(place.index) }
    var ranges: [(parent: String, range: Range<Int>)] = []
    for parent in indices.keys.sorted() {
      var open: Range<Int>?
      for index in (indices[parent] ?? []).sorted(by: >) {
        if let range = open, range.lowerBound == index + 1 {
          open = index..<range.upperBound
        } else {
          if let range = open { ranges.append((parent, range)) }
          open = index..<index + 1
        }
      }
      if let range = open { ranges.append((parent, range)) }
    }
    return ranges
  }

  /// Throws where something would be lost that Markdown cannot bring back.
  func checkLoss(
    of places: [Place], isAllowed: Bool, verb: String
  ) throws(LarkFailure) {
    guard !isAllowed else { return }
    var lost: [String] = []
    for block in places.flatMap({ tree.subtree(of: $0.block.id) }) {
      if !block.kind.isPortable { lost.append("\(block.kind.words) (\(block.id))") }
      lost += InlineText.unportable(block.elements).map { "\($0) (in \(block.id))" }
    }
    guard !lost.isEmpty else { return }
    let shown = lost.prefix(5).joined(separator: ", ") + (lost.count > 5 ? ", …" : "")
    throw .argument(
      "\(verb) would lose what Markdown cannot carry: \(shown). Leave those blocks out, or set"
        + " delete_embedded to true.")
  }
}
