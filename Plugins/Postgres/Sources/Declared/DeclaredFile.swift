internal import JSON

/// One file of the folder of tools: JSON with comments, and where each part of it stands.
struct DeclaredFile: Sendable {
  let name: String
  let document: JSONDocument
  /// As written, comments included.
  private let bytes: [UInt8]

  static let maximumBytes = 1 << 20
  private static let maximumDepth = 64

  init(name: String, bytes: [UInt8]) throws(DeclaredProblem) {
    self.name = name
    self.bytes = bytes
    do throws(JSONError) {
      let limits = JSONLimits(maximumDepth: Self.maximumDepth, maximumBytes: Self.maximumBytes)
      document = try JSONDocument(parsing: try JSONComments.strip(bytes), limits: limits)
    } catch {
      let place = JSONPosition.lineAndColumn(error.offset, in: bytes)
      throw DeclaredProblem(
        file: name, line: place.line, column: place.column, text: error.text)
    }
  }

  /// The whole of it.
  var root: FileCursor { FileCursor(file: self, node: document.root, path: "") }

  /// A problem at a byte.
  func problem(at offset: Int, _ text: String) -> DeclaredProblem {
    let place = JSONPosition.lineAndColumn(offset, in: bytes)
    return DeclaredProblem(file: name, line: place.line, column: place.column, text: text)
  }

  /// Whether nothing at all has changed.
  func isSame(as other: DeclaredFile) -> Bool { name == other.name && bytes == other.bytes }

  /// Where character `index` of the string at `node` is written, for which an escape is one
  /// character (a Unicode scalar value). The end of the string where it has fewer.
  func offset(ofCharacter index: Int, in node: JSONDocument.Node) -> Int {
    var offset = document.range(node).lowerBound + 1
    let end = document.range(node).upperBound - 1
    var left = index
    while left > 0, offset < end {
      offset += Self.count(ofCharacterAt: offset, in: bytes, before: end)
      left -= 1
    }
    return offset
  }

  /// How many bytes one character takes: itself in UTF-8, or an escape of RFC 8259 section 7.
  private static func count(ofCharacterAt offset: Int, in bytes: [UInt8], before end: Int) -> Int {
    guard bytes[offset] == UInt8(ascii: "\\") else {
      var next = offset + 1
      while next < end, bytes[next] & 0xC0 == 0x80 { next += 1 }
      return next - offset
    }
    guard offset + 5 < end, bytes[offset + 1] == UInt8(ascii: "u") else { return 2 }
    // `\uD8xx` to `\uDBxx` is one half of a character, whose other half follows.
    let isD = bytes[offset + 2] | 0x20 == UInt8(ascii: "d")
    let isHigh = "89abAB".utf8.contains(bytes[offset + 3])
    return isD && isHigh ? 12 : 6
  }
}
