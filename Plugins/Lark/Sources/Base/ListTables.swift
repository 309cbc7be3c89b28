internal import JSON
internal import PluginKit

/// The arguments of the tool `list_tables`.
struct ListTablesArguments: Decodable, Sendable {
  var base: String
  var table: String?
}

/// Says what a base holds: its tables with their fields, and the views of a table.
struct ListTables: Sendable {
  /// Fields are told of so many tables; of others on demand.
  static let maximumTablesWithFields = 10

  let core: LarkCore

  func run(
    _ arguments: ListTablesArguments, _ context: CallContext
  ) async throws(LarkFailure) -> ToolResult {
    let client = core.client
    let target = try await BaseTarget(arguments.base, client, context)
    var tables = try await target.tables(client, context)
    var views: [JSONValue] = []
    let isSingle = arguments.table?.trimmingSpaces.nonEmpty != nil
    if isSingle {
      let id = try await target.tableID(arguments.table, client, context)
      tables = tables.first { $0.id == id }.map { [$0] } ?? [.init(id: id, name: "")]
      views = try await BasePages.all(
        .listViews, target.path(id), purpose: "list the views of the table", client, context)
    }
    let count = tables.count == 1 ? "1 table" : "\(tables.count) tables"
    var lines = ["Base \(target.app): \(count), read as the \(context.actedAs)."]
    for (index, table) in tables.enumerated() {
      lines.append("\(table.id) \"\(singleLine(table.name, limit: 100))\"")
      guard index < ListTables.maximumTablesWithFields else { continue }
      let fields = try await target.fields(of: table.id, client, context)
      lines += fields.map { "  \($0.summary)" }
    }
    lines += views.map(ListTables.line)
    if tables.count > ListTables.maximumTablesWithFields {
      lines.append("Give table to see the fields of the tables without any.")
    }
    return ToolResult(
      [.text(lines.joined(separator: "\n"))],
      structured: [
        "base": .string(target.app),
        "tables": .array(tables.map { ["table": .string($0.id), "name": .string($0.name)] }),
      ])
  }

  private static func line(_ view: JSONValue) -> String {
    let id = view["view_id"]?.string ?? "?"
    let name = singleLine(view["view_name"]?.string ?? "", limit: 100)
    return "  view \(id) \"\(name)\" (\(singleLine(view["view_type"]?.string ?? "", limit: 20)))"
  }
}

extension ListTables {
  static func tool(_ core: LarkCore) -> LarkTool {
    let lister = ListTables(core: core)
    return LarkTool(
      "list_tables",
      "Lists the tables of a Lark base (bitable) with their fields and types; of one table also "
        + "the views.",
      core, group: .base,
      endpoints: [.listTables, .listFields, .listViews, .getWikiNode],
      identity: .userFirst, effect: .reads,
      input: .object(
        [
          "base": .string("Link or token of the base"),
          "table": .string("Only this table, by id or name"),
        ], required: ["base"])
    ) { (arguments: ListTablesArguments, context) throws(LarkFailure) in
      try await lister.run(arguments, context)
    }
  }
}
