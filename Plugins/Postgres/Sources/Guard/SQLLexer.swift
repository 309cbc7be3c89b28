/// Cuts a statement into tokens exactly where the server does, with `standard_conforming_strings`
/// on: what is in quotes or in a comment for the server is so here, and nothing else is.
/// Allocates nothing.
struct SQLLexer {
  let bytes: [UInt8]
  private(set) var position = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// The next token, after white space and comments; nil at the end.
  mutating func next() throws(SQLTokenError) -> SQLToken? {
    try skipSpaceAndComments()
    guard position < bytes.count else { return nil }
    let start = position
    let kind = try scan()
    return SQLToken(kind: kind, range: start..<position)
  }

  private func byte(_ ahead: Int = 0) -> UInt8 {
    let index = position + ahead
    return index < bytes.count ? bytes[index] : 0
  }

  private mutating func scan() throws(SQLTokenError) -> SQLToken.Kind {
    let first = byte()
    switch first {
    case 0: throw SQLTokenError(reason: .zero, offset: position)
    case UInt8(ascii: "'"): return try string(escapes: false)
    case UInt8(ascii: "\""): return try quotedName()
    case UInt8(ascii: "$"): return try dollar()
    case UInt8(ascii: "."):
      return SQLBytes.isDigit(byte(1)) ? number() : symbol()
    case _ where SQLBytes.isDigit(first): return number()
    case _ where SQLBytes.startsName(first): return try wordOrPrefix()
    case _ where SQLBytes.isOfOperator(first): return operators()
    default: return symbol()
    }
  }

  private mutating func symbol() -> SQLToken.Kind {
    position += 1
    return .symbol(bytes[position - 1])
  }

  // MARK: White space

  private mutating func skipSpaceAndComments() throws(SQLTokenError) {
    while position < bytes.count {
      if SQLBytes.isSpace(byte()) {
        position += 1
      } else if startsLineComment {
        skipLineComment()
      } else if startsBlockComment {
        try skipBlockComment()
      } else {
        return
      }
    }
  }

  private var startsLineComment: Bool {
    byte() == UInt8(ascii: "-") && byte(1) == UInt8(ascii: "-")
  }

  private var startsBlockComment: Bool {
    byte() == UInt8(ascii: "/") && byte(1) == UInt8(ascii: "*")
  }

  private mutating func skipLineComment() {
    while position < bytes.count, !SQLBytes.isLineEnd(byte()) { position += 1 }
  }

  private mutating func skipBlockComment() throws(SQLTokenError) {
    let start = position
    var depth = 0
    while position < bytes.count {
      if startsBlockComment {
        depth += 1
        position += 2
      } else if byte() == UInt8(ascii: "*"), byte(1) == UInt8(ascii: "/") {
        depth -= 1
        position += 2
        if depth == 0 { return }
      } else {
        position += 1
      }
    }
    throw SQLTokenError(reason: .comment, offset: start)
  }

  // MARK: Names

  private mutating func wordOrPrefix() throws(SQLTokenError) -> SQLToken.Kind {
    let next = byte(1)
    switch byte() | 0x20 {
    case UInt8(ascii: "e") where next == UInt8(ascii: "'"):
      position += 1
      return try string(escapes: true)
    case UInt8(ascii: "b"), UInt8(ascii: "x"), UInt8(ascii: "n"):
      guard next == UInt8(ascii: "'") else { return word() }
      position += 1
      return try string(escapes: false)
    case UInt8(ascii: "u") where next == UInt8(ascii: "&"):
      guard byte(2) == UInt8(ascii: "'") || byte(2) == UInt8(ascii: "\"") else { return word() }
      let isName = byte(2) == UInt8(ascii: "\"")
      position += 2
      guard isName else { return try string(escapes: false) }
      _ = try quotedName()
      return .unicodeName
    default: return word()
    }
  }

  private mutating func word() -> SQLToken.Kind {
    while position < bytes.count, SQLBytes.continuesName(byte()) { position += 1 }
    return .word
  }

  private mutating func quotedName() throws(SQLTokenError) -> SQLToken.Kind {
    let start = position
    guard skipQuoted(UInt8(ascii: "\""), escapes: false) else {
      throw SQLTokenError(reason: .name, offset: start)
    }
    return .quotedName
  }

  // MARK: Constants

  /// With what continues it: strings that only white space with a line end lies between are one,
  /// and of an `E'...'` every part has escapes.
  private mutating func string(escapes: Bool) throws(SQLTokenError) -> SQLToken.Kind {
    let start = position
    repeat {
      guard skipQuoted(UInt8(ascii: "'"), escapes: escapes) else {
        throw SQLTokenError(reason: .string, offset: start)
      }
    } while continuesString()
    return .string
  }

  /// From the opening quote to behind the closing one; false where there is none.
  private mutating func skipQuoted(_ quote: UInt8, escapes: Bool) -> Bool {
    position += 1
    while position < bytes.count {
      let current = byte()
      if current == 0 { return false }
      if escapes, current == UInt8(ascii: "\\") {
        position += 2
      } else if current != quote {
        position += 1
      } else if byte(1) == quote {
        position += 2
      } else {
        position += 1
        return true
      }
    }
    position = bytes.count
    return false
  }

  /// Moves to the opening quote of the next part of a string, if there is one.
  private mutating func continuesString() -> Bool {
    let end = position
    var hasLineEnd = false
    while position < bytes.count {
      if SQLBytes.isLineEnd(byte()) {
        hasLineEnd = true
        position += 1
      } else if SQLBytes.isSpace(byte()) {
        position += 1
      } else if startsLineComment {
        skipLineComment()
      } else {
        break
      }
    }
    if hasLineEnd, byte() == UInt8(ascii: "'") { return true }
    position = end
    return false
  }

  /// `$1`, `$tag$...$tag$`, or a `$` that the server refuses.
  private mutating func dollar() throws(SQLTokenError) -> SQLToken.Kind {
    let start = position
    if SQLBytes.isDigit(byte(1)) {
      position += 1
      while SQLBytes.isDigit(byte()) { position += 1 }
      return .parameter
    }
    var end = position + 1
    if end < bytes.count, SQLBytes.startsName(bytes[end]) {
      while end < bytes.count, bytes[end] != UInt8(ascii: "$"), SQLBytes.continuesName(bytes[end]) {
        end += 1
      }
    }
    guard end < bytes.count, bytes[end] == UInt8(ascii: "$") else { return symbol() }
    let tagCount = end + 1 - start
    position = end + 1
    while position + tagCount <= bytes.count {
      if byte() == UInt8(ascii: "$"), isTag(start, tagCount) {
        position += tagCount
        return .string
      }
      position += 1
    }
    throw SQLTokenError(reason: .string, offset: start)
  }

  private func isTag(_ start: Int, _ count: Int) -> Bool {
    for index in 0..<count where bytes[start + index] != bytes[position + index] { return false }
    return true
  }

  /// What the server takes for a number. Where a name follows at once, versions before 15 begin a
  /// new token, and later ones refuse the text: so does a name here.
  private mutating func number() -> SQLToken.Kind {
    while SQLBytes.isDigit(byte()) { position += 1 }
    // `1..2` is a range of PL/pgSQL: two numbers.
    if byte() == UInt8(ascii: "."), byte(1) != UInt8(ascii: ".") {
      position += 1
      while SQLBytes.isDigit(byte()) { position += 1 }
    }
    guard byte() | 0x20 == UInt8(ascii: "e") else { return .number }
    let signed = byte(1) == UInt8(ascii: "+") || byte(1) == UInt8(ascii: "-")
    guard SQLBytes.isDigit(byte(signed ? 2 : 1)) else { return .number }
    position += signed ? 2 : 1
    while SQLBytes.isDigit(byte()) { position += 1 }
    return .number
  }

  // MARK: Operators

  /// The longest run of operator characters that no comment begins in. One of several characters
  /// ends in `+` or `-` only where it has a character that no operator of standard SQL has.
  private mutating func operators() -> SQLToken.Kind {
    let start = position
    while position < bytes.count, SQLBytes.isOfOperator(byte()), !startsLineComment,
      !startsBlockComment
    {
      position += 1
    }
    let isFree = bytes[start..<position].contains(where: SQLBytes.freesOperator)
    while !isFree, position > start + 1, SQLBytes.isSign(bytes[position - 1]) { position -= 1 }
    return .operator
  }
}
