/// A statement, or several, as words.
struct Words {
  private(set) var all: [Word] = []

  init(_ text: String) throws(PostgresFailure) {
    let bytes = Array(text.utf8)
    var lexer = SQLLexer(bytes)
    do throws(SQLTokenError) {
      while let token = try lexer.next() { append(token, bytes) }
    } catch {
      throw .refused("\(error.reason.rawValue).", detail: "Correct the text.")
    }
  }

  private mutating func append(_ token: SQLToken, _ bytes: [UInt8]) {
    let word = Word(token, bytes)
    // Two colons side by side are one cast.
    if word.kind == .colon, let last = all.last, last.kind == .colon,
      last.range.upperBound == word.range.lowerBound
    {
      all[all.count - 1] = Word(
        kind: .cast, text: "::", range: last.range.lowerBound..<word.range.upperBound)
    } else {
      all.append(word)
    }
  }
}

extension Word {
  fileprivate init(_ token: SQLToken, _ bytes: [UInt8]) {
    range = token.range
    text = SQLName.of(token, in: bytes) ?? String(decoding: bytes[token.range], as: UTF8.self)
    kind =
      switch token.kind {
      case .word: .word
      case .quotedName, .unicodeName: .quoted
      case .string, .number: .literal
      case .parameter: .parameter
      case .operator: .operator
      case .symbol(let byte): Self.kind(of: byte)
      }
  }

  private static func kind(of symbol: UInt8) -> Kind {
    switch symbol {
    case UInt8(ascii: "("): .open
    case UInt8(ascii: ")"): .close
    case UInt8(ascii: ","): .comma
    case UInt8(ascii: ";"): .semicolon
    case UInt8(ascii: "."): .dot
    case UInt8(ascii: ":"): .colon
    case UInt8(ascii: "["), UInt8(ascii: "]"): .bracket
    default: .other
    }
  }
}
