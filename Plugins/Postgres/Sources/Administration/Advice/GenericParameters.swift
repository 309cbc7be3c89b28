/// Statements with `$1`, `$2`, ... whose values nobody knows, as `pg_stat_statements` keeps them.
/// In place of each a value is put that the planner cannot see through, of the type that the
/// server infers: it plans as for any value, on every version.
enum GenericParameters {
  /// The highest number of a parameter in a text; 0 where it has none.
  static func count(in text: String) throws(PostgresFailure) -> Int {
    try Words(text).all.reduce(0) { max($0, $1.parameter ?? 0) }
  }

  /// - Parameter types: names of types as SQL, of `$1` and so on.
  static func filled(_ text: String, types: [String]) throws(PostgresFailure) -> String {
    let bytes = Array(text.utf8)
    var filled: [UInt8] = []
    var place = 0
    for word in try Words(text).all {
      guard let number = word.parameter, types.indices.contains(number - 1) else { continue }
      let type = types[number - 1]
      filled += bytes[place..<word.range.lowerBound]
      // The outer cast keeps `ANY (...)` from taking the subselect for a list of rows.
      filled += "((SELECT NULL::\(type))::\(type))".utf8
      place = word.range.upperBound
    }
    filled += bytes[place...]
    return String(decoding: filled, as: UTF8.self)
  }

  /// The types that the server infers for a text's parameters, as SQL.
  static func types(
    of text: String, _ session: Session
  ) throws(PostgresFailure) -> [String] {
    let types = try session.describe(text).parameters
    let list = "{" + types.map(String.init).joined(separator: ",") + "}"
    let names = try session.rows(
      """
      SELECT CASE WHEN t.typtype = 'p' OR t.oid = 705 THEN 'text' ELSE format_type(t.oid, NULL) END
      FROM unnest($1::oid[]) WITH ORDINALITY AS p (type, place)
        JOIN pg_catalog.pg_type t ON t.oid = p.type ORDER BY p.place
      """, [Parameter(text: list)])
    return (0..<names.count).map { names[$0, 0] ?? "text" }
  }
}
