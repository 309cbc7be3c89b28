/// A token of SQL as the server's own scanner cuts it (PostgreSQL documentation, "Lexical
/// Structure"), as far as the guard needs to know.
struct SQLToken: Sendable, Equatable {
  enum Kind: Sendable, Equatable {
    /// A keyword or a name without quotes.
    case word
    /// `"name"`
    case quotedName
    /// `U&"name"`, before its escapes are read.
    case unicodeName
    /// Any constant in quotes: `'...'`, `E'...'`, `B'...'`, `X'...'`, `U&'...'`, `$tag$...$tag$`.
    case string
    case number
    /// `$1`
    case parameter
    case `operator`
    /// One of `( ) [ ] , ; . :`
    case symbol(UInt8)
  }

  var kind: Kind
  /// In the UTF-8 of the statement.
  var range: Range<Int>

  func isSymbol(_ symbol: Unicode.Scalar) -> Bool { kind == .symbol(UInt8(ascii: symbol)) }
}

/// Why a text cannot be cut into tokens.
struct SQLTokenError: Error, Equatable {
  enum Reason: String {
    case string = "A string is not ended"
    case name = "A quoted name is not ended"
    case comment = "A comment is not ended"
    case zero = "There is a NUL byte"
  }

  var reason: Reason
  /// Where it begins, in the UTF-8 of the statement.
  var offset: Int
}
