internal import JSON
internal import PluginKit

/// The arguments of the tool `add_field`.
struct AddFieldArguments: Decodable, Sendable {
  var base: String
  var table: String?
  var name: String
  var type: String
  var options: StringList?
  var property: JSONText?
}

/// Adds a field to a table.
struct AddField: Sendable {
  let core: LarkCore

  func run(
    _ arguments: AddFieldArguments, _ context: CallContext
  ) async throws(LarkFailure) -> ToolResult {
    var plan: JSONObject = ["type": .string(arguments.type)]
    if let options = arguments.options {
      plan["options"] = .array(options.values.map(JSONValue.string))
    }
    if let property = arguments.property?.value, property != .null {
      guard property.object != nil else { throw .argument("property: write an object.") }
      plan["property"] = property
      plan["table"] = property["table_id"]
    }
    let field = try FieldPlan(arguments.name, .object(plan))
    let target = try await BaseTarget(arguments.base, core.client, context)
    let table = try await target.tableID(arguments.table, core.client, context)
    let payload = try await core.client.send(
      APIRequest(
        .createField, path: target.path(table), body: field.json, purpose: "add the field"),
      context)
    let id = payload["field"]?["field_id"]?.string ?? ""
    return ToolResult(
      [
        .text(
          "Added the field \(id) \"\(singleLine(field.name, limit: 100))\" (\(field.type.name)) to "
            + "\(table) as the \(context.actedAs).")
      ], structured: ["table": .string(table), "field": .string(id)])
  }
}

extension AddField {
  static func tool(_ core: LarkCore) -> LarkTool {
    let adder = AddField(core: core)
    return LarkTool(
      "add_field", "Adds a field (column) to a Lark base table.",
      core, group: .base,
      endpoints: [.createField, .listTables, .getWikiNode], identity: .userFirst, effect: .adds,
      offer: .inPresets,
      input: .object(
        [
          "base": .string("Link or token of the base"),
          "table": .string("Id or name, unless the link has it"),
          "name": .string(minLength: 1, maxLength: FieldPlan.maximumNameCharacters),
          "type": .string(
            "text, number, currency, single_select, multi_select, date, checkbox, person, phone, "
              + "url, attachment, link, formula, ..."),
          "options": .stringList(.string(), "Of a select field"),
          "property": .jsonText("Lark's property object: formatter, table_id of a link, ..."),
        ], required: ["base", "name", "type"])
    ) { (arguments: AddFieldArguments, context) throws(LarkFailure) in
      try await adder.run(arguments, context)
    }
  }
}
