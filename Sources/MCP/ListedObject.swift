import JSON

/// One object of a list as each revision can express it, on one line.
final class ListedObject: Sendable {
  /// Of the object as it was given.
  let digest: Digest
  /// As it was given.
  private let latest: [UInt8]
  /// By legacy revision, oldest first; nil where it is as it was given. Empty where it always is.
  private let legacy: [[UInt8]?]

  /// Renders a checked object of that kind. Where it has no line breaks it is not copied.
  init(_ kind: ListKind, _ document: JSONDocument) {
    latest = InsignificantSpace.removed(from: document.bytes)
    let texts = Revision.legacy.map { LegacyObject.rendered(document, kind, $0) }
    legacy = texts.contains { $0 != nil } ? texts : []
    var digest = Digest()
    latest.withUnsafeBufferPointer { digest.add($0) }
    self.digest = digest
  }

  /// The object for clients of a revision.
  func text(_ revision: Revision) -> [UInt8] { legacyText(revision) ?? latest }

  /// Whether clients of a revision get the object as it was given.
  func isAsGiven(_ revision: Revision) -> Bool { legacyText(revision) == nil }

  private func legacyText(_ revision: Revision) -> [UInt8]? {
    revision.isModern || legacy.isEmpty ? nil : legacy[Int(revision.rawValue)]
  }
}
