internal import JSON

/// Finds objects by their names.
struct SearchObjects: Sendable {
  struct Arguments: Decodable, Sendable {
    var kind: String?
    var pattern: String?
    var schema: String?
    var detail: String?
    var limit: Int?
    var cursor: String?
    var database: String?
  }

  static let defaultLimit = 50
  static let maximumLimit = 1_000

  private let kinds: [ObjectKind]
  private let detail: SearchDetail
  private let pattern: NamePattern
  private let schema: String?
  private let limit: Int
  private let cursor: SearchCursor?

  init(_ arguments: Arguments) throws(PostgresFailure) {
    kinds = arguments.kind.flatMap(ObjectKind.init).map { [$0] } ?? ObjectKind.withoutKind
    detail = arguments.detail.flatMap(SearchDetail.init) ?? .summary
    pattern = NamePattern(arguments.pattern)
    schema = arguments.schema ?? pattern.systemSchema
    limit = min(max(arguments.limit ?? Self.defaultLimit, 1), Self.maximumLimit)
    if let text = arguments.cursor {
      cursor = try SearchCursor(parsing: text)
    } else {
      cursor = nil
    }
  }

  /// The result as JSON. It ends early, with a cursor, where it would be too large.
  func run(_ session: Session, maximumBytes: Int) throws(PostgresFailure) -> [UInt8] {
    session.context.asksTheCatalogue()
    let places = cursor?.values ?? Array(repeating: nil, count: SearchCursor.keys)
    let rows = try session.rows(
      SearchSQL.text(kinds, detail),
      ([pattern.name, pattern.qualified, schema] + places + [String(limit + 1)]).map {
        Parameter(text: $0)
      })
    return json(rows, maximumBytes: maximumBytes)
  }

  private func json(_ rows: Rows, maximumBytes: Int) -> [UInt8] {
    var writer = JSONWriter()
    writer.beginObject()
    writer.key("objects")
    writer.beginArray()
    var last: SearchCursor?
    var written = 0
    while written < min(rows.count, limit) {
      let object = rows[written, SearchCursor.keys] ?? "{}"
      if written > 0, writer.bytes.count + object.utf8.count > maximumBytes { break }
      writer.raw(object.utf8)
      last = SearchCursor((0..<SearchCursor.keys).map { rows[written, $0] ?? "" })
      written += 1
    }
    writer.endArray()
    if written < rows.count, let last {
      writer.key("next_cursor")
      writer.string(last.text)
    }
    if rows.count == 0, cursor == nil {
      writer.key("hint")
      writer.string(hint)
    }
    writer.endObject()
    return writer.bytes
  }

  private var hint: String {
    if pattern.name ?? pattern.qualified == nil, schema == nil {
      return "This role may use nothing of that kind."
    }
    return "Nothing that this role may use matches. Try a shorter pattern without * and ?, "
      + "or no schema or kind."
  }
}

extension TransactionContext {
  /// Has the server write every name with its schema, and take only functions and operators of its
  /// own for those that a statement of the plugin names. Compiling such a statement would take
  /// longer than running it.
  mutating func asksTheCatalogue() {
    settings += [(name: "search_path", value: "pg_catalog"), (name: "jit", value: "off")]
  }
}
