internal import Synchronization

/// What is known of the types of one database: those of every server, and others once they have
/// been met. Any thread.
final class TypeCatalog: Sendable {
  /// Types of temporary tables come and go: all are forgotten when there are more than these.
  private static let limit = 4_096

  private let met = Mutex<[UInt32: KnownType]>([:])

  init() {}

  /// The server may be another one, whose types have other numbers.
  func forget() { met.withLock { $0.removeAll() } }

  /// Nil where nothing is known of it yet.
  func type(_ oid: UInt32) -> KnownType? {
    BuiltInTypes.type(oid) ?? met.withLock { $0[oid] }
  }

  /// The name of a type, or its OID where nothing is known of it.
  func name(_ oid: UInt32) -> String { type(oid)?.name ?? "type \(oid)" }

  /// Asks the server for those that are not known yet. Between the statements of others: never
  /// while a result is read.
  func learn(_ oids: some Sequence<UInt32>, from session: Session) throws(PostgresFailure) {
    let unknown = Set(oids.filter { type($0) == nil })
    guard !unknown.isEmpty else { return }
    let list = "{\(unknown.map { String($0) }.joined(separator: ","))}"
    learn(unknown, from: try session.rows(Self.query, [Parameter(text: list)]))
  }

  /// Takes what `query` gave for those.
  func learn(_ oids: Set<UInt32>, from rows: Rows) {
    var entries: [UInt32: CatalogueEntry] = [:]
    for row in 0..<rows.count {
      guard let entry = CatalogueEntry(rows, row) else { continue }
      entries[entry.oid] = entry
    }
    met.withLock { met in
      if met.count + oids.count > Self.limit { met.removeAll() }
      for oid in oids {
        if let entry = entries[oid] { met[oid] = entry.type(among: entries) }
      }
    }
  }

  /// The types asked for, with what they are made of: elements of arrays, bases of domains.
  static let query = """
    WITH RECURSIVE asked AS (
      SELECT t.oid, t.typelem, t.typbasetype, t.typdelim, t.typoutput FROM pg_catalog.pg_type t \
    WHERE t.oid = ANY ($1::pg_catalog.oid[])
      UNION SELECT p.oid, p.typelem, p.typbasetype, p.typdelim, p.typoutput
      FROM pg_catalog.pg_type p JOIN asked a ON p.oid = \
    CASE WHEN a.typbasetype <> 0 THEN a.typbasetype ELSE a.typelem END)
    SELECT oid, pg_catalog.format_type(oid, NULL), \
    typoutput = 'pg_catalog.array_out'::pg_catalog.regproc, typelem, typbasetype, typdelim \
    FROM asked
    """
}

/// One row of `TypeCatalog.query`.
private struct CatalogueEntry {
  let oid: UInt32
  let name: String
  let isArray: Bool
  let element: UInt32
  let base: UInt32
  let delimiter: UInt8

  init?(_ rows: Rows, _ row: Int) {
    guard let oid = Self.number(rows, row, 0) else { return nil }
    self.oid = oid
    name = rows[row, 1] ?? ""
    isArray = rows[row, 2] == "t"
    element = Self.number(rows, row, 3) ?? 0
    base = Self.number(rows, row, 4) ?? 0
    delimiter = rows[row, 5]?.utf8.first ?? KnownType.comma
  }

  private static func number(_ rows: Rows, _ row: Int, _ column: Int) -> UInt32? {
    rows[row, column].flatMap { UInt32($0) }
  }

  func type(among entries: [UInt32: CatalogueEntry]) -> KnownType {
    guard isArray else {
      return KnownType(name: name, form: Self.form(of: oid, among: entries))
    }
    return KnownType(
      name: name, form: Self.form(of: element, among: entries),
      delimiter: entries[element]?.delimiter ?? KnownType.comma)
  }

  /// Of a scalar: its own, or that of what a domain stands for.
  private static func form(of oid: UInt32, among entries: [UInt32: CatalogueEntry]) -> ValueForm {
    var oid = oid
    // No chain of domains is longer than all entries.
    for _ in 0...entries.count {
      if let known = BuiltInTypes.type(oid) { return known.delimiter == nil ? known.form : .text }
      guard let base = entries[oid]?.base, base != 0 else { return .text }
      oid = base
    }
    return .text
  }
}
