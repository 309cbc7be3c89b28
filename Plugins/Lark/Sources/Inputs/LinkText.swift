/// The parts of a link that matter here.
struct LinkText: Sendable, Equatable {
  /// Without empty parts.
  let path: [String]
  let query: [String: String]
  let fragment: String?

  /// Nil where the text is no link. The scheme may be missing where a host and a path are there.
  init?(_ text: String) {
    var rest = text[...]
    if let scheme = ["https://", "http://", "lark://"].first(where: { rest.hasPrefix($0) }) {
      rest = rest.dropFirst(scheme.count)
    } else {
      guard let slash = rest.firstIndex(of: "/"), rest[..<slash].contains(".") else { return nil }
    }
    guard !rest.contains(where: \.isWhitespace) else { return nil }
    var tail: Substring?
    (rest, tail) = LinkText.split(rest, at: "#")
    fragment = tail.flatMap { String($0).nonEmpty }
    (rest, tail) = LinkText.split(rest, at: "?")
    query = LinkText.query(tail ?? "")
    path = rest.split(separator: "/").dropFirst().map { percentDecoded(String($0)) }
  }

  private static func split(
    _ text: Substring, at separator: Character
  ) -> (Substring, Substring?) {
    guard let place = text.firstIndex(of: separator) else { return (text, nil) }
    return (text[..<place], text[text.index(after: place)...])
  }

  /// Of two equal names the first counts.
  private static func query(_ text: Substring) -> [String: String] {
    var values: [String: String] = [:]
    for pair in text.split(separator: "&") {
      let (name, value) = split(pair, at: "=")
      guard let value, !value.isEmpty, values[String(name)] == nil else { continue }
      values[String(name)] = percentDecoded(String(value))
    }
    return values
  }
}
