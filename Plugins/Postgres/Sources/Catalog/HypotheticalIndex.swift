/// An index that is only thought of.
struct HypotheticalIndex: Decodable, Sendable {
  var table: String
  var columns: [String]
  var include: [String]?
  var `where`: String?
  var using: String?

  /// What hypopg knows to plan with.
  static let methods = ["btree", "hash", "brin", "bloom"]

  /// The statement that hypopg takes. Names are looked up and quoted; the condition has passed the
  /// guard, and the columns and it are understood by the server as part of a select.
  func definition(
    _ session: Session, _ knowledge: SessionKnowledge
  ) throws(PostgresFailure) -> String {
    let name = try ObjectName(table)
    guard let found = try ObjectLookup(name, session), found.class == .relation else {
      throw ObjectLookup.missing(name, session)
    }
    guard let method = using ?? Self.methods.first, Self.methods.contains(method) else {
      throw .refused("using: write one of \(Self.methods.joined(separator: ", ")).")
    }
    guard !columns.isEmpty else { throw .refused("columns: name at least one.") }
    let keys = try Self.quoted(columns)
    let included = try Self.quoted(include ?? [])
    try check(found.qualifiedName, keys + included, session, knowledge)
    var text = "CREATE INDEX ON \(found.qualifiedName) USING \(method)"
    text += " (\(keys.joined(separator: ", ")))"
    if !included.isEmpty { text += " INCLUDE (\(included.joined(separator: ", ")))" }
    if let condition = `where` { text += " WHERE (\(condition)\n)" }
    return text
  }

  private func check(
    _ table: String, _ columns: [String], _ session: Session, _ knowledge: SessionKnowledge
  ) throws(PostgresFailure) {
    var select = "SELECT \(columns.joined(separator: ", ")) FROM \(table)"
    if let condition = `where` { select += " WHERE (\(condition)\n)" }
    _ = try session.describe(StatementCheck.check(select, knowledge.functions))
  }

  /// Each is one name as SQL writes it.
  private static func quoted(_ columns: [String]) throws(PostgresFailure) -> [String] {
    var names: [String] = []
    for column in columns {
      let name = try ObjectName(column)
      guard name.schema == nil, name.argumentTypes == nil else {
        throw .refused(
          "\(column.prefix(100)): an index is on columns of one table, by their names.")
      }
      names.append(ObjectName.quoted(name.name.folded))
    }
    return names
  }
}
