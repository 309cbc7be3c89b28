/// A token of SQL, as far as what is done with a statement depends on it.
struct Word: Equatable {
  enum Kind: Equatable {
    /// A keyword or a name, without quotes.
    case word
    /// A name in quotes.
    case quoted
    case open, close, comma, semicolon, dot, colon
    /// `::`
    case cast
    /// `[` or `]`
    case bracket
    case `operator`
    /// `$1`
    case parameter
    /// A string or a number.
    case literal
    /// What the server does not take.
    case other
  }

  var kind: Kind
  /// Of a word folded to lower case, of a name in quotes what the quotes hold.
  var text: String
  /// In the UTF-8 of the statement.
  var range: Range<Int>

  var isName: Bool { kind == .word || kind == .quoted }

  func isWord(_ keyword: String) -> Bool { kind == .word && text == keyword }

  /// Of `$1`: 1.
  var parameter: Int? { kind == .parameter ? Int(text.dropFirst()) : nil }
}
