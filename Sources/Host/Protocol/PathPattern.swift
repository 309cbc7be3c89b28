/// Where MCP is served: a path, in which `*` as a whole segment stands for any one that is not
/// empty. Compared as it stands in the request: nothing is decoded, so that `%2F` is no slash.
struct PathPattern: Sendable, Equatable {
  /// Where MCP is served unless the configuration says otherwise.
  static let mcp = "/mcp"
  /// The longest path.
  static let maximumBytes = 256

  let text: String
  private let bytes: [UInt8]
  /// What stands behind each slash; nil: any segment.
  private let segments: [[UInt8]?]

  /// Nil for what is no path: it begins with a slash and has no query, and its segments are not
  /// empty, and of characters that need no encoding, `%` and two digits, or `*` alone.
  init?(_ text: String) {
    guard text.hasPrefix("/"), text.utf8.count <= Self.maximumBytes else { return nil }
    let parts = text.dropFirst().split(separator: "/", omittingEmptySubsequences: false)
    guard text == "/" || parts.allSatisfy(Self.isSegment) else { return nil }
    self.text = text
    bytes = Array(text.utf8)
    segments = parts.map { $0 == "*" ? nil : Array($0.utf8) }
  }

  /// Whether it names one path only.
  var isLiteral: Bool { !segments.contains(nil) }

  /// Whether the first segment is any.
  var isOpen: Bool { segments.first == .some(nil) }

  /// A segment as clients send it: what they would change, such as `..`, never arrives.
  private static func isSegment(_ text: Substring) -> Bool {
    if text == "*" { return true }
    guard !text.isEmpty, text != ".", text != ".." else { return false }
    let bytes = Array(text.utf8)
    return bytes.indices.allSatisfy { index in
      switch bytes[index] {
      case UInt8(ascii: "%"): bytes[(index + 1)...].prefix(2).count { isDigit($0) } == 2
      case let byte: isPlain(byte)
      }
    }
  }

  private static func isPlain(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"): true
    case UInt8(ascii: "0")...UInt8(ascii: "9"): true
    default: "-._~!$&'()+,;=:@".utf8.contains(byte)
    }
  }

  private static func isDigit(_ byte: UInt8) -> Bool { Character(UnicodeScalar(byte)).isHexDigit }

  /// Whether the path of a request is this one.
  func matches(_ path: ArraySlice<UInt8>) -> Bool {
    isLiteral ? path.elementsEqual(bytes) : matchesSegments(path)
  }

  private func matchesSegments(_ path: ArraySlice<UInt8>) -> Bool {
    let slash = UInt8(ascii: "/")
    var rest = path
    for segment in segments {
      guard rest.first == slash else { return false }
      rest = rest.dropFirst()
      let end = rest.firstIndex(of: slash) ?? rest.endIndex
      let given = rest[..<end]
      guard segment.map(given.elementsEqual) ?? !given.isEmpty else { return false }
      rest = rest[end...]
    }
    return rest.isEmpty
  }
}
