internal import JSON
internal import PluginKit

/// Tables and views as resources: `pg://{database}/{schema}/{table}`, described in Markdown.
struct TableResource: Sendable {
  /// Most values that a completion looks for; a client is shown 100.
  static let maximumCompletions = 200

  let databases: Databases

  init(databases: Databases) { self.databases = databases }

  init(databases: Databases, host: Host) { self.init(databases: databases) }

  var templates: [ResourceTemplate] {
    [
      ResourceTemplate(
        "pg://{database}/{schema}/{table}", name: "table", title: "PostgreSQL table",
        description: "What a table or view is made of: columns, keys, indexes, comments",
        mediaType: "text/markdown",
        complete: [
          "database": { value, _ in completedDatabases(value) },
          "schema": { value, context in try await completed(.schema, value, context) },
          "table": { value, context in try await completed(.table, value, context) },
        ]
      ) { variables, call in try await read(variables, call) }
    ]
  }

  private func read(_ variables: [String: String], _ call: Call) async throws -> ResourceResult {
    // No name holds one, and the server takes none.
    guard !variables.values.contains(where: { $0.utf8.contains(0) }) else { throw missing(call) }
    let database = try database(variables["database"])
    var name = try ObjectName("_")
    name.schema = ObjectName.Part(written: variables["schema"] ?? "", isQuoted: true)
    name.name = ObjectName.Part(written: variables["table"] ?? "", isQuoted: true)
    let describe = Describe(name, Describe.Part.usual + [.stats])
    let maximumBytes = database.settings.limits.resultBytes
    let text: String
    do throws(PostgresFailure) {
      text = try await database.run(call) { session, _ throws(PostgresFailure) in
        try describe.run(session, maximumBytes: maximumBytes)
      }
    } catch {
      if case .server(let error) = error, error.sqlstate == "42P01" { throw missing(call) }
      throw error.toolError
    }
    let json = try JSONValue(parsing: text)
    guard let kind = json["kind"]?.string, ["table", "view", "matview"].contains(kind) else {
      throw missing(call)
    }
    return .text(TableText.markdown(json))
  }

  private func missing(_ call: Call) -> NotFound {
    NotFound("\(call.name): this role sees no such table.")
  }

  private func database(_ alias: String?) throws -> Database {
    do throws(PostgresFailure) {
      return try databases.named(alias)
    } catch {
      throw NotFound(error.toolError.summary)
    }
  }

  private func completedDatabases(_ value: String) -> [String] {
    databases.all.map(\.alias).filter { $0.lowercased().hasPrefix(value.lowercased()) }
  }

  /// Of the database and the schema that are filled in already.
  private func completed(
    _ kind: ObjectKind, _ value: String, _ context: CompletionContext
  ) async throws -> [String] {
    let database = try database(context.arguments["database"])
    let schema = context.arguments["schema"]
    do throws(PostgresFailure) {
      return try await database.run(context.call) { session, _ throws(PostgresFailure) in
        session.context.asksTheCatalogue()
        let rows = try session.rows(
          kind == .schema ? Self.schemas : Self.tables,
          [
            Parameter(text: NamePattern.beginning(value)), Parameter(text: schema),
            Parameter(text: String(Self.maximumCompletions)),
          ])
        return (0..<rows.count).compactMap { rows[$0, 0] }
      }
    } catch {
      throw error.toolError
    }
  }

  private static let schemas = """
    SELECT n.nspname FROM pg_namespace n
    WHERE n.nspname::text COLLATE "default" ILIKE $1::text AND $2::text IS DISTINCT FROM ''
      AND has_schema_privilege(n.oid, 'USAGE')
    ORDER BY starts_with(n.nspname::text, 'pg_') OR n.nspname = 'information_schema', n.nspname
    LIMIT $3::integer
    """

  private static let tables = """
    SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relname::text COLLATE "default" ILIKE $1::text
      AND n.nspname = coalesce($2::text, 'public')
      AND c.relkind = ANY ('{r,p,f,v,m}') AND has_schema_privilege(n.oid, 'USAGE')
      AND has_any_column_privilege(c.oid, 'SELECT, INSERT, UPDATE')
    ORDER BY c.relispartition, c.relname LIMIT $3::integer
    """
}
