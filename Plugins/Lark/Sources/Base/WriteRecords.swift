internal import JSON
internal import PluginKit

/// The arguments of the tools `create_records` and `update_records`.
struct WriteRecordsArguments: Decodable, Sendable {
  var base: String
  var table: String?
  var records: JSONText
}

/// Adds records to a table, or changes fields of records in it.
struct WriteRecords: Sendable {
  enum Kind: Sendable {
    case create, update
  }

  let core: LarkCore
  let kind: Kind

  func run(
    _ arguments: WriteRecordsArguments, _ context: CallContext
  ) async throws(LarkFailure) -> ToolResult {
    let changes = try RecordChange.list(arguments.records.value, needsID: kind == .update)
    let zone = try core.zone()
    let target = try await BaseTarget(arguments.base, core.client, context)
    let table = try await target.tableID(arguments.table, core.client, context)
    let fields = try await target.fields(of: table, core.client, context)
    let records = try RecordChange.json(changes, fields, FieldInput(zone: zone))
    let endpoint: Endpoint = kind == .create ? .createRecords : .updateRecords
    let payload = try await core.client.send(
      APIRequest(
        endpoint, path: target.path(table), body: ["records": records],
        purpose: kind == .create ? "create records" : "change records"), context)
    let written = (payload["records"]?.array ?? []).compactMap { $0["record_id"]?.string }
    return RecordReport.result(
      kind == .create ? "Created" : "Changed", written, in: table, as: context.actedAs)
  }
}

extension WriteRecords {
  static func createTool(_ core: LarkCore) -> LarkTool {
    let writer = WriteRecords(core: core, kind: .create)
    return LarkTool(
      "create_records",
      "Adds records to a Lark base table, all or none. Values fit the fields: text, number, option "
        + "names, times (2026-03-01), true or false, ou_ ids, links.",
      core, group: .base,
      endpoints: [.createRecords, .listFields, .listTables, .getWikiNode],
      identity: .userFirst, effect: .adds,
      input: input("[{\"Name\":\"A\",\"Due\":\"2026-03-01\"}], up to 1000")
    ) { (arguments: WriteRecordsArguments, context) throws(LarkFailure) in
      try await writer.run(arguments, context)
    }
  }

  static func updateTool(_ core: LarkCore) -> LarkTool {
    let writer = WriteRecords(core: core, kind: .update)
    return LarkTool(
      "update_records",
      "Changes fields of records of a Lark base table; other fields stay, null empties one.",
      core, group: .base,
      endpoints: [.updateRecords, .listFields, .listTables, .getWikiNode],
      identity: .userFirst, effect: .changes,
      input: input("[{\"record_id\":\"rec...\",\"Status\":\"Done\"}], up to 1000")
    ) { (arguments: WriteRecordsArguments, context) throws(LarkFailure) in
      try await writer.run(arguments, context)
    }
  }

  private static func input(_ records: String) -> Schema {
    .object(
      [
        "base": .string("Link or token of the base"),
        "table": .string("Id or name, unless the link has it"),
        "records": .jsonText(records),
      ], required: ["base", "records"])
  }
}
