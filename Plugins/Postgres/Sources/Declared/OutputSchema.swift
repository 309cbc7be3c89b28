internal import JSON

/// The JSON Schema of what a declared tool gives, from the columns of its statement. Every row fits
/// it: also one with NULLs, numbers that JSON cannot hold, cells that were cut. So does
/// a failure, since nothing is required at the top: some clients check that as well.
struct OutputSchema {
  let columns: [Column]
  let types: TypeCatalog

  func schema(
    _ result: DeclaredDefinition.ResultForm, _ mode: DeclaredDefinition.Mode
  ) -> JSONObject {
    var properties: JSONObject = [:]
    if !columns.isEmpty {
      switch result {
      case .rows:
        properties["rows"] = ["type": "array", "items": .object(row(["object"]))]
        properties["row_count"] = ["type": "integer"]
        properties["truncated"] = ["type": "boolean"]
      case .row: properties["row"] = .object(row(["object", "null"]))
      case .value: properties["value"] = .object(cell(columns[0]))
      }
    }
    if mode == .write { properties["affected"] = ["type": "integer"] }
    if !columns.isEmpty {
      properties["truncated_by"] = ["type": "string", "enum": ["rows", "bytes", "cell"]]
    }
    return ["type": "object", "properties": .object(properties)]
  }

  private func row(_ type: [String]) -> JSONObject {
    var members: JSONObject = [:]
    for column in columns { members[column.name] = .object(cell(column)) }
    return [
      "type": type.count == 1 ? .string(type[0]) : .array(type.map(JSONValue.string)),
      "properties": .object(members),
      "required": .array(columns.map { .string($0.name) }),
    ]
  }

  private func cell(_ column: Column) -> JSONObject {
    let type = types.type(column.typeOID)
    let form = type?.form ?? .text
    guard type?.delimiter != nil else { return Self.nullable(Self.kinds(form)) }
    // A string where it is cut; arrays of several dimensions hold arrays.
    var array = Self.nullable(["array", "string"])
    let kinds = Self.kinds(form)
    if !kinds.isEmpty { array["items"] = .object(Self.nullable(kinds + ["array"])) }
    return array
  }

  /// Anything where there are none.
  private static func nullable(_ kinds: [String]) -> JSONObject {
    kinds.isEmpty ? [:] : ["type": .array((kinds + ["null"]).map(JSONValue.string))]
  }

  /// What `CellWriter` writes for a form; none: anything.
  private static func kinds(_ form: ValueForm) -> [String] {
    switch form {
    case .text, .bytes, .timestamp, .timeWithZone: ["string"]
    case .boolean: ["boolean"]
    case .integer: ["integer"]
    case .bigInteger: ["integer", "string"]
    case .floating, .numeric: ["number", "string"]
    case .json, .jsonb: []
    case .vector: ["array", "string"]
    }
  }
}
