/// Watches the tokens of a statement for what may run a function that has an effect: a name before
/// a parenthesis; a name behind a dot (`value.function` calls `function(value)`, whatever type the
/// value has); a type behind `::` or `AS`; an operator.
struct CallCheck {
  struct Refusal: Equatable {
    /// In the UTF-8 of the statement.
    var offset: Int
    var what: String
    var advice: String
  }

  /// A name of which the next token tells what it is.
  private struct Name {
    var token: SQLToken
    var isBehindDot: Bool
    var isType: Bool
    var escape = UInt8(ascii: "\\")
  }

  private let functions: VolatileFunctions?
  private var name: Name?
  private var previous: SQLToken?
  /// Whether a type stands where the first part of the last name stood.
  private var isType = false
  /// Whether `UESCAPE` came behind the name.
  private var awaitsEscape = false

  init(_ functions: VolatileFunctions?) { self.functions = functions }

  /// Why the statement may not be sent; nil where nothing is wrong so far.
  mutating func take(_ token: SQLToken, in bytes: [UInt8]) -> Refusal? {
    guard let functions else { return nil }
    if let found = takesEscape(token, in: bytes) { return found.refusal }
    defer { previous = token }
    if let refusal = refusal(functions, before: token, in: bytes) { return refusal }
    name = nil
    switch token.kind {
    case .word, .quotedName, .unicodeName: begin(token, in: bytes)
    case .operator:
      let text = String(decoding: bytes[token.range], as: UTF8.self)
      guard functions.refusesOperator(text) else { return nil }
      return Self.refusal(
        token, "The operator \(text) calls a function that may have an effect", text)
    default: break
    }
    return nil
  }

  /// The same, at the end of the statement.
  func finish(in bytes: [UInt8]) -> Refusal? {
    functions.flatMap { refusal($0, before: nil, in: bytes) }
  }

  private mutating func begin(_ token: SQLToken, in bytes: [UInt8]) {
    let isBehindDot = previous?.isSymbol(".") == true
    if !isBehindDot { isType = introducesType(in: bytes) }
    name = Name(token: token, isBehindDot: isBehindDot, isType: isType)
  }

  private func introducesType(in bytes: [UInt8]) -> Bool {
    guard let previous else { return false }
    if previous.isSymbol(":") { return true }
    return previous.kind == .word && previous.range.count == 2
      && SQLName.of(previous, in: bytes) == "as"
  }

  /// `U&"name" UESCAPE '!'` is one name. Nil where the token is no part of one.
  private mutating func takesEscape(
    _ token: SQLToken, in bytes: [UInt8]
  ) -> (refusal: Refusal?, Void)? {
    if awaitsEscape {
      awaitsEscape = false
      // The server takes any spelling of a string of one character; `E'\41'` is one.
      guard token.kind == .string, token.range.count == 3,
        bytes[token.range.lowerBound] == UInt8(ascii: "'")
      else {
        return (Self.refusal(token, "An escape character stands in no plain string", nil), ())
      }
      name?.escape = bytes[token.range.lowerBound + 1]
      return (nil, ())
    }
    guard name?.token.kind == .unicodeName, token.kind == .word,
      SQLName.of(token, in: bytes) == "uescape"
    else { return nil }
    awaitsEscape = true
    return (nil, ())
  }

  private func refusal(
    _ functions: VolatileFunctions, before next: SQLToken?, in bytes: [UInt8]
  ) -> Refusal? {
    guard let name else { return nil }
    let isCall = next?.isSymbol("(") == true
    guard isCall || name.isBehindDot || name.isType else { return nil }
    guard let text = SQLName.of(name.token, in: bytes, escape: name.escape) else {
      return Self.refusal(name.token, "A name has escapes that stand for no character", nil)
    }
    if isCall, functions.refusesCall(text) {
      return Self.refusal(name.token, "The function \(text) may have an effect", text)
    }
    if name.isBehindDot, functions.refusesColumn(text) {
      let what = "\(text) behind a dot may call the function of that name, which may have an effect"
      return Self.refusal(
        name.token, what, text, orElse: "If a column is meant, write it without its table. ")
    }
    if name.isType, functions.refusesCast(text) {
      return Self.refusal(
        name.token, "The cast to \(text) may call a function that may have an effect", text)
    }
    return isCall || name.isBehindDot ? Self.doubtful(name, in: bytes) : nil
  }

  /// In a database of another encoding than UTF-8 the server cuts a long name elsewhere when it has
  /// letters beyond ASCII.
  private static func doubtful(_ name: Name, in bytes: [UInt8]) -> Refusal? {
    guard name.token.range.count > SQLName.maximumBytes,
      bytes[name.token.range].contains(where: { $0 >= 0x80 })
    else { return nil }
    return refusal(name.token, "A name is longer than \(SQLName.maximumBytes) bytes", nil)
  }

  private static func refusal(
    _ token: SQLToken, _ what: String, _ name: String?, orElse: String = ""
  ) -> Refusal {
    let advice =
      name.map { name in
        "\(orElse)Do without it, or ask the operator to put \"\(name)\" into allowFunctions of the "
          + "connection's settings."
      } ?? "Write the name itself, without escapes."
    return Refusal(offset: token.range.lowerBound, what: what, advice: advice)
  }
}
