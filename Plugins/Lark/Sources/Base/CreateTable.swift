internal import JSON
internal import PluginKit

/// The arguments of the tool `create_table`.
struct CreateTableArguments: Decodable, Sendable {
  var base: String
  var name: String
  var fields: JSONText
}

/// Adds a table to a base.
struct CreateTable: Sendable {
  static let maximumNameCharacters = 100

  let core: LarkCore

  func run(
    _ arguments: CreateTableArguments, _ context: CallContext
  ) async throws(LarkFailure) -> ToolResult {
    let plans = try FieldPlan.list(arguments.fields.value)
    guard (1...CreateTable.maximumNameCharacters).contains(arguments.name.count) else {
      throw .argument("name: from 1 to \(CreateTable.maximumNameCharacters) characters.")
    }
    let target = try await BaseTarget(arguments.base, core.client, context)
    let table: JSONValue = [
      "name": .string(arguments.name), "fields": .array(plans.map(\.json)),
    ]
    let payload = try await core.client.send(
      APIRequest(
        .createTable, path: ["app_token": target.app], body: ["table": table],
        purpose: "create the table"), context)
    let id = payload["table_id"]?.string ?? ""
    return ToolResult(
      [
        .text(
          "Created the table \(id) \"\(singleLine(arguments.name, limit: 100))\" in the base "
            + "\(target.app) as the \(context.actedAs). Its first field is the primary one.")
      ], structured: ["base": .string(target.app), "table": .string(id)])
  }
}

extension CreateTable {
  static func tool(_ core: LarkCore) -> LarkTool {
    let creator = CreateTable(core: core)
    return LarkTool(
      "create_table", "Adds a table to a Lark base (bitable).",
      core, group: .base,
      endpoints: [.createTable, .getWikiNode], identity: .userFirst, effect: .adds,
      offer: .inPresets,
      input: .object(
        [
          "base": .string("Link or token of the base"),
          "name": .string(minLength: 1, maxLength: maximumNameCharacters),
          "fields": .jsonText(
            "{\"Name\":\"text\",\"Status\":{\"type\":\"single_select\",\"options\":[\"Todo\"]}}; "
              + "first the primary one"),
        ], required: ["base", "name", "fields"])
    ) { (arguments: CreateTableArguments, context) throws(LarkFailure) in
      try await creator.run(arguments, context)
    }
  }
}
