/// Looks into the words of the server and of libpq.
enum ErrorText {
  /// What is longer says no more to anybody.
  static let limit = 1_000

  static func holds(_ text: String, _ part: String) -> Bool {
    let part = Array(part.utf8)
    let text = Array(text.utf8)
    guard !part.isEmpty, text.count >= part.count else { return false }
    return (0...(text.count - part.count)).contains { start in
      text[start..<(start + part.count)].elementsEqual(part)
    }
  }

  static func holdsAny(_ text: String, _ parts: [String]) -> Bool {
    parts.contains { holds(text, $0) }
  }

  /// What stands between the first two double quotes.
  static func quoted(_ text: String) -> String? {
    let parts = text.split(separator: "\"", maxSplits: 2, omittingEmptySubsequences: false)
    return parts.count == 3 && !parts[1].isEmpty ? String(parts[1]) : nil
  }

  /// The whole numbers in it, in their order.
  static func numbers(_ text: String) -> [Int] {
    text.utf8.split { !(UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0) }
      .compactMap { Int(String(decoding: $0, as: UTF8.self)) }
  }

  /// On one line, of bounded length.
  static func line(_ text: String) -> String {
    let words = text.split { $0.isNewline }.map { trimmed($0) }.filter { !$0.isEmpty }
    let line = words.joined(separator: " ")
    return line.count <= limit ? line : line.prefix(limit) + "…"
  }

  static func trimmed(_ text: some StringProtocol) -> String {
    var text = Substring(text)
    while text.first?.isWhitespace == true { text.removeFirst() }
    while text.last?.isWhitespace == true { text.removeLast() }
    return String(text)
  }
}
