/// `SET LOCAL`, whatever the name and the value hold.
enum SettingText {
  static func role(_ name: String) -> String {
    "SET LOCAL ROLE \(identifier(name))"
  }

  /// `name` is the setting's, with a dot where it is an extension's or the caller's own.
  static func setting(_ name: String, _ value: String) -> String {
    let parts = name.split(separator: ".", omittingEmptySubsequences: false)
    let quoted = parts.map { identifier(String($0)) }.joined(separator: ".")
    return "SET LOCAL \(quoted) = \(literal(value))"
  }

  static func statementTimeout(milliseconds: Int) -> String {
    "SET LOCAL statement_timeout = \(milliseconds)"
  }

  static func lockTimeout(milliseconds: Int) -> String {
    "SET LOCAL lock_timeout = \(milliseconds)"
  }

  static func identifier(_ name: String) -> String {
    "\"" + doubling(name, ["\""]) + "\""
  }

  /// Means the same whatever `standard_conforming_strings` is.
  static func literal(_ value: String) -> String {
    guard value.utf8.contains(UInt8(ascii: "\\")) else { return "'" + doubling(value, ["'"]) + "'" }
    return "E'" + doubling(value, ["'", "\\"]) + "'"
  }

  private static func doubling(_ text: String, _ marks: [Unicode.Scalar]) -> String {
    var scalars = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      if marks.contains(scalar) { scalars.append(scalar) }
      scalars.append(scalar)
    }
    return String(scalars)
  }
}
