internal import JSON
internal import PluginKit

/// The arguments of the tool `delete_records`.
struct DeleteRecordsArguments: Decodable, Sendable {
  var base: String
  var table: String?
  var records: StringList
}

/// Removes records from a table.
struct DeleteRecords: Sendable {
  /// As many as Lark takes at once.
  static let maximumRecords = 500

  let core: LarkCore

  func run(
    _ arguments: DeleteRecordsArguments, _ context: CallContext
  ) async throws(LarkFailure) -> ToolResult {
    let ids = try RecordIDs.checked(
      arguments.records, "records", maximum: DeleteRecords.maximumRecords)
    let target = try await BaseTarget(arguments.base, core.client, context)
    let table = try await target.tableID(arguments.table, core.client, context)
    let payload = try await core.client.send(
      APIRequest(
        .deleteRecords, path: target.path(table),
        body: ["records": .array(ids.map(JSONValue.string))], purpose: "delete records"), context)
    let deleted = (payload["records"]?.array ?? []).filter { $0["deleted"]?.bool != false }
      .compactMap { $0["record_id"]?.string }
    return RecordReport.result("Deleted", deleted, in: table, as: context.actedAs)
  }
}

extension DeleteRecords {
  static func tool(_ core: LarkCore) -> LarkTool {
    let deleter = DeleteRecords(core: core)
    return LarkTool(
      "delete_records", "Deletes records of a Lark base table by id.",
      core, group: .base,
      endpoints: [.deleteRecords, .listTables, .getWikiNode],
      identity: .userFirst, effect: .changes,
      input: .object(
        [
          "base": .string("Link or token of the base"),
          "table": .string("Id or name, unless the link has it"),
          "records": .stringList(.string(), "Record ids rec..., up to 500"),
        ], required: ["base", "records"])
    ) { (arguments: DeleteRecordsArguments, context) throws(LarkFailure) in
      try await deleter.run(arguments, context)
    }
  }
}
