import JSON

/// A base: its tables, their fields and records.
struct Base: Sendable {
  var name: String
  var revision = 1
  var tables: [Table] = []

  struct Table: Sendable {
    let id: String
    var name: String
    /// As answers have them: `field_id`, `field_name`, `type`, `property`.
    var fields: [JSONObject] = []
    var records: [Record] = []
    let viewID: String

    func field(_ name: String) -> JSONObject? { fields.first { $0["field_name"]?.string == name } }

    func type(_ name: String) -> Int? {
      field(name)?["type"]?.integer.map { Int($0) }
    }
  }

  struct Record: Sendable {
    let id: String
    var fields: JSONObject
    let creator: Person
    let createMilliseconds: Int
    var editMilliseconds: Int
  }
}

extension SandboxState {
  /// The base that a document holds; an unknown one begins with one empty table.
  mutating func base(_ document: Document) -> Base {
    if let base = bases[document.token] { return base }
    let base = SeedBases.base(document, at: clock.milliseconds) ?? newBase(document.title)
    bases[document.token] = base
    return base
  }

  private mutating func newBase(_ name: String) -> Base {
    Base(name: name, tables: [newTable("数据表", fields: [("文本", 1)])])
  }

  mutating func newTable(_ name: String, fields: [(name: String, type: Int)]) -> Base.Table {
    var table = Base.Table(
      id: "tbl" + identifiers.letters(13), name: name, viewID: "vew" + identifiers.letters(7))
    for field in fields { table.fields.append(newField(field.name, field.type, nil, in: table)) }
    return table
  }

  mutating func newField(
    _ name: String, _ type: Int, _ property: JSONValue?, in table: Base.Table
  ) -> JSONObject {
    [
      "field_id": .string("fld" + identifiers.letters(7)), "field_name": .string(name),
      "type": number(type), "property": property ?? .null,
      "is_primary": .bool(table.fields.isEmpty), "ui_type": .string(FieldType.name(type)),
      "is_hidden": false,
    ]
  }
}

/// The types of fields, and what a value of each must look like.
enum FieldType {
  private static let names: [Int: String] = [
    1: "Text", 2: "Number", 3: "SingleSelect", 4: "MultiSelect", 5: "DateTime", 7: "Checkbox",
    11: "User", 13: "Phone", 15: "Url", 17: "Attachment", 18: "SingleLink", 20: "Formula",
    1001: "CreatedTime", 1002: "ModifiedTime", 1003: "CreatedUser", 1005: "AutoNumber",
  ]

  static func isKnown(_ type: Int) -> Bool { names[type] != nil }
  static func name(_ type: Int) -> String { names[type] ?? "Text" }

  /// Nil where the value fits, else the code of the refusal.
  static func refusal(_ value: JSONValue, _ type: Int) -> Int? {
    if value.isNull { return nil }
    switch type {
    case 1, 13: return value.string != nil || value.array != nil ? nil : 1_254_060
    case 2: return value.double != nil ? nil : 1_254_061
    case 3: return value.string != nil ? nil : 1_254_062
    case 4: return value.array?.allSatisfy { $0.string != nil } == true ? nil : 1_254_063
    case 5: return value.integer != nil ? nil : 1_254_064
    case 7: return value.bool != nil ? nil : 1_254_065
    case 11:
      return value.array?.allSatisfy { $0["id"]?.string != nil } == true ? nil : 1_254_066
    case 15: return value["link"]?.string != nil ? nil : 1_254_068
    case 20, 1001...1005: return 1_254_015
    default: return nil
    }
  }

  /// Texts are read as pieces, people with their names.
  static func shown(_ value: JSONValue, _ type: Int, _ people: People) -> JSONValue {
    switch (type, value) {
    case (1, .string(let text)): return [["text": .string(text), "type": "text"]]
    case (11, .array(let entries)):
      return .array(
        entries.map { entry in
          let person = people.mentioned(entry["id"]?.string ?? "")
          return [
            "id": entry["id"] ?? "", "name": .string(person?.name ?? ""),
            "en_name": .string(person?.englishName ?? ""),
            "email": .string(person?.email ?? ""),
          ]
        })
    default: return value
    }
  }
}
