internal import JSON

/// Indexes that the planner is made to see, and others that it is made not to see, by the extension
/// hypopg: in one connection, until they are forgotten there.
struct IndexChanges: Sendable {
  /// Plans of one statement.
  struct Plans: Sendable {
    /// As it is, and with the changes, both to compare costs.
    var before: String
    var after: String
    /// With the changes, as the caller wants to see it.
    var shown: String
    /// What the plans call the added indexes, and how large they would be.
    var added: [(name: String, bytes: String?)]
  }

  /// The schema of the extension, quoted by the server.
  private let schema: String
  private let definitions: [String]
  private let hidden: [ObjectLookup]
  private let canHide: Bool

  init(
    _ indexes: [HypotheticalIndex], _ hidden: [String], _ session: Session,
    _ knowledge: SessionKnowledge
  ) throws(PostgresFailure) {
    let rows = try session.rows(
      """
      SELECT pg_catalog.quote_ident(n.nspname), e.extversion FROM pg_catalog.pg_extension e
        JOIN pg_catalog.pg_namespace n ON n.oid = e.extnamespace WHERE e.extname = 'hypopg'
      """)
    guard rows.count > 0, let schema = rows[0, 0] else {
      throw .refused(
        "Hypothetical and hidden indexes need the extension hypopg in this database.",
        detail: "Install the package (postgresql-NN-hypopg), then CREATE EXTENSION hypopg.")
    }
    self.schema = schema
    let version = rows[0, 1] ?? ""
    canHide = Self.canHide(version)
    guard hidden.isEmpty || canHide else {
      throw .refused(
        "hide_indexes needs hypopg 1.4; this database has \(version).",
        detail: "Install a newer package, then ALTER EXTENSION hypopg UPDATE.")
    }
    var definitions: [String] = []
    for index in indexes { definitions.append(try index.definition(session, knowledge)) }
    self.definitions = definitions
    var found: [ObjectLookup] = []
    for text in hidden {
      let name = try ObjectName(text)
      guard let index = try ObjectLookup(name, session), ["i", "I"].contains(index.kind) else {
        throw .refused("There is no index \"\(name.description)\".")
      }
      found.append(index)
    }
    self.hidden = found
  }

  private static func canHide(_ version: String) -> Bool {
    let numbers = version.split(separator: ".").map { Int($0) ?? 0 } + [0, 0]
    return (numbers[0], numbers[1]) >= (1, 4)
  }

  /// Leaves nothing behind in the connection, also where a step fails. All of it is one
  /// transaction: a pooler may give the next one another connection.
  func plans(
    _ session: Session, costs: GuardedRead, shown: GuardedRead
  ) throws(PostgresFailure) -> Plans {
    do {
      return try session.inReadOnlyTransaction { session throws(PostgresFailure) in
        try forget(session)
        let before = try Explain.plan(costs, session)
        let added = try make(session)
        let after = try Explain.plan(costs, session)
        let text = costs.form == shown.form ? after : try Explain.plan(shown, session)
        try forget(session)
        return Plans(before: before, after: after, shown: text, added: added)
      }
    } catch {
      // What is left would change the plans of later calls: rather no connection than such a one.
      do throws(PostgresFailure) { try forget(session) } catch { session.close() }
      throw error
    }
  }

  /// What the changes are worth.
  func comparison(_ plans: Plans) -> JSONObject {
    let before = PlanSummary(plans.before)
    let after = PlanSummary(plans.after)
    var json = JSONObject()
    json["cost_before"] = before.map { .rounded($0.cost) }
    json["cost_after"] = after.map { .rounded($0.cost) }
    if !definitions.isEmpty {
      json["indexes"] = .array(
        zip(definitions, plans.added).map { definition, added in
          var index: JSONObject = ["definition": .string(definition)]
          index["used"] = .bool(after?.indexes.contains(added.name) == true)
          index["estimated_bytes"] = added.bytes.flatMap(JSONNumber.init).map(JSONValue.number)
          return .object(index)
        })
    }
    if !hidden.isEmpty {
      json["hidden"] = .array(hidden.map { .string($0.qualifiedName) })
    }
    return json
  }

  private func make(
    _ session: Session
  ) throws(PostgresFailure) -> [(name: String, bytes: String?)] {
    var added: [(name: String, bytes: String?)] = []
    for definition in definitions {
      let rows = try session.rows(
        "SELECT i.indexname, \(schema).hypopg_relation_size(i.indexrelid) "
          + "FROM \(schema).hypopg_create_index($1) AS i",
        [Parameter(text: definition)])
      guard rows.count > 0 else { throw .refused("hypopg does not take \(definition).") }
      added.append((rows[0, 0] ?? "", rows[0, 1]))
    }
    for index in hidden {
      _ = try session.rows(
        "SELECT \(schema).hypopg_hide_index($1::oid)", [Parameter(text: index.oids[0])])
    }
    return added
  }

  private func forget(_ session: Session) throws(PostgresFailure) {
    let unhide = canHide ? ", \(schema).hypopg_unhide_all_indexes()" : ""
    _ = try session.rows("SELECT \(schema).hypopg_reset()\(unhide)")
  }
}
