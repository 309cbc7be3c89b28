internal import JSON
internal import PluginKit

/// A field (column) of a table.
struct BaseField: Sendable, Equatable {
  static let maximumOptionsShown = 20

  var id: String
  var name: String
  var type: FieldType
  /// Lark's finer name of the type: "Currency" for a number.
  var interface: String
  var isPrimary: Bool
  /// Of a select field.
  var options: [String]
  /// Of a link field: the id of the table that it links to.
  var linkedTable: String?

  init?(_ json: JSONValue) {
    guard let name = json["field_name"]?.string else { return nil }
    self.name = name
    id = json["field_id"]?.string ?? ""
    type = FieldType(code: json["type"]?.integer ?? 0)
    interface = json["ui_type"]?.string ?? ""
    isPrimary = json["is_primary"]?.bool ?? false
    let property = json["property"]
    options = (property?["options"]?.array ?? []).compactMap { $0["name"]?.string }
    linkedTable = property?["table_id"]?.nonEmptyString
  }

  /// `Status (single_select: Todo, Done)`, on one line.
  var summary: String {
    var text = type.name
    if let finer = FieldType.finerNames.first(where: { $0.interface == interface }) {
      text = finer.name
    }
    if isPrimary { text += ", primary" }
    if let linkedTable { text += " to \(linkedTable)" }
    if !options.isEmpty {
      let shown = options.prefix(BaseField.maximumOptionsShown).map { singleLine($0, limit: 40) }
      let more = options.count - shown.count
      text += ": \(shown.joined(separator: ", "))\(more > 0 ? ", and \(more) more" : "")"
    }
    return "\(singleLine(name, limit: 80)) (\(text))"
  }
}

extension [BaseField] {
  /// By name, by a name that differs in case only, or by id.
  func named(_ name: String) -> BaseField? {
    let trimmed = name.trimmingSpaces
    return first { $0.name == name } ?? first { $0.id == trimmed }
      ?? first { $0.name.trimmingSpaces.lowercased() == trimmed.lowercased() }
  }

  /// The field, or a refusal that names what there is.
  func required(_ name: String, _ argument: String) throws(LarkFailure) -> BaseField {
    if let field = named(name) { return field }
    let names = prefix(BaseTarget.maximumNamesInErrors).map { singleLine($0.name, limit: 60) }
    throw .argument(
      "\(argument): the table has no field \"\(singleLine(name, limit: 60))\", but "
        + "\(names.joined(separator: ", ")).")
  }
}

/// What a field holds.
struct FieldType: Sendable, Hashable {
  /// As Lark numbers it.
  let code: Int64

  static let text = FieldType(code: 1)
  static let number = FieldType(code: 2)
  static let singleSelect = FieldType(code: 3)
  static let multipleSelect = FieldType(code: 4)
  static let date = FieldType(code: 5)
  static let checkbox = FieldType(code: 7)
  static let person = FieldType(code: 11)
  static let phone = FieldType(code: 13)
  static let url = FieldType(code: 15)
  static let attachment = FieldType(code: 17)
  static let link = FieldType(code: 18)
  static let lookup = FieldType(code: 19)
  static let formula = FieldType(code: 20)
  static let twoWayLink = FieldType(code: 21)
  static let location = FieldType(code: 22)
  static let group = FieldType(code: 23)
  static let createdTime = FieldType(code: 1001)
  static let modifiedTime = FieldType(code: 1002)
  static let createdBy = FieldType(code: 1003)
  static let modifiedBy = FieldType(code: 1004)
  static let autoNumber = FieldType(code: 1005)

  static let names: [(name: String, type: FieldType)] = [
    ("text", .text), ("number", .number), ("single_select", .singleSelect),
    ("multi_select", .multipleSelect), ("date", .date), ("checkbox", .checkbox),
    ("person", .person), ("phone", .phone), ("url", .url), ("attachment", .attachment),
    ("link", .link), ("lookup", .lookup), ("formula", .formula), ("two_way_link", .twoWayLink),
    ("location", .location), ("group", .group), ("created_time", .createdTime),
    ("modified_time", .modifiedTime), ("created_by", .createdBy), ("modified_by", .modifiedBy),
    ("auto_number", .autoNumber),
  ]

  /// Types that differ only in how they are shown.
  static let finerNames: [(name: String, type: FieldType, interface: String)] = [
    ("currency", .number, "Currency"), ("progress", .number, "Progress"),
    ("rating", .number, "Rating"), ("barcode", .text, "Barcode"), ("email", .text, "Email"),
  ]

  var name: String {
    FieldType.names.first { $0.type == self }?.name ?? "type \(code)"
  }

  var isTime: Bool { [.date, .createdTime, .modifiedTime].contains(self) }

  var isPerson: Bool { [.person, .createdBy, .modifiedBy].contains(self) }

  /// Whether Lark fills it in by itself.
  var isComputed: Bool { self == .lookup || self == .formula || code >= 1_000 }
}
