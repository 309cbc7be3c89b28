import JSON

/// A hash table of values of one document, with open addressing, at most half full.
struct ValueTable: Sendable {
  private struct Entry {
    let hash: Int
    let node: JSONDocument.Node
  }

  /// In the order they were added.
  private var entries: [Entry] = []
  /// Positions plus one; 0 for a free place.
  private var places: [UInt32]

  init(capacity: Int) {
    entries.reserveCapacity(capacity)
    let width = Int.bitWidth - (capacity * 2).leadingZeroBitCount
    places = Array(repeating: 0, count: 1 << width)
  }

  var isEmpty: Bool { entries.isEmpty }

  /// Adds a value, whether or not an equal one is there.
  mutating func add(_ document: JSONDocument, _ node: JSONDocument.Node) {
    insert(node, hash: ValueHash.hash(document, node))
  }

  /// The position of an equal value; if there is none, this one is added. The steps for reading
  /// the value once are the caller's.
  mutating func insert(
    _ document: JSONDocument, _ node: JSONDocument.Node, _ state: inout EvaluationState
  ) -> Int? {
    let hash = ValueHash.hash(document, node)
    if let other = find(document, node, hash: hash, among: document, &state) { return other }
    insert(node, hash: hash)
    return nil
  }

  private mutating func insert(_ node: JSONDocument.Node, hash: Int) {
    entries.append(Entry(hash: hash, node: node))
    var place = hash & (places.count - 1)
    while places[place] != 0 { place = (place + 1) & (places.count - 1) }
    places[place] = UInt32(truncatingIfNeeded: entries.count)
  }

  /// The position of a value of `own`, the document of the table, that equals a value of any
  /// document. The steps for reading the value once are the caller's.
  func find(
    _ document: JSONDocument, _ node: JSONDocument.Node, among own: JSONDocument,
    _ state: inout EvaluationState
  ) -> Int? {
    find(document, node, hash: ValueHash.hash(document, node), among: own, &state)
  }

  private func find(
    _ document: JSONDocument, _ node: JSONDocument.Node, hash: Int, among own: JSONDocument,
    _ state: inout EvaluationState
  ) -> Int? {
    var place = hash & (places.count - 1)
    while places[place] != 0 {
      let other = Int(places[place]) - 1
      if entries[other].hash == hash {
        let bytes = Equality.byteCount(document, node, own, entries[other].node)
        guard state.spend(bytes: bytes) else { return nil }
        if Equality.holds(document, node, own, entries[other].node) { return other }
      }
      place = (place + 1) & (places.count - 1)
    }
    return nil
  }
}
