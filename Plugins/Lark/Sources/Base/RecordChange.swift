internal import JSON
internal import PluginKit

/// Records to write, as agents give them: `{"Name":"A"}`, a list of such, or wrapped as Lark does,
/// `{"record_id":"rec...","fields":{"Name":"A"}}`.
struct RecordChange: Sendable, Equatable {
  static let maximumRecords = 1_000

  var id: String?
  var values: JSONObject

  /// From the argument `records`. Where `needsID`, each record says which it is.
  static func list(
    _ json: JSONValue, needsID: Bool
  ) throws(LarkFailure) -> [RecordChange] {
    let items = json.array ?? [json]
    guard (1...maximumRecords).contains(items.count) else {
      throw .argument("records: from 1 to \(maximumRecords) records.")
    }
    var changes: [RecordChange] = []
    for (index, item) in items.enumerated() {
      changes.append(try RecordChange(item, "records[\(index)]", needsID: needsID))
    }
    let ids = changes.compactMap(\.id)
    guard Set(ids).count == ids.count else {
      throw .argument("records: one record stands there twice; join its fields.")
    }
    return changes
  }

  private init(_ json: JSONValue, _ argument: String, needsID: Bool) throws(LarkFailure) {
    guard var members = json.object else {
      throw .argument("\(argument): write an object of field names and values.")
    }
    if needsID {
      guard let id = members["record_id"]?.string ?? members["id"]?.string, id.hasPrefix("rec")
      else { throw .argument("\(argument): record_id says which record, \"rec...\".") }
      self.id = id
      members[members["record_id"] != nil ? "record_id" : "id"] = nil
    }
    if members.count == 1, let wrapped = members["fields"]?.object { members = wrapped }
    guard !members.isEmpty else { throw .argument("\(argument): give at least one field.") }
    values = members
  }

  /// In Lark's form, for a table with those fields.
  static func json(
    _ changes: [RecordChange], _ fields: [BaseField], _ input: FieldInput
  ) throws(LarkFailure) -> JSONValue {
    var list: [JSONValue] = []
    for (index, change) in changes.enumerated() {
      var values = JSONObject()
      for (name, value) in change.values.members {
        let field = try fields.required(name, "records[\(index)]")
        let place = "records[\(index)].\(singleLine(field.name, limit: 60))"
        values[field.name] = try input.value(value, for: field, place)
      }
      var record: JSONObject = ["fields": .object(values)]
      if let id = change.id { record["record_id"] = .string(id) }
      list.append(.object(record))
    }
    return .array(list)
  }
}

/// What a change of records says of itself.
enum RecordReport {
  static let maximumIDsInText = 50

  /// `ids` are those of the records that Lark says it has changed.
  static func result(
    _ verb: String, _ ids: [String], in table: String, as identity: String
  ) -> ToolResult {
    let shown = ids.prefix(maximumIDsInText).map { singleLine($0, limit: 40) }
    let more = ids.count - shown.count
    let count = ids.count == 1 ? "1 record" : "\(ids.count) records"
    let text =
      "\(verb) \(count) in \(table) as the \(identity)"
      + (shown.isEmpty ? "." : ": \(shown.joined(separator: ", "))")
      + (more > 0 ? " and \(more) more." : shown.isEmpty ? "" : ".")
    return ToolResult(
      [.text(text)],
      structured: ["table": .string(table), "record_ids": .array(ids.map(JSONValue.string))])
  }
}
