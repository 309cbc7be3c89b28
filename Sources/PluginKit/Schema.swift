public import JSON

/// A JSON Schema (draft 2020-12) of what a tool takes or gives, put together from parts:
///
/// ```swift
/// .object(["name": .string("Who to greet", maxLength: 100)], required: ["name"])
/// ```
///
/// Each part takes a description for the model first, and limits that are left out where nil.
public struct Schema: Sendable, Equatable {
  /// The schema as JSON.
  public let json: JSONValue
  /// Why the text given to `raw` is no JSON; the tool is not listed then.
  let fault: JSONError?

  private init(_ json: JSONValue, fault: JSONError? = nil) {
    self.json = json
    self.fault = fault
  }

  /// Any schema, as it is: `.raw(["type": "string", "format": "date"])`.
  public static func raw(_ json: JSONValue) -> Schema { Schema(json) }

  /// Any schema, from its text. A text that is no JSON keeps the tool from being listed, and the
  /// host's log says why.
  public static func raw(_ text: String) -> Schema {
    do {
      return Schema(try JSONValue(parsing: text))
    } catch {
      return Schema(.null, fault: error)
    }
  }

  /// An object. Other members than the `properties` are refused unless `additionalProperties`.
  public static func object(
    _ properties: KeyValuePairs<String, Schema> = [:], required: [String] = [],
    description: String? = nil, additionalProperties: Bool = false
  ) -> Schema {
    var members = JSONObject()
    for (name, schema) in properties { members[name] = schema.json }
    let fault = properties.lazy.compactMap(\.value.fault).first
    return typed("object", description, fault: fault) { json in
      json["properties"] = .object(members)
      if !required.isEmpty { json["required"] = .array(required.map(JSONValue.string)) }
      json["additionalProperties"] = .bool(additionalProperties)
    }
  }

  /// A string. Lengths in characters; `pattern` a regular expression; `format` as in JSON Schema:
  /// "date-time", "email", "uri", ...
  public static func string(
    _ description: String? = nil, minLength: Int? = nil, maxLength: Int? = nil,
    pattern: String? = nil, format: String? = nil, default: String? = nil
  ) -> Schema {
    typed("string", description) { json in
      json["minLength"] = .integer(minLength)
      json["maxLength"] = .integer(maxLength)
      json["pattern"] = .text(pattern)
      json["format"] = .text(format)
      json["default"] = .text(`default`)
    }
  }

  /// One of a few strings.
  public static func enumeration(
    _ values: [String], _ description: String? = nil, default: String? = nil
  ) -> Schema {
    typed("string", description) { json in
      json["enum"] = .array(values.map(JSONValue.string))
      json["default"] = .text(`default`)
    }
  }

  /// A whole number. Limits are included.
  public static func integer(
    _ description: String? = nil, minimum: Int? = nil, maximum: Int? = nil, default: Int? = nil
  ) -> Schema {
    typed("integer", description) { json in
      json["minimum"] = .integer(minimum)
      json["maximum"] = .integer(maximum)
      json["default"] = .integer(`default`)
    }
  }

  /// A number. Limits are included.
  public static func number(
    _ description: String? = nil, minimum: Double? = nil, maximum: Double? = nil,
    default: Double? = nil
  ) -> Schema {
    typed("number", description) { json in
      json["minimum"] = .double(minimum)
      json["maximum"] = .double(maximum)
      json["default"] = .double(`default`)
    }
  }

  /// True or false.
  public static func boolean(_ description: String? = nil, default: Bool? = nil) -> Schema {
    typed("boolean", description) { json in json["default"] = `default`.map(JSONValue.bool) }
  }

  /// An array.
  public static func array(
    of items: Schema, _ description: String? = nil, minItems: Int? = nil, maxItems: Int? = nil,
    uniqueItems: Bool = false
  ) -> Schema {
    typed("array", description, fault: items.fault) { json in
      json["items"] = items.json
      json["minItems"] = .integer(minItems)
      json["maxItems"] = .integer(maxItems)
      if uniqueItems { json["uniqueItems"] = true }
    }
  }

  private static func typed(
    _ type: String, _ description: String?, fault: JSONError? = nil,
    _ complete: (inout JSONObject) -> Void
  ) -> Schema {
    var json: JSONObject = ["type": .string(type)]
    json["description"] = .text(description)
    complete(&json)
    return Schema(.object(json), fault: fault)
  }
}

/// Members that are left out where there is no value.
extension JSONValue? {
  fileprivate static func text(_ text: String?) -> Self { text.map(JSONValue.string) }

  fileprivate static func integer(_ number: Int?) -> Self {
    number.map { .number(JSONNumber(Int64($0))) }
  }

  fileprivate static func double(_ number: Double?) -> Self {
    number.flatMap(JSONNumber.init(_:)).map(JSONValue.number)
  }
}
