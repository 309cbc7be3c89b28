internal import JSON
internal import PluginKit

/// The databases that are configured, or those of them that a tool is for.
final class Databases: Sendable {
  /// As written; the first is the default.
  let all: [Database]
  /// Whether a call may say which one: others are configured, even where only one of them is here.
  private let takesAlias: Bool

  init(_ all: [Database]) {
    self.all = all
    takesAlias = all.count > 1
  }

  private init(_ all: [Database], takesAlias: Bool) {
    self.all = all
    self.takesAlias = takesAlias
  }

  /// Those of them.
  func filter(_ isIncluded: (DatabaseSettings) -> Bool) -> Databases {
    Databases(all.filter { isIncluded($0.settings) }, takesAlias: takesAlias)
  }

  /// A limit where a call does not say; nil where the databases have different ones.
  func common(_ limit: KeyPath<Limits, Int>) -> Int? {
    let values = Set(all.map { $0.settings.limits[keyPath: limit] })
    return values.count == 1 ? values.first : nil
  }

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

  /// The input schema of a tool: its properties, and `database` where several are configured.
  func input(
    _ properties: KeyValuePairs<String, Schema>, required: [String] = []
  ) -> Schema {
    let schema = Schema.object(properties, required: required)
    guard takesAlias, let first = all.first, var json = schema.json.object else { return schema }
    var members = json["properties"]?.object ?? [:]
    members["database"] =
      Schema.enumeration(all.map(\.alias), "Default: \(first.alias)").json
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
