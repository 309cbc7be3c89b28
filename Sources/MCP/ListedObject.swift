import JSON

/// One object of a list as each revision can express it, on one line.
struct ListedObject: Sendable {
  /// As it was given.
  private let latest: [UInt8]
  /// By legacy revision, oldest first; nil where it is as it was given.
  private let legacy: [[UInt8]?]

  /// Renders a checked object of that kind. Where it has no line breaks it is not copied.
  init(_ kind: ListKind, _ document: JSONDocument) {
    latest = InsignificantSpace.removed(from: document.bytes)
    legacy = Revision.legacy.map { LegacyObject.rendered(document, kind, $0) }
  }

  /// The object for clients of a revision.
  func text(_ revision: Revision) -> [UInt8] {
    revision.isModern ? latest : legacy[Int(revision.rawValue)] ?? latest
  }

  /// Whether clients of a revision get the object as it was given.
  func isAsGiven(_ revision: Revision) -> Bool {
    revision.isModern || legacy[Int(revision.rawValue)] == nil
  }
}
