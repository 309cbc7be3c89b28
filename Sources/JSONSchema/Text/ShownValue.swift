import JSON

/// How values and names appear in texts: on one line, and never long.
enum ShownValue {
  /// Longer texts are cut to this many characters.
  static let mostCharacters = 60

  /// `the string "abc"`, `the number 7`, `true`, `an array of 3 elements`, `an object`.
  static func text(_ document: JSONDocument, _ node: JSONDocument.Node) -> String {
    switch document.kind(node) {
    case .null: "null"
    case .true: "true"
    case .false: "false"
    case .number:
      "the number " + shortened(String(decoding: document.slice(node), as: UTF8.self))
    case .string: "the string " + quoted(document.string(node) ?? "")
    case .array: "an array of \(counted(document.count(node), "element"))"
    case .object: document.count(node) == 0 ? "an empty object" : "an object"
    }
  }

  /// The value alone: `"abc"`, `7`, `{"a":1}`.
  static func literal(_ document: JSONDocument, _ node: JSONDocument.Node) -> String {
    if let text = document.string(node) { return quoted(text) }
    return shortened(document.value(node).description)
  }

  /// A text in quotes, shortened, with escapes for what would break the line.
  static func quoted(_ text: String) -> String { "\"" + shortened(text, escaping: true) + "\"" }

  /// `1 element`, `3 elements`.
  static func counted(_ count: Int, _ noun: String) -> String {
    "\(count) \(noun)\(count == 1 ? "" : "s")"
  }

  /// A text on one line, of at most so many characters.
  static func shortened(
    _ text: String, to most: Int = mostCharacters, escaping: Bool = false
  ) -> String {
    var shown = ""
    var count = 0
    for scalar in text.unicodeScalars {
      if count == most { return shown + "..." }
      count += 1
      shown += escaped(scalar, escaping)
    }
    return shown
  }

  private static func escaped(_ scalar: Unicode.Scalar, _ isQuoted: Bool) -> String {
    switch scalar {
    case "\"" where isQuoted: "\\\""
    case "\\" where isQuoted: "\\\\"
    case "\n": "\\n"
    case "\t": "\\t"
    case "\r": "\\r"
    default: isUnprintable(scalar) ? "\\u{\(String(scalar.value, radix: 16))}" : String(scalar)
    }
  }

  private static func isUnprintable(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .unassigned: true
    default: false
    }
  }
}
