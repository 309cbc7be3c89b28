/// Changes that wait to be told, each at most once however often it happened.
///
/// Whoever collects them takes them all at once, some milliseconds after the first.
package struct PendingChanges: Sendable {
  /// The most resources that wait; what comes after them until `take` is not told.
  package static let maximumURIs = 10_000

  private var lists: ChangedLists = []
  private var uris: [String] = []
  private var knownURIs: Set<String> = []

  /// Nothing waits.
  package init() {}

  /// Whether nothing waits.
  package var isEmpty: Bool { lists.isEmpty && uris.isEmpty }

  /// Adds a change.
  ///
  /// - Returns: whether it is the first, so that it is time to plan the next `take`.
  package mutating func insert(_ event: ChangeEvent) -> Bool {
    let isFirst = isEmpty
    switch event {
    case .list(let changed):
      lists.formUnion(changed)
    case .resource(let uri):
      if uris.count < Self.maximumURIs, knownURIs.insert(uri).inserted { uris.append(uri) }
    }
    return isFirst && !isEmpty
  }

  /// Everything that waits: lists first, then resources in the order of their first change.
  package mutating func take() -> [ChangeEvent] {
    let events =
      lists.each.map(ChangeEvent.list) + uris.map { ChangeEvent.resource(uri: $0) }
    self = PendingChanges()
    return events
  }
}
