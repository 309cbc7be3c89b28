/// The statements of a migration, taken apart and checked: each can run in one transaction with
/// the others, and none reaches beyond the database.
struct MigrationScript {
  struct Statement {
    /// Without its semicolon.
    var text: String
    /// Where it begins in the script, in characters.
    var startCharacters: Int
  }

  private(set) var statements: [Statement] = []

  static let maximumStatements = 500

  init(_ text: String, _ functions: VolatileFunctions) throws(PostgresFailure) {
    let bytes = Array(text.utf8)
    for words in Self.split(try Words(text).all) {
      do throws(PostgresFailure) {
        try append(words, bytes, functions)
      } catch .refused(let why, let detail) {
        throw .refused("Statement \(statements.count + 1): \(why)", detail: detail)
      }
    }
    guard !statements.isEmpty else { throw .refused("There is no statement.") }
    guard statements.count <= Self.maximumStatements else {
      throw .refused(
        "There are \(statements.count) statements; at most \(Self.maximumStatements) go into one "
          + "migration.")
    }
  }

  private mutating func append(
    _ words: ArraySlice<Word>, _ bytes: [UInt8], _ functions: VolatileFunctions
  ) throws(PostgresFailure) {
    guard let first = words.first, let last = words.last else { return }
    if let why = Self.refusal(of: words) { throw .refused(why) }
    let range = first.range.lowerBound..<last.range.upperBound
    let text = String(decoding: bytes[range], as: UTF8.self)
    let before = String(decoding: bytes[..<range.lowerBound], as: UTF8.self)
    statements.append(
      Statement(
        text: try WriteCheck.checkDefinition(text, words, functions),
        startCharacters: before.unicodeScalars.count))
  }

  /// At semicolons that end a statement: not within parentheses (rules), and not between `BEGIN
  /// ATOMIC` and its `END` (bodies of functions).
  static func split(_ words: [Word]) -> [ArraySlice<Word>] {
    var statements: [ArraySlice<Word>] = []
    var start = words.startIndex
    var depth = 0
    var blocks = 0
    for (place, word) in words.enumerated() {
      switch word.kind {
      case .open: depth += 1
      case .close: depth -= 1
      case .word where blocks > 0 && word.text == "case": blocks += 1
      case .word where blocks > 0 && word.text == "end": blocks -= 1
      case .word where word.text == "atomic":
        if place > start, words[place - 1].isWord("begin") { blocks += 1 }
      case .semicolon where depth <= 0 && blocks == 0:
        if place > start { statements.append(words[start..<place]) }
        start = place + 1
        depth = 0
      default: break
      }
    }
    if start < words.endIndex { statements.append(words[start...]) }
    return statements
  }

  /// Why a statement may not be part of a migration; nil where it may.
  static func refusal(of words: ArraySlice<Word>) -> String? {
    guard let first = words.first else { return nil }
    let verb = first.text.prefix(30).uppercased()
    guard first.kind == .word, verbs.contains(first.text) else {
      return transactionless.contains(first.text)
        ? "\(verb) cannot run in a transaction; run it by hand."
        : "\(verb) may not be part of a migration."
    }
    let scope = words.dropFirst().first { !scopes.contains($0.text) }
    guard first.text != "create" || !["temp", "temporary"].contains(scope?.text) else {
      return "\(verb) TEMPORARY leaves nothing behind; use WITH or a table."
    }
    guard first.text == "refresh" || !words.contains(where: { $0.isWord("concurrently") }) else {
      return "\(verb) ... CONCURRENTLY cannot run in a transaction; run it by hand."
    }
    let object = words.dropFirst().first { !fillers.contains($0.text) }
    guard ["create", "alter", "drop"].contains(first.text), let object, object.kind == .word,
      foreign.contains(object.text)
    else { return nil }
    return "\(verb) \(object.text.uppercased()) reaches beyond this database; run it by hand."
  }

  private static let verbs: Set = [
    "create", "alter", "drop", "comment", "grant", "revoke", "insert", "update", "delete",
    "merge", "with", "truncate", "refresh", "select", "analyze", "security", "reindex", "lock",
    "cluster",
  ]
  private static let transactionless: Set = ["vacuum", "checkpoint"]
  /// Before TEMPORARY.
  private static let scopes: Set = ["or", "replace", "local", "global"]
  private static let fillers: Set = ["or", "replace", "trusted", "procedural"]
  private static let foreign: Set = [
    "database", "tablespace", "system", "subscription", "role", "user", "group", "server",
    "language",
  ]
}
