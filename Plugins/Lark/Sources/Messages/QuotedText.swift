/// Text that other people wrote, of several lines, in a form that cannot pass for lines of ours:
/// no control characters, and every line but the first is indented.
enum QuotedText {
  static let indent = "    "

  /// Lines without control characters and without marks that turn the direction of writing.
  static func lines(_ text: String) -> [String] {
    text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map { line in
      var clean = ""
      for scalar in line.unicodeScalars where !isHidden(scalar) {
        clean.unicodeScalars.append(scalar.value < 0x20 ? " " : scalar)
      }
      return clean
    }
  }

  /// After `head` on its line where it is one line, else indented below it. What is over `limit`
  /// characters is cut, and the text says so.
  static func append(_ text: String, to head: String, limit: Int, advice: String = "") -> String {
    let cut = text.count > limit
    var lines = lines(cut ? String(text.prefix(limit)) : text)
    while lines.last?.allSatisfy(\.isWhitespace) == true { lines.removeLast() }
    if cut { lines.append("[… \(text.count - limit) more characters\(advice)]") }
    guard lines.count > 1 else { return "\(head) \(lines.first ?? "")" }
    return head + lines.map { "\n\(indent)\($0)" }.joined()
  }

  private static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x00...0x08, 0x0E...0x1F, 0x7F...0x9F, 0x202A...0x202E, 0x2066...0x2069: true
    default: false
    }
  }
}
