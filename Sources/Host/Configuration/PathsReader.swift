import Access

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

  /// Refuses paths that would hide what the issuer of tokens answers.
  static func check(
    _ value: ConfigurationCursor, beside configuration: Configuration
  ) throws(ConfigurationError) {
    guard case .rules(let settings) = configuration.access, let issuer = settings.issuer else {
      return
    }
    let hidden = issuer.paths.keys.sorted().first {
      configuration.paths.contains(Array($0.utf8)[...])
    }
    if let hidden {
      throw value.wrong("must not match \(hidden), where the issuer of tokens answers")
    }
  }

  /// Whether something else is served there.
  private static func isTaken(_ pattern: PathPattern) -> Bool {
    pattern.isOpen || pattern.text == "/health" || pattern.text == "/ping"
      || pattern.text == "/.well-known" || pattern.text.hasPrefix("/.well-known/")
  }
}
