/// A whole list rendered for every revision and cut into pages. A copy is a few references.
struct RenderedList: Sendable {
  let kind: ListKind
  /// Which state of the catalogue this is; cursors are bound to it.
  let generation: UInt64
  let count: Int
  private let pageSize: Int
  /// By revision, oldest first; one buffer for all that see the same.
  private let texts: [JoinedTexts]

  init(_ kind: ListKind, _ objects: [ListedObject], generation: UInt64, pageSize: Int) {
    self.kind = kind
    self.generation = generation
    self.pageSize = max(1, pageSize)
    count = objects.count
    let latest = JoinedTexts(objects.map { $0.text(.july2026) })
    texts = Revision.allCases.map { revision in
      objects.allSatisfy { $0.isAsGiven(revision) }
        ? latest : JoinedTexts(objects.map { $0.text(revision) })
    }
  }

  /// The objects of one page as JSON, separated by commas, and where the next page starts.
  func page(from start: Int, _ revision: Revision) -> (objects: ArraySlice<UInt8>, next: Int?) {
    let end = count - start > pageSize ? start + pageSize : count
    return (texts[Int(revision.rawValue)].run(start..<end), end < count ? end : nil)
  }
}
