/// The paths at which MCP is served, one endpoint under several names.
struct ServedPaths: Sendable, Equatable {
  /// The most paths.
  static let maximumCount = 16

  /// The one that this endpoint is called by where no request says otherwise.
  let main: String
  let patterns: [PathPattern]

  /// `/mcp` alone.
  init() {
    main = PathPattern.mcp
    patterns = PathPattern(PathPattern.mcp).map { [$0] } ?? []
  }

  /// Nil where there are none, too many, or the first is not one path.
  init?(_ patterns: [PathPattern]) {
    guard let first = patterns.first, first.isLiteral, patterns.count <= Self.maximumCount else {
      return nil
    }
    main = first.text
    self.patterns = patterns
  }

  /// Whether MCP is served at the path of a request.
  func contains(_ path: ArraySlice<UInt8>) -> Bool { patterns.contains { $0.matches(path) } }

  /// For people.
  var description: String { patterns.map(\.text).joined(separator: ", ") }
}
