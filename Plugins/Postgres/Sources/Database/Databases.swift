internal import JSON
internal import PluginKit

/// The databases that are configured.
final class Databases: Sendable {
  /// As written; the first is the default.
  let all: [Database]

  init(_ all: [Database]) { self.all = all }

  /// Whether writing tools are of use.
  var hasWritable: Bool { all.contains { $0.settings.mode == .readwrite } }

  /// A database by its alias; nil: the default. Where there is none, what is there is said.
  func named(_ alias: String?) throws(PostgresFailure) -> Database {
    guard let first = all.first else {
      throw .refused(
        "No database is configured.",
        detail: "Set \(SettingsError.root).databases.main.url to postgresql://user@host/database, "
          + "and password beside it.")
    }
    guard let alias else { return first }
    if let database = all.first(where: { $0.alias == alias }) { return database }
    throw .refused(
      "There is no database \"\(alias.prefix(DatabaseSettings.maximumAliasCount))\".",
      detail: "There are \(all.map(\.alias).joined(separator: ", ")).")
  }

  /// The input schema of a tool: its properties, and `database` where there are several.
  func input(
    _ properties: KeyValuePairs<String, Schema>, required: [String] = []
  ) -> Schema {
    let schema = Schema.object(properties, required: required)
    guard all.count > 1, var json = schema.json.object else { return schema }
    var members = json["properties"]?.object ?? [:]
    members["database"] =
      Schema.enumeration(all.map(\.alias), "Default: \(all[0].alias)").json
    json["properties"] = .object(members)
    return .raw(.object(json))
  }

  /// Closes every connection. No call comes after this.
  func stop() async {
    await withTaskGroup { group in
      for database in all { group.addTask { await database.stop() } }
    }
  }
}
