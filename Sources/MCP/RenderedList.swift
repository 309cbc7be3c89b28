import Synchronization

/// A whole list rendered and cut into pages: for 2026-07-28 at once, for each legacy revision when
/// a client of it first asks, since most changes of a list are never seen by them. Any thread.
final class RenderedList: Sendable {
  /// What one legacy revision sees, once someone asked.
  private final class LegacyTexts: Sendable {
    let texts = AtomicLazyReference<JoinedTexts>()
  }

  let kind: ListKind
  /// Of all objects in their order; cursors are bound to it, so that any process that lists the
  /// same takes them.
  let digest: Digest
  let count: Int
  private let objects: [ListedObject]
  private let pageSize: Int
  private let latest: JoinedTexts
  /// By revision, oldest first.
  private let legacy: [LegacyTexts]

  init(_ kind: ListKind, _ objects: [ListedObject], pageSize: Int) {
    self.kind = kind
    self.objects = objects
    self.pageSize = max(1, pageSize)
    count = objects.count
    latest = JoinedTexts(objects, .july2026)
    legacy = Revision.legacy.map { _ in LegacyTexts() }
    var digest = Digest()
    for object in objects { digest.add(object.digest) }
    self.digest = digest
  }

  /// An earlier list where it has those very objects, or else a new one.
  static func of(
    _ kind: ListKind, _ objects: [ListedObject], pageSize: Int, reusing earlier: RenderedList?
  ) -> RenderedList {
    if let earlier, earlier.kind == kind, earlier.pageSize == max(1, pageSize),
      earlier.objects.elementsEqual(objects, by: ===)
    {
      return earlier
    }
    return RenderedList(kind, objects, pageSize: pageSize)
  }

  /// The objects of one page as JSON, separated by commas, and where the next page starts.
  func page(from start: Int, _ revision: Revision) -> (objects: ArraySlice<UInt8>, next: Int?) {
    let end = count - start > pageSize ? start + pageSize : count
    return (texts(revision).run(start..<end), end < count ? end : nil)
  }

  private func texts(_ revision: Revision) -> JoinedTexts {
    guard !revision.isModern else { return latest }
    let lazy = legacy[Int(revision.rawValue)]
    if let texts = lazy.texts.load() { return texts }
    // Several threads may render at once; the first one's text stays.
    let isLatest = objects.allSatisfy { $0.isAsGiven(revision) }
    return lazy.texts.storeIfNil(isLatest ? latest : JoinedTexts(objects, revision))
  }
}
