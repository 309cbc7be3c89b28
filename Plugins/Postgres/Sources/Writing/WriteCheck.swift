/// The guard's check of the functions that a statement calls, for statements that may write.
enum WriteCheck {
  /// What changes only what a change of rows is about, or is of no harm where one may write.
  private static let writing: Set = ["nextval", "setval", "pg_current_xact_id", "txid_current"]

  /// One statement without its semicolon. Throws `.refused`.
  static func check(
    _ text: String, _ functions: VolatileFunctions
  ) throws(PostgresFailure) -> String {
    try StatementCheck.checkAnyKind(text, functions.allowing(writing))
  }

  /// One statement of a migration. Functions may be defined, changed and named in it, also those
  /// that it may not call.
  ///
  /// A migration can call what it defines itself: only the login's privileges are a limit to it.
  static func checkDefinition(
    _ text: String, _ words: ArraySlice<Word>, _ functions: VolatileFunctions
  ) throws(PostgresFailure) -> String {
    if let first = words.first, naming.contains(first.text) { return text }
    var bytes = Array(text.utf8)
    let start = words.first?.range.lowerBound ?? 0
    // Semicolons that are left stand within it, between the statements of a body.
    for word in names(in: words) + words.filter({ $0.kind == .semicolon }) {
      for place in word.range { bytes[place - start] = UInt8(ascii: " ") }
    }
    _ = try check(String(decoding: bytes, as: UTF8.self), functions)
    return text
  }

  /// Statements that name functions and call none.
  private static let naming: Set = ["grant", "revoke", "drop", "comment", "security"]

  /// The names behind FUNCTION and the like, with their schemas.
  private static func names(in words: ArraySlice<Word>) -> [Word] {
    var names: [Word] = []
    for (place, word) in zip(words.indices, words)
    where word.kind == .word && kinds.contains(word.text) {
      var next = place + 1
      while next < words.endIndex, words[next].isName {
        names.append(words[next])
        guard next + 1 < words.endIndex, words[next + 1].kind == .dot else { break }
        next += 2
      }
    }
    return names
  }

  private static let kinds: Set = ["function", "procedure", "routine", "aggregate"]
}
