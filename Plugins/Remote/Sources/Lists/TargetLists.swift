internal import JSON

/// What one target lists: MCP objects that the host will take, under the target's own names.
struct TargetLists: Sendable, Equatable {
  /// Room for the name or the URI that a definition gets.
  static let nameBytes = 128

  private var lists: [ListKind: [JSONObject]] = [:]
  /// How many bytes each definition has as compact JSON, counted once.
  private var sizes: [ListKind: [Int]] = [:]

  subscript(kind: ListKind) -> [JSONObject] {
    get { lists[kind] ?? [] }
    set {
      lists[kind] = newValue.isEmpty ? nil : newValue
      sizes[kind] =
        newValue.isEmpty
        ? nil : newValue.map { JSONValue.object($0).serialized().count + Self.nameBytes }
    }
  }

  /// The bytes of all definitions.
  var bytes: Int { sizes.values.reduce(0) { $0 + $1.reduce(0, +) } }

  /// Leaves out the first definition that does not fit into so many bytes, and all after it: the
  /// order is that of the kinds, then the target's own. Tells how many are left out.
  mutating func cut(toBytes limit: Int) -> Int {
    guard bytes > limit else { return 0 }
    var used = 0
    var leftOut = 0
    var isFull = false
    for kind in ListKind.allCases {
      guard let list = lists[kind], let all = sizes[kind] else { continue }
      var count = 0
      while !isFull, count < all.count {
        isFull = used + all[count] > limit
        if !isFull {
          used += all[count]
          count += 1
        }
      }
      leftOut += all.count - count
      lists[kind] = count == 0 ? nil : Array(list.prefix(count))
      sizes[kind] = count == 0 ? nil : Array(all.prefix(count))
    }
    return leftOut
  }

  /// The URIs of resources and the templates of others.
  var uris: [String] {
    [ListKind.resources, .templates].flatMap { kind in
      self[kind].compactMap { $0[kind.key]?.string }
    }
  }
}
