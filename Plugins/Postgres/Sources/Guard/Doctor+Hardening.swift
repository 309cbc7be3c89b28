extension Doctor {
  /// So many functions are concerned that a script says it better. It takes what it is not told to
  /// leave, so the schemas and roles that the login needs now are in the command.
  static func hardening(
    _ session: Session, _ identity: IdentitySettings
  ) throws(PostgresFailure) -> String {
    let facts = session.facts
    let rows = try session.rows(readableSchemas, [Parameter(text: facts.user)])
    let schemas = rows.count > 0 ? rows[0, 0] ?? "" : ""
    var words = ["psql", "--dbname", facts.database, "--variable", "role=\(facts.user)"]
    words += ["--variable", "schemas=\(schemas)"]
    let roles = roles(of: facts.user, identity)
    if !roles.isEmpty { words += ["--variable", "member=\(roles.joined(separator: ","))"] }
    return (words + ["--file", "harden.sql"]).map(shellWord).joined(separator: " ")
  }

  /// The roles that sessions of the login set, each once.
  private static func roles(of user: String, _ identity: IdentitySettings) -> [String] {
    var roles: [String] = []
    for target in identity.map.map(\.target) + [identity.fallback].compactMap({ $0 }) {
      guard let role = target.role, target.login.map({ $0.user == user }) ?? true,
        !roles.contains(role)
      else { continue }
      roles.append(role)
    }
    return roles
  }

  /// As a POSIX shell reads it back.
  static func shellWord(_ text: String) -> String {
    let plain = text.utf8.allSatisfy { byte in
      UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte | 0x20
        || UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte || "-_.,=".utf8.contains(byte)
    }
    if plain, !text.isEmpty { return text }
    let parts = text.split(separator: "'", omittingEmptySubsequences: false)
    return "'" + parts.joined(separator: "'\\''") + "'"
  }

  private static let readableSchemas = """
    SELECT CASE WHEN EXISTS (SELECT FROM pg_catalog.pg_roles r WHERE r.rolname = 'pg_read_all_data'
        AND pg_catalog.pg_has_role($1::name, r.oid, 'USAGE')) THEN '*'
      ELSE (SELECT pg_catalog.string_agg(n.nspname, ',' ORDER BY n.nspname)
        FROM pg_catalog.pg_namespace n
        WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
          AND pg_catalog.has_schema_privilege($1::name, n.oid, 'USAGE')
          AND EXISTS (SELECT FROM pg_catalog.pg_class c WHERE c.relnamespace = n.oid
            AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
            AND pg_catalog.has_table_privilege($1::name, c.oid, 'SELECT'))) END
    """
}
