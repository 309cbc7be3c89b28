/// Finds the first of many URI templates that a URI is of the form of. A URI is compared only with
/// the templates whose literal beginning it has.
struct TemplateIndex: Sendable {
  /// Templates that begin with the same literal.
  private struct Group {
    let prefix: [UInt8]
    /// The group of the longest other prefix that this one begins with.
    var shorter: Int?
    /// Where its templates stand, ascending.
    var places: [Int] = []
  }

  private let patterns: [URITemplate]
  /// In the order of their prefixes, byte by byte: every prefix of a URI is the last one that is
  /// not greater than the URI, or one that this one begins with.
  private var groups: [Group] = []

  init(_ patterns: [URITemplate]) {
    self.patterns = patterns
    var places: [URIKey: [Int]] = [:]
    for (place, pattern) in patterns.enumerated() {
      places[URIKey(pattern.literalPrefix), default: []].append(place)
    }
    let sorted = places.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
    for (key, places) in sorted {
      var shorter: Int? = groups.isEmpty ? nil : groups.count - 1
      while let last = shorter, !key.utf8.starts(with: groups[last].prefix) {
        shorter = groups[last].shorter
      }
      groups.append(Group(prefix: key.utf8, shorter: shorter, places: places))
    }
  }

  /// The place of the first template whose form `uri` has; nil where there is none.
  func firstMatch(_ uri: [UInt8]) -> Int? {
    candidates(uri).first { patterns[$0].matches(uri.span) }
  }

  /// The places of the templates whose literal beginning `uri` has, ascending.
  func candidates(_ uri: [UInt8]) -> [Int] {
    var places: [Int] = []
    var group = lastNotGreater(uri)
    while let found = group {
      if uri.starts(with: groups[found].prefix) { places += groups[found].places }
      group = groups[found].shorter
    }
    return places.sorted()
  }

  private func lastNotGreater(_ uri: [UInt8]) -> Int? {
    var (low, high) = (0, groups.count)
    while low < high {
      let middle = (low + high) / 2
      if uri.lexicographicallyPrecedes(groups[middle].prefix) {
        high = middle
      } else {
        low = middle + 1
      }
    }
    return low == 0 ? nil : low - 1
  }
}
