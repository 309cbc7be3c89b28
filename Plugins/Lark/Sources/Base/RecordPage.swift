internal import JSON
internal import PluginKit

/// Records as Lark gave them, and how to show them: one line each, the fields in columns.
struct RecordPage: Sendable {
  static let totalCharacters = 60_000
  static let cellCharacters = 40...2_000

  var records: [JSONValue]
  var total: Int64?
  var nextToken: String?
  /// Ids that were asked for and do not exist, or may not be read.
  var absent: [String] = []
  var forbidden: [String] = []
  var fields: [BaseField] = []
  /// The names of the fields to show; nil: all that hold something.
  var columns: [String]?

  func result(table: String, _ text: FieldText, as identity: String) -> ToolResult {
    var structured: JSONObject = [
      "table": .string(table),
      "record_ids": .array(records.compactMap { $0["record_id"] }),
    ]
    if let total { structured["total"] = .number(JSONNumber(total)) }
    if let nextToken { structured["page_token"] = .string(nextToken) }
    var lines = [heading(table, identity)]
    if records.isEmpty {
      lines.append(
        "Where the base has advanced permissions, records that the \(identity) may not see are "
          + "left out without a word.")
    } else {
      lines += rows(text)
    }
    if !absent.isEmpty { lines.append("Not there: \(list(absent)).") }
    if !forbidden.isEmpty { lines.append("Not readable: \(list(forbidden)).") }
    if let nextToken { lines.append("More: page_token \"\(singleLine(nextToken, limit: 400))\".") }
    return ToolResult(
      [.text(lines.joined(separator: "\n"))], structured: .object(structured))
  }

  private func heading(_ table: String, _ identity: String) -> String {
    let count = records.count == 1 ? "1 record" : "\(records.count) records"
    let whole = total.map { $0 > Int64(records.count) ? " of \($0)" : "" } ?? ""
    return "\(count)\(whole) of \(table), read as the \(identity)."
  }

  private func rows(_ text: FieldText) -> [String] {
    let names = shownNames
    let types = names.map { name in fields.first { $0.name == name }?.type }
    let cells = max(1, records.count * names.count)
    let range = RecordPage.cellCharacters
    let limit = min(range.upperBound, max(range.lowerBound, RecordPage.totalCharacters / cells))
    let head = (["record_id"] + names.map { text.cell(.string($0), nil, limit: 80) })
    return [head.joined(separator: " | ")]
      + records.map { record in
        let values = zip(names, types).map { name, type in
          text.cell(record["fields"]?[name] ?? .null, type, limit: limit)
        }
        return ([record["record_id"]?.string ?? "?"] + values).joined(separator: " | ")
      }
  }

  /// In the table's order.
  private var shownNames: [String] {
    if let columns { return columns }
    var present: Set<String> = []
    for record in records {
      for (name, value) in record["fields"]?.object?.members ?? [] where value != .null {
        present.insert(name)
      }
    }
    let known = fields.map(\.name).filter { present.contains($0) }
    return known + present.subtracting(known).sorted()
  }

  private func list(_ ids: [String]) -> String {
    ids.map { singleLine($0, limit: 40) }.joined(separator: ", ")
  }
}

/// Ids of records as agents write them: bare, or within a link.
enum RecordIDs {
  static func checked(
    _ list: StringList, _ argument: String, maximum: Int
  ) throws(LarkFailure) -> [String] {
    var ids: [String] = []
    for text in list.values {
      let reference = LarkReference(parsing: text)
      guard let id = reference?.record ?? reference?.token, id.hasPrefix("rec") else {
        throw .argument("\(argument): write record ids, \"rec...\".")
      }
      if !ids.contains(id) { ids.append(id) }
    }
    guard (1...maximum).contains(ids.count) else {
      throw .argument("\(argument): from 1 to \(maximum) record ids.")
    }
    return ids
  }
}
