import JSON

/// A plugin's list as it was read: a definition for each element, and where its bytes stand, so
/// that the next list is read only where it differs from this one.
struct DefinitionList<Definition: ListedDefinition>: Sendable {
  private(set) var definitions: [Definition] = []
  private var bytes: [UInt8] = []
  /// Where in `bytes` each definition stands.
  private var ranges: [Range<Int>] = []

  /// None.
  init() {}

  /// Reads a JSON array. Throws the kind's error where the bytes are no array of at most so many
  /// elements, where two share a key, and for the first element that is wrong by itself or that
  /// `check` refuses. What `earlier` has is not checked again.
  init(
    reading list: [UInt8], prefix: String, reusing earlier: DefinitionList = DefinitionList(),
    check: DefinitionCheck = { _, _, _ in nil }
  ) throws(PluginLoadError) {
    let document = try Self.document(list)
    let count = document.count(document.root)
    bytes = list
    definitions.reserveCapacity(count)
    ranges.reserveCapacity(count)
    var known = Known(earlier)
    var keys = Set<URIKey>(minimumCapacity: count)
    for node in document.elements(document.root) {
      let range = document.range(node)
      let definition: Definition
      if let same = known.definition(of: list, range) {
        definition = same
      } else {
        definition = try Definition(
          document.value(node), index: definitions.count, prefix: prefix)
        if let fault = check(Definition.kind, definition.key, definition.json) {
          throw PluginLoadError(Definition.kind.code, fault)
        }
      }
      guard keys.insert(URIKey(definition.key)).inserted else {
        throw Self.error("it lists the \(Definition.kind.singular) \(definition.key) twice")
      }
      definitions.append(definition)
      ranges.append(range)
    }
  }

  private static func error(_ what: String) -> PluginLoadError {
    PluginLoadError(Definition.kind.code, what)
  }

  private static func document(_ list: [UInt8]) throws(PluginLoadError) -> JSONDocument {
    let kind = Definition.kind
    let document: JSONDocument
    do {
      document = try JSONDocument(parsing: list)
    } catch {
      throw Self.error("its list of \(kind.noun) is not JSON: \(error)")
    }
    guard document.kind(document.root) == .array else {
      throw Self.error("its list of \(kind.noun) is not a JSON array")
    }
    let count = document.count(document.root)
    guard count <= Definition.maximumCount else {
      throw Self.error("it lists \(count) \(kind.noun), more than \(Definition.maximumCount)")
    }
    return document
  }
}

extension DefinitionList {
  /// Finds the definitions of an earlier list by their bytes: mostly each follows the one before,
  /// else by a hash of its bytes.
  private struct Known {
    private let list: DefinitionList
    private var next = 0
    private var places: [Int: Int]?

    init(_ list: DefinitionList) {
      self.list = list
    }

    mutating func definition(of bytes: [UInt8], _ range: Range<Int>) -> Definition? {
      bytes.withUnsafeBytes { bytes in
        let text = UnsafeRawBufferPointer(rebasing: bytes[range])
        guard let place = place(of: text) else { return nil }
        next = place + 1
        return list.definitions[place]
      }
    }

    private mutating func place(of text: UnsafeRawBufferPointer) -> Int? {
      if next < list.ranges.count, has(text, at: next) { return next }
      // At its end, all of the earlier list has been met: what follows is new.
      guard next < list.ranges.count || places != nil else { return nil }
      let places = self.places ?? hashes()
      self.places = places
      guard let place = places[Self.hash(text)], has(text, at: place) else { return nil }
      return place
    }

    private func has(_ text: UnsafeRawBufferPointer, at place: Int) -> Bool {
      list.bytes.withUnsafeBytes {
        UnsafeRawBufferPointer(rebasing: $0[list.ranges[place]]).hasSameBytes(as: text)
      }
    }

    private func hashes() -> [Int: Int] {
      var places = [Int: Int](minimumCapacity: list.ranges.count)
      list.bytes.withUnsafeBytes { bytes in
        for (place, range) in list.ranges.enumerated() {
          places[Self.hash(UnsafeRawBufferPointer(rebasing: bytes[range]))] = place
        }
      }
      return places
    }

    private static func hash(_ text: UnsafeRawBufferPointer) -> Int {
      var hasher = Hasher()
      hasher.combine(bytes: text)
      return hasher.finalize()
    }
  }
}
