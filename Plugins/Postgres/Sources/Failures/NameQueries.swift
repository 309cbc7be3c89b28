/// Statements that give names near to one, as the role of the call may see them: schema, name,
/// whether the search path has it, and what else is to be said. Each is bounded.
enum NameQueries {
  /// Names of a statement that are looked for as tables.
  static let mentionedNames = 200
  /// Names of a statement, with what stands before them, that are compared with what is denied.
  static let mentionedChains = 5_000
  static let shownColumns = 40
  static let shownSignatures = 5

  /// Of about the same length; what is called the same comes first.
  private static func near(_ column: String) -> String {
    """
    pg_catalog.abs(pg_catalog.length(\(column)::text) - pg_catalog.length($1)) \
    <= greatest(1, pg_catalog.length($1) / 2)
    """
  }

  private static func order(_ name: String, _ visible: String? = nil) -> String {
    let visible = visible.map { "\($0) DESC, " } ?? ""
    return """
      ORDER BY pg_catalog.lower(\(name)::text) = pg_catalog.lower($1) DESC, \(visible)\(name) \
      LIMIT 5000
      """
  }

  private static let mayUse = "pg_catalog.has_schema_privilege(n.oid, 'USAGE')"

  /// What the role may not read at all is none of its business.
  static let relations = """
    SELECT n.nspname, c.relname, pg_catalog.pg_table_is_visible(c.oid), NULL \
    FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace \
    WHERE c.relkind IN ('r', 'v', 'm', 'p', 'f') AND \(mayUse) AND \(near("c.relname")) \
    AND pg_catalog.has_any_column_privilege(c.oid, 'SELECT') \
    \(order("c.relname", "pg_catalog.pg_table_is_visible(c.oid)"))
    """

  /// Of the tables that are called so.
  static let columns = """
    SELECT n.nspname, a.attname, pg_catalog.pg_table_is_visible(c.oid), c.relname \
    FROM pg_catalog.pg_attribute a JOIN pg_catalog.pg_class c ON c.oid = a.attrelid \
    JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace \
    WHERE c.relname = ANY ($1::text[]) AND c.relkind IN ('r', 'v', 'm', 'p', 'f') \
    AND a.attnum > 0 AND NOT a.attisdropped AND \(mayUse) \
    AND pg_catalog.has_column_privilege(c.oid, a.attnum, 'SELECT') \
    ORDER BY pg_catalog.pg_table_is_visible(c.oid) DESC, \
    pg_catalog.array_position($1::text[], c.relname::text), a.attnum LIMIT 2000
    """

  /// Those called so that the role may not read as a whole.
  static let deniedRelations = """
    SELECT n.nspname, c.relname, pg_catalog.pg_table_is_visible(c.oid), NULL \
    FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace \
    WHERE c.relname = $1 AND c.relkind IN ('r', 'v', 'm', 'p', 'f', 'S') AND \(mayUse) \
    AND NOT pg_catalog.has_table_privilege(c.oid, 'SELECT') LIMIT 100
    """

  /// Those called so that the role may not call.
  static let deniedFunctions = """
    SELECT n.nspname, p.proname, pg_catalog.pg_function_is_visible(p.oid), \
    pg_catalog.pg_get_function_identity_arguments(p.oid) \
    FROM pg_catalog.pg_proc p JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace \
    WHERE p.proname = $1 AND \(mayUse) \
    AND NOT pg_catalog.has_function_privilege(p.oid, 'EXECUTE') LIMIT 100
    """

  static let functions = """
    SELECT n.nspname, p.proname, pg_catalog.pg_function_is_visible(p.oid), \
    pg_catalog.pg_get_function_identity_arguments(p.oid) \
    FROM pg_catalog.pg_proc p JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace \
    WHERE p.prokind IN ('f', 'a', 'w') AND \(mayUse) AND \(near("p.proname")) \
    \(order("p.proname", "pg_catalog.pg_function_is_visible(p.oid)"))
    """

  static let types = """
    SELECT n.nspname, t.typname, pg_catalog.pg_type_is_visible(t.oid), NULL \
    FROM pg_catalog.pg_type t JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace \
    WHERE t.typtype IN ('b', 'd', 'e', 'r', 'm') AND t.typname !~ '^_' AND \(mayUse) \
    AND \(near("t.typname")) \(order("t.typname", "pg_catalog.pg_type_is_visible(t.oid)"))
    """

  static let schemas = """
    SELECT n.nspname, n.nspname, true, NULL FROM pg_catalog.pg_namespace n \
    WHERE \(mayUse) AND n.nspname !~ '^pg_(toast|temp)' AND \(near("n.nspname")) \
    \(order("n.nspname"))
    """
}
