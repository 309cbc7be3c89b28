/// Members in the order in which they came. Keys are compared byte by byte, as JSON does: two
/// spellings of one letter, composed and decomposed, are two keys.
public struct JSONObject: Sendable {
  private var entries: [(key: String, value: JSONValue)] = []
  /// Where each key stands in `entries`; empty while there are so few that looking is quicker.
  private var places: [KeyBytes: Int] = [:]

  private static let largestWithoutPlaces = 16

  /// An object without members.
  public init() {}

  /// The keys in order.
  public var keys: [String] { entries.map(\.key) }
  /// The members in order.
  public var members: [(key: String, value: JSONValue)] { entries }
  /// The number of members.
  public var count: Int { entries.count }
  /// Whether there are no members.
  public var isEmpty: Bool { entries.isEmpty }

  /// The value of a key. Setting a key that is there keeps its place, setting a new one puts it
  /// last, setting nil removes it.
  public subscript(key: String) -> JSONValue? {
    get { place(of: key).map { entries[$0].value } }
    set {
      switch (place(of: key), newValue) {
      case (let place?, let value?): entries[place].value = value
      case (nil, let value?): append(key, value)
      case (let place?, nil): remove(at: place)
      case (nil, nil): break
      }
    }
  }

  mutating func reserveCapacity(_ count: Int) { entries.reserveCapacity(count) }

  private func place(of key: String) -> Int? {
    guard places.isEmpty else { return places[KeyBytes(key)] }
    return entries.firstIndex { $0.key.hasSameBytes(as: key) }
  }

  /// Puts a member last whose key is known to be new.
  mutating func append(_ key: String, _ value: JSONValue) {
    entries.append((key, value))
    if !places.isEmpty {
      places[KeyBytes(key)] = entries.count - 1
    } else if entries.count > Self.largestWithoutPlaces {
      indexEntries()
    }
  }

  private mutating func remove(at place: Int) {
    entries.remove(at: place)
    places.removeAll()
    if entries.count > Self.largestWithoutPlaces { indexEntries() }
  }

  private mutating func indexEntries() {
    places.reserveCapacity(entries.count)
    for (place, entry) in entries.enumerated() { places[KeyBytes(entry.key)] = place }
  }
}

extension JSONObject: Equatable {
  /// Whether both hold the same keys with equal values, in any order.
  public static func == (left: JSONObject, right: JSONObject) -> Bool {
    left.count == right.count
      && left.entries.allSatisfy { entry in right[entry.key] == entry.value }
  }
}

extension JSONObject: ExpressibleByDictionaryLiteral {
  /// Members as listed; of two equal keys the last one wins.
  public init(dictionaryLiteral elements: (String, JSONValue)...) {
    for (key, value) in elements { self[key] = value }
  }
}

extension JSONObject: CustomStringConvertible {
  /// The object as compact JSON.
  public var description: String { JSONValue.object(self).description }
}

/// A string that is equal only to one of the same bytes, which `String` is not.
private struct KeyBytes: Hashable, Sendable {
  let text: String

  init(_ text: String) { self.text = text }

  static func == (left: KeyBytes, right: KeyBytes) -> Bool {
    left.text.hasSameBytes(as: right.text)
  }

  func hash(into hasher: inout Hasher) {
    var text = text
    text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
  }
}

extension String {
  /// Whether both are the same bytes in UTF-8. `==` also equates canonically equivalent strings.
  func hasSameBytes(as other: String) -> Bool {
    var left = self
    var right = other
    return left.withUTF8 { left in right.withUTF8 { StringComparison.same(left, $0) } }
  }
}
