/// The texts of names and of enumerated strings, decoded, in sorted runs for binary search.
///
/// A run is ordered by length and then by bytes, so that most comparisons look at lengths alone.
struct KeyPool: Sendable {
  private(set) var entries: [KeyEntry] = []
  private(set) var bytes: [UInt8] = []

  /// Adds a run; every key once. Keys are bytes: strings that Unicode holds equivalent are
  /// different names, but the same `String`.
  mutating func add(_ keys: some Sequence<(key: [UInt8], entry: KeyEntry)>) -> KeyTable {
    let start = entries.count
    let sorted = keys.sorted { KeyPool.precedes($0.key, $1.key) }
    for (text, entry) in sorted {
      var entry = entry
      entry.start = Int32(bytes.count)
      entry.length = Int32(text.count)
      bytes += text
      entries.append(entry)
    }
    return KeyTable(start: Int32(start), count: Int32(sorted.count))
  }

  private static func precedes(_ left: [UInt8], _ right: [UInt8]) -> Bool {
    left.count == right.count ? left.lexicographicallyPrecedes(right) : left.count < right.count
  }

  /// The text of an entry.
  func text(_ entry: KeyEntry) -> String {
    String(decoding: bytes[entry.range], as: UTF8.self)
  }

  /// The entries of a run.
  func run(_ table: KeyTable) -> ArraySlice<KeyEntry> {
    entries[Int(table.start)..<(Int(table.start) + Int(table.count))]
  }

  /// The index of the entry whose text is `text[range]`; -1 where there is none.
  func find(_ text: [UInt8], _ range: Range<Int>, in table: KeyTable) -> Int {
    var low = Int(table.start)
    var high = low &+ Int(table.count)
    while low < high {
      let middle = (low &+ high) / 2
      let order = compare(entries[middle], text, range)
      if order == 0 { return middle }
      if order < 0 { low = middle &+ 1 } else { high = middle }
    }
    return -1
  }

  /// Below zero where the entry comes before the text.
  private func compare(_ entry: KeyEntry, _ text: [UInt8], _ range: Range<Int>) -> Int {
    let difference = Int(entry.length) &- range.count
    guard difference == 0 else { return difference }
    var mine = Int(entry.start)
    for place in range {
      let difference = Int(bytes[mine]) &- Int(text[place])
      guard difference == 0 else { return difference }
      mine &+= 1
    }
    return 0
  }
}

/// One text of the pool and what it means for the object it belongs to.
struct KeyEntry: Sendable {
  var start: Int32 = 0
  var length: Int32 = 0
  /// For the value of the property; none where the name is only required.
  var subschema = noSubschema
  /// Its number among the required ones, or -1.
  var required: Int32 = -1
  /// Whether `properties` has it.
  var isDeclared = false

  var range: Range<Int> { Int(start)..<(Int(start) + Int(length)) }
}
