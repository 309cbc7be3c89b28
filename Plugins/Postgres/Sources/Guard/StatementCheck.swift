/// What is asked of someone else's text before it is sent: that it is one statement that reads, and
/// calls nothing that may have an effect. The server checks the first again (see `GuardedRead`).
struct StatementCheck {
  static let maximumBytes = 256 << 10

  /// What a statement that reads begins with; others are told apart for the sake of the answer.
  private static let readingWords: Set = ["select", "with", "values", "table"]

  /// The text without the semicolons at its end. Throws `.refused`, with the place.
  static func check(
    _ text: String, _ functions: VolatileFunctions
  ) throws(PostgresFailure) -> String {
    try StatementCheck(text, functions, onlyReads: true).checked()
  }

  /// As `check`, for a text whose functions its author vouches for.
  static func single(_ text: String) throws(PostgresFailure) -> String {
    try StatementCheck(text, nil, onlyReads: true).checked()
  }

  /// As `check`, for a statement of any kind, on a connection that may write.
  static func checkAnyKind(
    _ text: String, _ functions: VolatileFunctions
  ) throws(PostgresFailure) -> String {
    try StatementCheck(text, functions, onlyReads: false).checked()
  }

  private let text: String
  private let bytes: [UInt8]
  private let onlyReads: Bool
  private var lexer: SQLLexer
  private var calls: CallCheck
  /// Parentheses that are open.
  private var depth = 0
  private var isEmpty = true
  /// Where the first of the semicolons at the end is.
  private var end: Int?

  private init(
    _ text: String, _ functions: VolatileFunctions?, onlyReads: Bool
  ) throws(PostgresFailure) {
    self.text = text
    bytes = Array(text.utf8)
    self.onlyReads = onlyReads
    guard bytes.count <= Self.maximumBytes else {
      throw .refused(
        "The statement has \(bytes.count) bytes; at most \(Self.maximumBytes) are taken.",
        detail: "Pass long values as parameters ($1, $2, ...).")
    }
    lexer = SQLLexer(bytes)
    calls = CallCheck(functions)
  }

  private consuming func checked() throws(PostgresFailure) -> String {
    while let token = try next() { try take(token) }
    if let refusal = calls.finish(in: bytes) { throw refused(refusal) }
    guard !isEmpty else { throw .refused("There is no statement.") }
    guard depth == 0 else {
      throw refused(at: bytes.count, "A parenthesis is not closed", "Close it.")
    }
    guard let end else { return text }
    return String(decoding: bytes[..<end], as: UTF8.self)
  }

  private mutating func next() throws(PostgresFailure) -> SQLToken? {
    do throws(SQLTokenError) {
      return try lexer.next()
    } catch {
      throw refused(at: error.offset, error.reason.rawValue, "Correct the text.")
    }
  }

  private mutating func take(_ token: SQLToken) throws(PostgresFailure) {
    if token.isSymbol(";") {
      if end == nil { end = token.range.lowerBound }
      return
    }
    guard end == nil else {
      throw refused(
        at: token.range.lowerBound, "A second statement begins", "Send one statement at a time.")
    }
    if isEmpty { try takeFirst(token) }
    isEmpty = false
    if token.isSymbol("(") { depth += 1 }
    if token.isSymbol(")") { depth -= 1 }
    guard depth >= 0 else {
      throw refused(
        at: token.range.lowerBound, "A parenthesis is closed that was not opened", "Remove it.")
    }
    if let refusal = calls.take(token, in: bytes) { throw refused(refusal) }
  }

  private func takeFirst(_ token: SQLToken) throws(PostgresFailure) {
    guard onlyReads, !token.isSymbol("(") else { return }
    let word = token.kind == .word ? SQLName.of(token, in: bytes) ?? "" : ""
    guard !Self.readingWords.contains(word) else { return }
    let shown = String(decoding: bytes[token.range].prefix(30), as: UTF8.self)
    throw refused(
      at: token.range.lowerBound, "A statement that reads does not begin with \(shown)",
      Self.advice(word))
  }

  private static func advice(_ word: String) -> String {
    switch word {
    case "explain": "To see a plan, call pg_explain with the statement behind EXPLAIN."
    case "show": "A setting is read with SELECT current_setting('name')."
    case "begin", "start", "commit", "end", "rollback", "abort", "savepoint", "release", "set",
      "reset", "discard", "prepare", "execute", "deallocate", "declare", "fetch", "close", "listen",
      "unlisten", "notify", "lock":
      "Each statement runs in a transaction of its own, of which nothing remains."
    case "insert", "update", "delete", "merge":
      "Data is changed with pg_execute, which is there where a connection is \"readwrite\"."
    default: "Send SELECT, WITH, VALUES or TABLE."
    }
  }

  private func refused(_ refusal: CallCheck.Refusal) -> PostgresFailure {
    refused(at: refusal.offset, refusal.what, refusal.advice)
  }

  private func refused(at offset: Int, _ what: String, _ advice: String) -> PostgresFailure {
    let before = String(decoding: bytes[..<min(offset, bytes.count)], as: UTF8.self)
    let position = before.unicodeScalars.count + 1
    guard let place = TextPlace(position: position, in: text) else {
      return .refused("\(what).", detail: advice)
    }
    return .refused("\(what), at line \(place.line), column \(place.column).", detail: advice)
  }
}
