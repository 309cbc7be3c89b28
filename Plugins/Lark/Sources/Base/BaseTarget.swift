internal import JSON
internal import PluginKit

/// A base, and the table in it, of which the arguments `base` and `table` speak.
struct BaseTarget: Sendable, Equatable {
  static let tablePageSize = 100
  static let maximumTablePages = 5
  static let maximumNamesInErrors = 30

  struct Table: Sendable, Equatable {
    var id: String
    var name: String
  }

  var app: String
  /// From the link.
  var table: String?
  var view: String?
  var record: String?

  /// A link of a base, of a wiki page that shows one, or a token.
  init(_ text: String, _ client: LarkClient, _ context: CallContext) async throws(LarkFailure) {
    guard let named = LarkReference(parsing: text),
      [.bitable, .wiki, .unknown].contains(named.kind)
    else {
      throw .argument("base: write the link of the base, or its app token.")
    }
    let reference = try await named.resolved(client, context)
    guard reference.kind == .bitable || reference.kind == .unknown else {
      throw .argument("base: the wiki page shows a \(reference.kind.rawValue), not a base.")
    }
    app = reference.token
    (table, view, record) = (reference.table, reference.view, reference.record)
  }

  /// The path's parameters of requests to a table.
  func path(_ table: String) -> [String: String] { ["app_token": app, "table_id": table] }

  /// The id of the table that is meant: by id, link or name; that of the link of the base; or the
  /// only one there is.
  func tableID(
    _ text: String?, _ client: LarkClient, _ context: CallContext
  ) async throws(LarkFailure) -> String {
    let text = text?.trimmingSpaces.nonEmpty
    if let text, let reference = LarkReference(parsing: text) {
      if reference.kind == .table { return reference.token }
      if let table = reference.table { return table }
    }
    if text == nil, let table { return table }
    let tables = try await tables(client, context)
    if let text, let table = BaseTarget.table(named: text, in: tables) { return table.id }
    if text == nil, tables.count == 1 { return tables[0].id }
    let names = tables.prefix(BaseTarget.maximumNamesInErrors).map {
      "\($0.id) \"\(singleLine($0.name, limit: 60))\""
    }
    let problem =
      text.map { "no table is named \"\(singleLine($0, limit: 60))\"" } ?? "say which table"
    throw .argument("table: \(problem); the base has \(names.joined(separator: ", ")).")
  }

  private static func table(named name: String, in tables: [Table]) -> Table? {
    tables.first { $0.name == name }
      ?? tables.first { $0.name.lowercased() == name.lowercased() }
  }

  func tables(
    _ client: LarkClient, _ context: CallContext
  ) async throws(LarkFailure) -> [Table] {
    let items = try await BasePages.all(
      .listTables, ["app_token": app], purpose: "list the tables", client, context)
    return items.compactMap { item in
      guard let id = item["table_id"]?.nonEmptyString else { return nil }
      return Table(id: id, name: item["name"]?.string ?? "")
    }
  }

  func fields(
    of table: String, _ client: LarkClient, _ context: CallContext
  ) async throws(LarkFailure) -> [BaseField] {
    let items = try await BasePages.all(
      .listFields, path(table), purpose: "list the fields of the table", client, context)
    return items.compactMap(BaseField.init)
  }
}

/// Lists of a base that come in pages of `items`.
enum BasePages {
  static func all(
    _ endpoint: Endpoint, _ path: [String: String], purpose: String, _ client: LarkClient,
    _ context: CallContext
  ) async throws(LarkFailure) -> [JSONValue] {
    var items: [JSONValue] = []
    var token: String?
    for _ in 0..<BaseTarget.maximumTablePages {
      var query = [("page_size", String(BaseTarget.tablePageSize))]
      if let token { query.append(("page_token", token)) }
      let payload = try await client.send(
        APIRequest(endpoint, path: path, query: query, purpose: purpose), context)
      items += payload["items"]?.array ?? []
      token = payload["has_more"]?.bool == true ? payload["page_token"]?.nonEmptyString : nil
      if token == nil { break }
    }
    return items
  }
}
