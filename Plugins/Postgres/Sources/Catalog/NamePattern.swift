/// What the caller looks for, as patterns of `ILIKE`.
struct NamePattern: Sendable, Equatable {
  /// Of the name alone.
  var name: String?
  /// Of `schema.name`, `table.column` or `schema.table.column`: where the caller wrote a dot.
  var qualified: String?
  /// The schema that the pattern names, where it is one of the system, which is not looked into
  /// unless it is named.
  var systemSchema: String?

  /// With `*` or `?` the pattern is the whole name, without them a part of it.
  init(_ text: String?) {
    guard let text, !text.isEmpty else { return }
    let isGlob = text.unicodeScalars.contains { $0 == "*" || $0 == "?" }
    var pattern = ""
    for character in text.unicodeScalars.prefix(while: { $0 != "(" }) {
      switch character {
      case "*": pattern += "%"
      case "?": pattern += "_"
      case "%", "_", "\\": pattern += "\\\(character)"
      case "\"": break
      default: pattern.unicodeScalars.append(character)
      }
    }
    let whole = isGlob ? pattern : "%\(pattern)%"
    guard let dot = text.unicodeScalars.firstIndex(of: ".") else {
      name = whole
      return
    }
    qualified = whole
    let schema = String(text[..<dot]).lowercased()
    if schema.hasPrefix("pg_") || schema == "information_schema" { systemSchema = schema }
  }
}

extension NamePattern {
  /// Of names that begin so, of whatever case.
  static func beginning(_ text: String) -> String {
    var pattern = ""
    for character in text.unicodeScalars {
      if character == "%" || character == "_" || character == "\\" { pattern += "\\" }
      pattern.unicodeScalars.append(character)
    }
    return pattern + "%"
  }
}
