/// Finds `:name` and `$1` among the tokens of a statement.
struct PlaceholderScanner {
  enum Kind: Equatable {
    case name(String)
    case number(Int)
  }

  struct Found {
    let kind: Kind
    let range: Range<Int>
  }

  /// What an opening bracket encloses.
  private enum Enclosure {
    case parenthesis
    /// `ARRAY[...]`, and arrays within it.
    case elements
    /// `a[...]`, where a colon makes a slice.
    case subscripts
  }

  let bytes: [UInt8]
  private var lexer: SQLLexer
  private var open: [Enclosure] = []
  /// Whether a bracket that comes now would hold elements.
  private var expectsElements = false
  /// Where a colon ends that a name may follow; nil where none stands before.
  private var colonEnd: Int?

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    lexer = SQLLexer(bytes)
  }

  /// The next parameter; nil at the end, or where the text is no SQL, which the guard explains.
  mutating func next() -> Found? {
    while let token = try? lexer.next() {
      if let found = take(token) { return found }
    }
    return nil
  }

  private mutating func take(_ token: SQLToken) -> Found? {
    let isNamed = colonEnd == token.range.lowerBound
    colonEnd = nil
    let expectedElements = expectsElements
    expectsElements = false
    switch token.kind {
    case .parameter:
      let number = Int(String(decoding: bytes[token.range].dropFirst(), as: UTF8.self)) ?? .max
      return Found(kind: .number(number), range: token.range)
    case .word:
      let word = bytes[token.range]
      guard isNamed, open.last != .subscripts else {
        expectsElements = word.elementsEqual("array".utf8) { $0 | 0x20 == $1 }
        return nil
      }
      return Found(
        kind: .name(String(decoding: word, as: UTF8.self)),
        range: token.range.lowerBound - 1..<token.range.upperBound)
    case .symbol(UInt8(ascii: ":")):
      // The second one of `::` is no beginning of a name.
      colonEnd = isNamed ? nil : token.range.upperBound
    case .symbol(UInt8(ascii: "(")): open.append(.parenthesis)
    case .symbol(UInt8(ascii: "[")):
      open.append(expectedElements ? .elements : .subscripts)
      expectsElements = expectedElements
    case .symbol(UInt8(ascii: ")")), .symbol(UInt8(ascii: "]")): _ = open.popLast()
    case .symbol(UInt8(ascii: ",")): expectsElements = open.last == .elements
    default: break
    }
    return nil
  }
}
