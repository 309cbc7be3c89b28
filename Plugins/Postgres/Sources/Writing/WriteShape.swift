/// What one statement would do to rows: its own verb, and those in its WITH.
///
/// PostgreSQL allows verbs that change rows only at the top of a statement and in a WITH at its
/// top, so that nothing deeper has to be read.
struct WriteShape: Equatable {
  enum Verb: String, Equatable {
    case select, values, table, insert, update, delete, merge
  }

  struct Part: Equatable {
    var verb: Verb
    /// Whether the statement of this verb has a WHERE of its own, not one of a subselect.
    var hasWhere = false
  }

  /// In the order of the text; the statement's own verb comes last.
  private(set) var parts: [Part] = []

  /// Throws `.refused` where the text is no INSERT, UPDATE, DELETE or MERGE, alone or behind WITH.
  init(_ text: String) throws(PostgresFailure) {
    var words = try Words(text).all
    while words.last?.kind == .semicolon { words.removeLast() }
    guard !words.isEmpty else { throw .refused("There is no statement.") }
    guard !words.contains(where: { $0.kind == .semicolon }) else {
      throw .refused("There is more than one statement; send them one by one.")
    }
    var reader = ShapeReader(words[...])
    try reader.statement()
    parts = reader.parts
  }

  var changesRows: Bool {
    parts.contains { [.insert, .update, .delete, .merge].contains($0.verb) }
  }

  /// The verbs of those that would change every row of a table.
  var withoutWhere: [Verb] {
    parts.filter { ($0.verb == .update || $0.verb == .delete) && !$0.hasWhere }.map(\.verb)
  }
}

/// Reads `[WITH ...] verb ...` (PostgreSQL documentation, "WITH Queries").
private struct ShapeReader {
  private var words: ArraySlice<Word>
  var parts: [WriteShape.Part] = []

  init(_ words: ArraySlice<Word>) { self.words = words }

  mutating func statement() throws(PostgresFailure) {
    if take("with") { try commonTables() }
    guard let first = words.first else { throw .refused("The statement ends after its WITH.") }
    guard first.kind == .word, let verb = WriteShape.Verb(rawValue: first.text) else {
      // `(SELECT ...)` behind a WITH.
      if first.kind == .open { return parts.append(WriteShape.Part(verb: .select)) }
      throw .refused(
        "\(first.text.prefix(30).uppercased()) is not an INSERT, UPDATE, DELETE or MERGE.")
    }
    parts.append(WriteShape.Part(verb: verb, hasWhere: hasOwnWhere))
  }

  /// The names of a WITH and what stands behind each; ends before the statement's verb.
  private mutating func commonTables() throws(PostgresFailure) {
    _ = take("recursive")
    repeat {
      guard words.popFirst()?.isName == true else { throw Self.unreadable }
      _ = group()
      guard take("as") else { throw Self.unreadable }
      if take("not") { _ = take("materialized") } else { _ = take("materialized") }
      guard let body = group() else { throw Self.unreadable }
      var inner = ShapeReader(body)
      if inner.mayChangeRows {
        try inner.statement()
        parts += inner.parts
      }
      skipSearchAndCycle()
    } while takeComma()
  }

  /// Whether what is read begins with a verb that changes rows, or with a WITH before one.
  private var mayChangeRows: Bool {
    guard let first = words.first, first.kind == .word else { return false }
    return ["with", "insert", "update", "delete", "merge"].contains(first.text)
  }

  /// `SEARCH ... SET name` and `CYCLE ... SET name [TO ... DEFAULT ...] USING name`.
  private mutating func skipSearchAndCycle() {
    while let first = words.first, first.isWord("search") || first.isWord("cycle") {
      let isSearch = first.text == "search"
      while let word = words.popFirst(), !word.isWord(isSearch ? "set" : "using") {}
      _ = words.popFirst()
    }
  }

  private var hasOwnWhere: Bool {
    var depth = 0
    for word in words {
      switch word.kind {
      case .open: depth += 1
      case .close: depth -= 1
      case .word where depth == 0 && word.text == "where": return true
      default: break
      }
    }
    return false
  }

  private mutating func take(_ keyword: String) -> Bool {
    guard words.first?.isWord(keyword) == true else { return false }
    words.removeFirst()
    return true
  }

  private mutating func takeComma() -> Bool {
    guard words.first?.kind == .comma else { return false }
    words.removeFirst()
    return true
  }

  /// What stands in the parentheses that come next; nil where none do.
  private mutating func group() -> ArraySlice<Word>? {
    guard words.first?.kind == .open else { return nil }
    var depth = 0
    for (place, word) in zip(words.indices, words) {
      if word.kind == .open { depth += 1 }
      if word.kind == .close { depth -= 1 }
      guard depth == 0 else { continue }
      let inside = words[(words.startIndex + 1)..<place]
      words = words[(place + 1)...]
      return inside
    }
    return nil
  }

  private static let unreadable = PostgresFailure.refused("Its WITH cannot be read.")
}
