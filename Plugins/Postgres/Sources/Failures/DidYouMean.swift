/// What was most likely meant where the server does not know a name: from the catalogue, as the
/// role of the call sees it. On the session's thread, after the statement has failed.
struct DidYouMean {
  /// Runs a statement of the plugin's own; nil where that fails: then nothing is suggested.
  typealias Ask = (_ sql: String, _ parameters: [Parameter]) -> Rows?

  private let ask: Ask
  private let role: String

  init(role: String, ask: @escaping Ask) {
    self.role = role
    self.ask = ask
  }

  /// The failure with `suggestion` and `role` where there is something to say.
  func explained(_ failure: PostgresFailure, in text: String) -> PostgresFailure {
    guard case .server(var error) = failure else { return failure }
    error.role = role
    switch error.sqlstate {
    case "42P01": explainRelation(&error, text)
    case "42703": explainColumn(&error, text)
    case "42883": explainFunction(&error, text)
    case "42704": explainType(&error, text)
    case "3F000": explainSchema(&error, text)
    case "42501": explainPrivilege(&error, text)
    default: break
    }
    return .server(error)
  }

  private func explainRelation(_ error: inout ServerError, _ text: String) {
    // "missing FROM-clause entry for table": the server's hint says more where there is one.
    if ErrorText.holds(error.message, "FROM-clause") { return useHint(&error) }
    guard let name = name(error, text)?.last else { return }
    let near = NearNames.of(name, among: names(NameQueries.relations, name), by: \.name)
    error.suggestion = Self.list(near.map(\.sql))
  }

  private func explainColumn(_ error: inout ServerError, _ text: String) {
    useHint(&error)
    guard error.suggestion == nil, let name = name(error, text)?.last else { return }
    let tables = Identifier.all(in: text, limit: NameQueries.mentionedNames)
    let found = ask(NameQueries.columns, [.texts(tables)]).map(Self.names) ?? []
    let near = NearNames.of(name, among: found, by: \.name)
    if near.isEmpty {
      error.hint = error.hint ?? Self.columns(found)
    } else {
      error.suggestion = Self.list(near.map { Identifier.quoted($0.name) })
    }
  }

  private func explainFunction(_ error: inout ServerError, _ text: String) {
    guard let name = name(error, text)?.last else { return }
    let found = names(NameQueries.functions, name)
    let same = found.filter { $0.name == name }
    if same.isEmpty {
      error.suggestion = Self.list(NearNames.of(name, among: found, by: \.name).map(\.sql))
    } else {
      let signatures = same.prefix(NameQueries.shownSignatures).map { "\($0.sql)(\($0.detail))" }
      error.hint = "There is " + signatures.joined(separator: ", ") + "."
    }
  }

  private func explainType(_ error: inout ServerError, _ text: String) {
    // Roles, collations, settings, ... are undefined objects, too.
    guard let name = name(error, text)?.last, ErrorText.holds(error.message, "type") else { return }
    let near = NearNames.of(name, among: names(NameQueries.types, name), by: \.name)
    error.suggestion = Self.list(near.map(\.sql))
  }

  private func explainSchema(_ error: inout ServerError, _ text: String) {
    guard let name = name(error, text)?.first else { return }
    let near = NearNames.of(name, among: names(NameQueries.schemas, name), by: \.name)
    error.suggestion = Self.list(near.map { Identifier.quoted($0.name) })
  }

  /// The server names what is denied without its schema, and whoever grants may have another one
  /// of that name on the path. What the text does not name itself is left alone: what a view reads
  /// has to be granted to its owner.
  private func explainPrivilege(_ error: inout ServerError, _ text: String) {
    guard let denied = DeniedObject(error), denied.kind != .schema else { return }
    let isFunction = denied.kind == .function
    let query = isFunction ? NameQueries.deniedFunctions : NameQueries.deniedRelations
    let chains = Identifier.chains(in: text, limit: NameQueries.mentionedChains)
    let found = names(query, denied.name).filter { found in
      chains.contains { chain in
        chain.starts(with: [found.schema, found.name])
          || chain.first == found.name && found.isVisible
      }
    }
    guard found.count == 1, let only = found.first else { return }
    let name = "\(Identifier.quoted(only.schema)).\(Identifier.quoted(only.name))"
    error.grant = denied.grant(on: isFunction ? "\(name)(\(only.detail))" : name, to: role)
  }

  /// `Perhaps you meant to reference the column "people.name".`
  private func useHint(_ error: inout ServerError) {
    error.suggestion = error.hint.flatMap(ErrorText.quoted)
  }

  /// The name that is not known: where the server points to, else what it quotes.
  private func name(_ error: ServerError, _ text: String) -> [String]? {
    if let position = error.position {
      let chain = Identifier.chain(at: position, in: text)
      if !chain.isEmpty { return chain }
    }
    guard let quoted = ErrorText.quoted(error.message) else { return nil }
    let chain = quoted.split(separator: ".").map { String($0) }
    return chain.isEmpty ? nil : chain
  }

  /// Names of about the same length, those of the search path first.
  private func names(_ query: String, _ name: String) -> [Name] {
    ask(query, [Parameter(text: name)]).map(Self.names) ?? []
  }

  /// Rows of schema, name, whether the search path has it, and what else is to be said.
  private static func names(_ rows: Rows) -> [Name] {
    (0..<rows.count).map { row in
      Name(
        schema: rows[row, 0] ?? "", name: rows[row, 1] ?? "", isVisible: rows[row, 2] == "t",
        detail: rows[row, 3] ?? "")
    }
  }

  /// Each once: a function may be there several times.
  private static func list(_ names: [String]) -> String? {
    var different: [String] = []
    for name in names where !different.contains(name) { different.append(name) }
    return different.isEmpty ? nil : different.joined(separator: " or ")
  }

  /// Nil where the statement names no table that is there.
  private static func columns(_ found: [Name]) -> String? {
    guard let table = found.first?.detail else { return nil }
    let own = found.filter { $0.detail == table }.map { Identifier.quoted($0.name) }
    let shown = own.prefix(NameQueries.shownColumns).joined(separator: ", ")
    return "\(table) has the columns \(shown)."
  }
}

/// A name of the catalogue.
private struct Name {
  var schema: String
  var name: String
  var isVisible: Bool
  /// Of a column: its table; of a function: its arguments.
  var detail: String

  /// As it has to be written.
  var sql: String {
    let name = Identifier.quoted(name)
    return isVisible ? name : "\(Identifier.quoted(schema)).\(name)"
  }
}

extension DidYouMean {
  init(_ session: Session) {
    self.init(role: session.context.role ?? session.facts.user) { sql, parameters in
      try? session.rows(sql, parameters)
    }
  }
}

extension Session {
  /// `read` of a text of the caller's; where the server does not know a name in it, the failure
  /// says what was most likely meant.
  func readExplaining<Sink: RowSink>(
    _ read: GuardedRead, into sink: inout Sink
  ) throws(PostgresFailure) -> ReadOutcome {
    do throws(PostgresFailure) {
      return try self.read(read, into: &sink)
    } catch {
      throw DidYouMean(self).explained(error, in: read.text)
    }
  }
}

extension Parameter {
  /// An array of texts.
  static func texts(_ texts: [String]) -> Parameter {
    Parameter(text: ArrayText.array(texts.map { ArrayText.quoted($0) }))
  }
}
