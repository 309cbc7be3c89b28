/// A URI template (RFC 6570), to see whether a URI is one of those it stands for.
///
/// A plain expression such as `{id}` stands for text of one character or more without `/`; one with
/// an operator or a modifier, such as `{+path}` or `{?query*}`, for any text. That is generous: who
/// answers for the resource has the last word.
struct URITemplate: Sendable, Equatable {
  /// A URI longer than this is no template's.
  static let maximumURIBytes = 8192

  private enum Part: Equatable {
    case literal([UInt8])
    /// Text within one segment of a path, at least one byte.
    case segment
    case anything
  }

  private var parts: [Part] = []

  /// Reads a template; nil where its braces are not in pairs or hold nothing.
  init?(_ text: [UInt8]) {
    var rest = text[...]
    while !rest.isEmpty {
      let literal = rest.prefix { $0 != UInt8(ascii: "{") && $0 != UInt8(ascii: "}") }
      if !literal.isEmpty { parts.append(.literal(Array(literal))) }
      rest = rest.dropFirst(literal.count)
      guard let brace = rest.first else { return }
      let expression = rest.dropFirst().prefix { $0 != UInt8(ascii: "}") }
      rest = rest.dropFirst(expression.count + 1)
      guard brace == UInt8(ascii: "{"), rest.first == UInt8(ascii: "}"), !expression.isEmpty,
        !expression.contains(UInt8(ascii: "{"))
      else { return nil }
      rest.removeFirst()
      parts.append(expression.allSatisfy(Self.isOfName) ? .segment : .anything)
    }
  }

  private static func isOfName(_ byte: UInt8) -> Bool {
    byte.isASCIILetter || (0x30...0x39).contains(byte) || "_.%".utf8.contains(byte)
  }

  /// Whether the template gives that URI. Takes time in proportion to the length of both.
  func matches(_ uri: ArraySlice<UInt8>) -> Bool {
    guard uri.count <= Self.maximumURIBytes else { return false }
    let uri = Array(uri)
    // Where the parts so far may end.
    var ends = [Bool](repeating: false, count: uri.count + 1)
    ends[0] = true
    for part in parts { ends = Self.advance(part, ends, in: uri) }
    return ends[uri.count]
  }

  private static func advance(_ part: Part, _ ends: [Bool], in uri: [UInt8]) -> [Bool] {
    var next = [Bool](repeating: false, count: ends.count)
    switch part {
    case .literal(let text):
      for start in ends.indices where ends[start] && uri[start...].starts(with: text) {
        next[start + text.count] = true
      }
    case .segment:
      var isInside = false
      for index in uri.indices {
        isInside = (isInside || ends[index]) && uri[index] != UInt8(ascii: "/")
        next[index + 1] = isInside
      }
    case .anything:
      guard let first = ends.firstIndex(of: true) else { break }
      for end in first..<ends.count { next[end] = true }
    }
    return next
  }
}
