/// A URI template of literals and simple expressions, `{name}` (RFC 6570 level 1), read backwards:
/// from a URI to the values of its variables. A value is one or more characters other than `/`.
struct URITemplate: Sendable {
  private enum Piece: Sendable {
    case literal([UInt8])
    case variable(String)
  }

  private static let slash = UInt8(ascii: "/")

  /// The pieces between slashes.
  private let segments: [[Piece]]

  /// Nil where braces do not pair, a name is not of `[A-Za-z0-9_.]` or occurs twice, or two
  /// variables touch.
  init?(_ text: String) {
    var segments: [[Piece]] = []
    var names: Set<String> = []
    for segment in text.utf8.split(separator: Self.slash, omittingEmptySubsequences: false) {
      guard let pieces = Self.pieces(of: segment, &names) else { return nil }
      segments.append(pieces)
    }
    self.segments = segments
  }

  /// The values of the variables by name, percent-decoded; nil where the URI does not match.
  func match(_ uri: String) -> [String: String]? {
    let parts = uri.utf8.split(separator: Self.slash, omittingEmptySubsequences: false)
    guard parts.count == segments.count else { return nil }
    var values: [String: String] = [:]
    for (part, pieces) in zip(parts, segments) {
      guard Self.match(Array(part)[...], pieces[...], &values) else { return nil }
    }
    return values
  }

  private static func pieces(
    of segment: Substring.UTF8View, _ names: inout Set<String>
  ) -> [Piece]? {
    var pieces: [Piece] = []
    var rest = segment
    while let first = rest.first {
      if first == UInt8(ascii: "{") {
        guard let end = rest.firstIndex(of: UInt8(ascii: "}")) else { return nil }
        let name = String(Substring(rest[rest.index(after: rest.startIndex)..<end]))
        guard isName(name), names.insert(name).inserted else { return nil }
        if case .variable? = pieces.last { return nil }
        pieces.append(.variable(name))
        rest = rest[rest.index(after: end)...]
      } else {
        let literal = rest.prefix { $0 != UInt8(ascii: "{") }
        guard !literal.contains(UInt8(ascii: "}")) else { return nil }
        pieces.append(.literal(Array(literal)))
        rest = rest.dropFirst(literal.count)
      }
    }
    return pieces
  }

  private static func isName(_ name: String) -> Bool {
    !name.isEmpty
      && name.utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
          UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "."):
          true
        default: false
        }
      }
  }

  /// Matches one segment. Each variable but the last ends where the literal after it first occurs,
  /// and the last literal is the segment's end: if any reading matches, this one does.
  private static func match(
    _ text: ArraySlice<UInt8>, _ pieces: ArraySlice<Piece>, _ values: inout [String: String]
  ) -> Bool {
    var text = text
    var pieces = pieces
    while let piece = pieces.popFirst() {
      switch piece {
      case .literal(let literal):
        guard text.starts(with: literal) else { return false }
        text = text.dropFirst(literal.count)
      case .variable(let name):
        guard let end = end(of: text, before: pieces),
          let value = decoded(text[text.startIndex..<end])
        else { return false }
        values[name] = value
        text = text[end...]
      }
    }
    return text.isEmpty
  }

  /// Where the value at the start of `text` ends, at least one byte on; `pieces` come after it.
  private static func end(
    of text: ArraySlice<UInt8>, before pieces: ArraySlice<Piece>
  ) -> Int? {
    guard !text.isEmpty else { return nil }
    guard case .literal(let literal)? = pieces.first else { return text.endIndex }
    let last = text.endIndex - literal.count
    guard last > text.startIndex else { return nil }
    if pieces.count == 1 { return text[last...].elementsEqual(literal) ? last : nil }
    return (text.startIndex + 1...last).first { text[$0...].starts(with: literal) }
  }

  /// The text without percent-encoding; nil where that is no UTF-8 or an escape is broken.
  private static func decoded(_ text: ArraySlice<UInt8>) -> String? {
    var bytes: [UInt8] = []
    var rest = text
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "%") else {
        bytes.append(byte)
        continue
      }
      guard let high = rest.popFirst().flatMap(hexadecimal),
        let low = rest.popFirst().flatMap(hexadecimal)
      else { return nil }
      bytes.append(high << 4 | low)
    }
    return String(validating: bytes, as: UTF8.self)
  }

  private static func hexadecimal(_ digit: UInt8) -> UInt8? {
    switch digit {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - UInt8(ascii: "A") + 10
    default: nil
    }
  }
}
