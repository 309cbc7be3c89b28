/// JSON with comments, for configuration files that people write.
public enum JSONComments {
  /// Turns `//` and `/* */` comments and trailing commas into spaces, so that what remains can be
  /// parsed as JSON and every offset stays what it was. Line feeds stay too; columns are counted in
  /// the original bytes.
  ///
  /// Everything else is left for the parser to judge. Throws `.unclosedComment` with the place
  /// where the comment begins.
  public static func strip(_ bytes: [UInt8]) throws(JSONError) -> [UInt8] {
    var stripper = CommentStripper(bytes)
    try stripper.run()
    return stripper.bytes
  }
}

private struct CommentStripper {
  private(set) var bytes: [UInt8]
  private var position = 0
  /// Where a comma stands that only white space and comments have followed so far.
  private var pendingComma: Int?
  /// The last byte that is neither white space nor comment.
  private var previous: UInt8 = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  mutating func run() throws(JSONError) {
    while position < bytes.count {
      switch bytes[position] {
      case 0x20, 0x09, 0x0A, 0x0D: position += 1
      case UInt8(ascii: "/") where byte(1) == UInt8(ascii: "/"): blankLine()
      case UInt8(ascii: "/") where byte(1) == UInt8(ascii: "*"): try blankBlock()
      case let byte: takeSignificant(byte)
      }
    }
  }

  private func byte(_ ahead: Int) -> UInt8? {
    position + ahead < bytes.count ? bytes[position + ahead] : nil
  }

  private mutating func takeSignificant(_ byte: UInt8) {
    switch byte {
    case UInt8(ascii: ","):
      // A comma without a value before it is no trailing comma; the parser refuses it.
      pendingComma = "[{,:\0".utf8.contains(previous) ? nil : position
    case UInt8(ascii: "]"), UInt8(ascii: "}"):
      if let comma = pendingComma { bytes[comma] = 0x20 }
      pendingComma = nil
    default:
      pendingComma = nil
    }
    previous = byte
    if byte == UInt8(ascii: "\"") { skipString() } else { position += 1 }
  }

  private mutating func skipString() {
    position += 1
    while let byte = byte(0), byte != UInt8(ascii: "\"") {
      position += byte == UInt8(ascii: "\\") ? 2 : 1
    }
    position += 1
  }

  private mutating func blankLine() {
    while let byte = byte(0), byte != UInt8(ascii: "\n") { blank() }
  }

  private mutating func blankBlock() throws(JSONError) {
    let start = position
    blank()
    blank()
    while byte(0) != UInt8(ascii: "*") || byte(1) != UInt8(ascii: "/") {
      guard position < bytes.count else {
        throw JSONError(.unclosedComment, at: start, "the comment is not closed with \"*/\"")
      }
      blank()
    }
    blank()
    blank()
  }

  private mutating func blank() {
    if bytes[position] != UInt8(ascii: "\n") { bytes[position] = 0x20 }
    position += 1
  }
}
