internal import JSON
internal import PluginKit

/// The arguments of the tool `query_records`.
struct QueryRecordsArguments: Decodable, Sendable {
  var base: String
  var table: String?
  var filter: JSONText?
  var sort: StringList?
  var fields: StringList?
  var view: String?
  var records: StringList?
  var limit: Int?
  var pageToken: String?

  enum CodingKeys: String, CodingKey {
    case base, table, filter, sort, fields, view, records, limit
    case pageToken = "page_token"
  }
}

/// Reads records of a table: those that a filter picks, or those named by id.
struct QueryRecords: Sendable {
  static let defaultLimit = 50
  static let maximumLimit = 500
  /// As many ids as Lark takes at once.
  static let maximumRecords = 100

  let core: LarkCore

  func run(
    _ arguments: QueryRecordsArguments, _ context: CallContext
  ) async throws(LarkFailure) -> ToolResult {
    let limit = arguments.limit ?? QueryRecords.defaultLimit
    guard (1...QueryRecords.maximumLimit).contains(limit) else {
      throw .argument("limit: from 1 to \(QueryRecords.maximumLimit).")
    }
    let filter = try arguments.filter.flatMap { (text) throws(LarkFailure) -> RecordFilter? in
      text.value == .null || text.value.object?.isEmpty == true ? nil : try RecordFilter(text.value)
    }
    let ids = try arguments.records.map { (list) throws(LarkFailure) in
      try RecordIDs.checked(list, "records", maximum: QueryRecords.maximumRecords)
    }
    let view = try QueryRecords.view(arguments.view)
    let zone = try core.zone()
    let target = try await BaseTarget(arguments.base, core.client, context)
    let table = try await target.tableID(arguments.table, core.client, context)
    let fields = try await target.fields(of: table, core.client, context)
    var page: RecordPage
    if let ids = ids ?? target.record.map({ [$0] }) {
      page = try await records(ids, target, table, context)
    } else {
      let body = try body(arguments, view, filter, fields, target, zone)
      page = try await search(body, arguments, limit, target, table, context)
    }
    page.columns = try columns(arguments.fields, fields)
    page.fields = fields
    return page.result(table: table, FieldText(zone: zone), as: context.actedAs)
  }

  private func body(
    _ arguments: QueryRecordsArguments, _ view: String?, _ filter: RecordFilter?,
    _ fields: [BaseField], _ target: BaseTarget, _ zone: ZoneRules
  ) throws(LarkFailure) -> JSONValue {
    var body = JSONObject()
    if let view {
      body["view_id"] = .string(view)
    } else if let view = target.view, filter == nil, arguments.sort == nil {
      body["view_id"] = .string(view)
    }
    if let names = try columns(arguments.fields, fields) {
      body["field_names"] = .array(names.map(JSONValue.string))
    }
    if let sort = arguments.sort, !sort.values.isEmpty {
      body["sort"] = .array(try self.sort(sort.values, fields))
    }
    if let filter { body["filter"] = try filter.json(fields, zone) }
    return .object(body)
  }

  /// By its id, or a link that has it.
  private static func view(_ text: String?) throws(LarkFailure) -> String? {
    guard let text = text?.nonEmpty else { return nil }
    let reference = LarkReference(parsing: text)
    if let view = reference?.view { return view }
    guard let reference, reference.kind == .view else {
      throw .argument("view: write a view id, \"vew...\", or a link that has it.")
    }
    return reference.token
  }

  /// The names of the fields asked for, as the table has them.
  private func columns(
    _ names: StringList?, _ fields: [BaseField]
  ) throws(LarkFailure) -> [String]? {
    guard let names, !names.values.isEmpty else { return nil }
    var columns: [String] = []
    for name in names.values { columns.append(try fields.required(name, "fields").name) }
    return columns
  }

  /// `Due`, `-Due` or `Due desc`. A field whose name ends so comes first.
  private func sort(
    _ texts: [String], _ fields: [BaseField]
  ) throws(LarkFailure) -> [JSONValue] {
    var sort: [JSONValue] = []
    for text in texts {
      var (name, isDescending) = (text.trimmingSpaces, false)
      if fields.named(name) == nil {
        if name.hasPrefix("-") { (name, isDescending) = (String(name.dropFirst()), true) }
        for (suffix, descends) in [(" desc", true), (" asc", false)]
        where name.lowercased().hasSuffix(suffix) {
          (name, isDescending) = (String(name.dropLast(suffix.count)), descends)
        }
      }
      let field = try fields.required(name, "sort")
      sort.append(["field_name": .string(field.name), "desc": .bool(isDescending)])
    }
    return sort
  }

  private func search(
    _ body: JSONValue, _ arguments: QueryRecordsArguments, _ limit: Int, _ target: BaseTarget,
    _ table: String, _ context: CallContext
  ) async throws(LarkFailure) -> RecordPage {
    var query = [("page_size", String(limit))]
    if let token = arguments.pageToken?.nonEmpty { query.append(("page_token", token)) }
    let payload = try await core.client.send(
      APIRequest(
        .searchRecords, path: target.path(table), query: query, body: body,
        purpose: "read records"), context)
    var page = RecordPage(records: payload["items"]?.array ?? [])
    page.total = payload["total"]?.integer
    if payload["has_more"]?.bool == true { page.nextToken = payload["page_token"]?.nonEmptyString }
    return page
  }

  private func records(
    _ ids: [String], _ target: BaseTarget, _ table: String, _ context: CallContext
  ) async throws(LarkFailure) -> RecordPage {
    let payload = try await core.client.send(
      APIRequest(
        .getRecords, path: target.path(table),
        body: ["record_ids": .array(ids.map(JSONValue.string))], purpose: "read records"), context)
    var page = RecordPage(records: payload["records"]?.array ?? [])
    page.absent = (payload["absent_record_ids"]?.array ?? []).compactMap(\.string)
    page.forbidden = (payload["forbidden_record_ids"]?.array ?? []).compactMap(\.string)
    return page
  }
}

extension QueryRecords {
  static func tool(_ core: LarkCore) -> LarkTool {
    let query = QueryRecords(core: core)
    return LarkTool(
      "query_records",
      "Reads records of a Lark base (bitable) table: by filter, or by id.",
      core, group: .base,
      endpoints: [.searchRecords, .getRecords, .listFields, .listTables, .getWikiNode],
      identity: .userFirst, effect: .reads,
      input: .object(
        [
          "base": .string("Link or token of the base"),
          "table": .string("Id or name, unless the link has it"),
          "filter": .jsonText(
            "{\"Status\":\"Done\",\"Due\":{\"<\":\"2026-03-01\"}}, {\"or\":[...]}; "
              + "operators = != > >= < <= contains isEmpty; dates also Today, CurrentWeek, "
              + "LastMonth"),
          "sort": .stringList(.string(), "Field names; \"-Due\" descends"),
          "fields": .stringList(.string(), "Only these fields"),
          "view": .string("View id vew..."),
          "records": .stringList(.string(), "Record ids rec..., in place of a filter"),
          "limit": .integer(minimum: 1, maximum: maximumLimit, default: defaultLimit),
          "page_token": .string("From the last result"),
        ], required: ["base"])
    ) { (arguments: QueryRecordsArguments, context) throws(LarkFailure) in
      try await query.run(arguments, context)
    }
  }
}
