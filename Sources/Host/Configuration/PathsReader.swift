/// Reads `paths` of a configuration file.
struct PathsReader {
  static func read(_ value: ConfigurationCursor) throws(ConfigurationError) -> ServedPaths {
    var patterns: [PathPattern] = []
    for element in try value.elements() {
      guard let pattern = PathPattern(try element.string()), !isTaken(pattern) else {
        throw element.wrong(
          "must be a path such as \"/mcp\", in which * may stand for a whole segment but the "
            + "first, and none of /health, /ping and /.well-known")
      }
      patterns.append(pattern)
    }
    guard let paths = ServedPaths(patterns) else {
      throw value.wrong(
        "must be 1 to \(ServedPaths.maximumCount) paths, the first of them without a *")
    }
    return paths
  }

  /// Whether something else is served there.
  private static func isTaken(_ pattern: PathPattern) -> Bool {
    pattern.isOpen || pattern.text == "/health" || pattern.text == "/ping"
      || pattern.text == "/.well-known" || pattern.text.hasPrefix("/.well-known/")
  }
}
