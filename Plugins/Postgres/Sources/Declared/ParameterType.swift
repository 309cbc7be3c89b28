internal import JSON

/// What a PostgreSQL type makes of a parameter: how values become its text, and the JSON Schema of
/// a parameter whose file says no type.
struct ParameterType: Sendable {
  let form: ArgumentForm
  let schema: JSONObject

  /// - Parameter labels: of an enum; empty for any other type.
  init(_ oid: UInt32, _ type: KnownType?, labels: [String] = []) {
    let scalar = Self.scalar(type?.form ?? .text)
    let schema = Self.schema(oid, type?.form ?? .text, labels)
    if let delimiter = type?.delimiter {
      form = .array(of: scalar, delimiter: delimiter)
      self.schema = ["type": "array", "items": .object(schema)]
    } else {
      form = scalar
      self.schema = schema
    }
  }

  private static func scalar(_ form: ValueForm) -> ArgumentForm {
    switch form {
    case .integer, .bigInteger: .integer
    case .json, .jsonb: .json
    case .text, .boolean, .floating, .numeric, .bytes, .timestamp, .timeWithZone, .vector: .scalar
    }
  }

  private static func schema(_ oid: UInt32, _ form: ValueForm, _ labels: [String]) -> JSONObject {
    if !labels.isEmpty {
      return ["type": "string", "enum": .array(labels.map(JSONValue.string))]
    }
    switch form {
    case .boolean: return ["type": "boolean"]
    case .integer: return integer(oid)
    case .bigInteger: return ["type": "integer"]
    case .floating, .numeric: return ["type": "number"]
    case .json, .jsonb: return [:]
    case .bytes: return ["type": "string", "pattern": .string("^\\\\x([0-9A-Fa-f]{2})*$")]
    case .text, .timestamp, .timeWithZone, .vector: return text(oid)
    }
  }

  private static let int2: UInt32 = 21
  private static let int4: UInt32 = 23

  private static func integer(_ oid: UInt32) -> JSONObject {
    switch oid {
    case int2: ["type": "integer", "minimum": -32_768, "maximum": 32_767]
    case int4: ["type": "integer", "minimum": -2_147_483_648, "maximum": 2_147_483_647]
    default: ["type": "integer"]
    }
  }

  private static let formats: [UInt32: JSONValue] = [
    1082: "date", 1184: "date-time", 2950: "uuid",
  ]

  private static func text(_ oid: UInt32) -> JSONObject {
    var schema: JSONObject = ["type": "string"]
    schema["format"] = formats[oid]
    return schema
  }

  /// Why values by that schema could never be converted; nil where some can.
  func fault(of schema: JSONObject, typeName: String) -> String? {
    let types = schema["type"]?.array?.compactMap(\.string) ?? schema["type"]?.string.map { [$0] }
    guard let types, !types.isEmpty, types.allSatisfy({ !takes($0) }) else { return nil }
    let given = types.joined(separator: " or ")
    return "says \"type\": \"\(given)\", but its PostgreSQL type is \(typeName)"
  }

  private func takes(_ type: String) -> Bool {
    switch (type, form) {
    case (_, .json), ("array", .array), ("null", _): true
    case ("array", _), ("object", _): false
    case ("string", _): true
    case (_, .array): false
    default: true
    }
  }
}
