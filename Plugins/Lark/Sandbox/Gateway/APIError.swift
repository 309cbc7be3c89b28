import JSON

/// An answer with a code that is not zero.
struct APIError: Error, Sendable {
  var status: Int
  var code: Int
  var message: String
  /// Members of `error` beside `log_id` and `troubleshooter`.
  var detail: JSONObject = [:]
  /// Extra HTTP fields.
  var fields: [(name: String, value: String)] = []

  init(_ code: Int, _ message: String, status: Int = 400, detail: JSONObject = [:]) {
    self.status = status
    self.code = code
    self.message = message
    self.detail = detail
  }
}

extension APIError {
  static func violations(_ violations: [FieldViolation]) -> APIError {
    APIError(
      99_992_402, "field validation failed",
      detail: ["field_violations": .array(violations.map(\.json))])
  }

  static func violation(_ field: String, _ description: String, value: String? = nil) -> APIError {
    violations([FieldViolation(field: field, value: value, description: description)])
  }

  /// A field of the body that has the wrong JSON type.
  static func wrongType(of field: String, value: JSONValue) -> APIError {
    let text = value.description.prefix(200)
    return APIError(
      9_499,
      "Invalid parameter type in json: \(field). Invalid parameter value: \(text). "
        + "Please check and modify accordingly.")
  }

  /// An id that names nothing, in the words the gateway has for it.
  static func unknownID(_ code: Int, _ kind: String, _ id: String) -> APIError {
    APIError(
      code,
      "The request you send is not a valid {\(kind)} or not exists. Invalid ids: [\(id)] .")
  }
}

/// One entry of `error.field_violations`.
struct FieldViolation: Sendable, Equatable {
  var field: String
  var value: String?
  var description: String

  var json: JSONValue {
    var entry: JSONObject = ["field": .string(field)]
    entry["value"] = value.map(JSONValue.string)
    entry["description"] = .string(description)
    return .object(entry)
  }
}
