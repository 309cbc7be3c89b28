internal import JSON
internal import PluginKit

/// Fields to make, as agents give them: `{"Name":"text","Status":{"type":"single_select",
/// "options":["Todo","Done"]}}`, or a list of `{"name","type","options","property"}`.
struct FieldPlan: Sendable, Equatable {
  static let maximumFields = 300
  static let maximumNameCharacters = 100

  var name: String
  var type: FieldType
  var interface: String?
  var property: JSONObject

  static func list(_ json: JSONValue) throws(LarkFailure) -> [FieldPlan] {
    var plans: [FieldPlan] = []
    if let object = json.object {
      for (name, value) in object.members { plans.append(try FieldPlan(name, value)) }
    } else if let array = json.array {
      for (index, item) in array.enumerated() {
        guard let name = item["name"]?.string ?? item["field_name"]?.string ?? item.string else {
          throw .argument("fields[\(index)]: name is missing.")
        }
        plans.append(try FieldPlan(name, item.string == nil ? item : "text"))
      }
    } else {
      throw .argument("fields: write {\"Name\":\"text\",\"Due\":\"date\"}.")
    }
    guard (1...maximumFields).contains(plans.count) else {
      throw .argument("fields: from 1 to \(maximumFields) fields.")
    }
    return plans
  }

  /// `json`: the name of the type, or an object with `type`, `options` and `property`.
  init(_ name: String, _ json: JSONValue) throws(LarkFailure) {
    let shown = singleLine(name, limit: 60)
    guard (1...FieldPlan.maximumNameCharacters).contains(name.count) else {
      throw .argument("fields: a name has from 1 to \(FieldPlan.maximumNameCharacters) characters.")
    }
    self.name = name
    let type = json.string ?? json["type"]?.string ?? json["type"]?.integer.map(String.init)
    (self.type, interface) = try FieldPlan.type(type ?? "text", shown)
    property = json["property"]?.object ?? JSONObject()
    if let options = json["options"]?.array {
      guard self.type == .singleSelect || self.type == .multipleSelect else {
        throw .argument("fields: \(shown) has options, but is no select field.")
      }
      property["options"] = .array(
        options.map { $0.string.map { ["name": .string($0)] } ?? $0 })
    }
    if let table = json["table"]?.nonEmptyString { property["table_id"] = .string(table) }
    if self.type == .link || self.type == .twoWayLink, property["table_id"] == nil {
      throw .argument("fields: \(shown) links to a table; give its id as table.")
    }
  }

  private static func type(
    _ text: String, _ name: String
  ) throws(LarkFailure) -> (FieldType, String?) {
    let key = text.lowercased().filter { $0 != "_" && $0 != " " && $0 != "-" }
    for (known, type) in FieldType.names where key == known.filter({ $0 != "_" }) {
      if type != .lookup { return (type, nil) }
    }
    if let finer = FieldType.finerNames.first(where: { $0.name == key }) {
      return (finer.type, finer.interface)
    }
    if let type = synonyms[key] { return (type, nil) }
    if let code = Int64(text), FieldType.names.contains(where: { $0.type.code == code }) {
      return (FieldType(code: code), nil)
    }
    let names = FieldType.names.map(\.name).filter { $0 != "lookup" }
    throw .argument(
      "fields: \(name) is of no known type \"\(singleLine(text, limit: 30))\"; there are "
        + (names + FieldType.finerNames.map(\.name)).joined(separator: ", ") + ".")
  }

  private static let synonyms: [String: FieldType] = [
    "string": .text, "select": .singleSelect, "multipleselect": .multipleSelect,
    "datetime": .date, "bool": .checkbox, "boolean": .checkbox, "user": .person, "link": .link,
    "file": .attachment, "hyperlink": .url,
  ]

  /// In Lark's form.
  var json: JSONValue {
    var json: JSONObject = [
      "field_name": .string(name), "type": .number(JSONNumber(type.code)),
    ]
    if let interface { json["ui_type"] = .string(interface) }
    if !property.isEmpty { json["property"] = .object(property) }
    return .object(json)
  }
}
