import JSON

/// The body of a request, whatever it is written in.
struct RequestContent {
  var members: JSONObject = [:]
  var files: [String: FormFile] = [:]

  /// An absent body is an empty one; one that is written in JSON and no object is malformed.
  init(_ request: SandboxRequest, _ endpoint: Endpoint) throws(APIError) {
    if request.body.isEmpty || endpoint.method == "GET" { return }
    let type = request.contentType ?? ""
    if type.hasPrefix("multipart/form-data") {
      guard let form = FormData(request.body, contentType: type) else {
        throw APIError(9_499, "Bad Request")
      }
      members = Self.typed(form, endpoint.body)
      files = form.files
    } else if type.hasPrefix("application/x-www-form-urlencoded") {
      for field in QueryFields(String(decoding: request.body, as: UTF8.self)[...]).fields {
        members[field.name] = .string(field.value)
      }
    } else {
      members = try Self.json(request, endpoint)
    }
  }

  /// The fields of a form are text; what must be a number becomes one, and a file counts as there.
  private static func typed(_ form: FormData, _ rules: [FieldRule]) -> JSONObject {
    var members = form.fields
    for rule in rules {
      if case .integer = rule.kind, let whole = members[rule.name]?.string.flatMap({ Int($0) }) {
        members[rule.name] = number(whole)
      }
      if case .file = rule.kind, form.files[rule.name] != nil { members[rule.name] = true }
    }
    return members
  }

  private static func json(
    _ request: SandboxRequest, _ endpoint: Endpoint
  ) throws(APIError) -> JSONObject {
    let limits = JSONLimits(refusesDuplicateKeys: false)
    guard let value = try? JSONValue(parsing: request.body, limits: limits),
      case .object(let members) = value
    else {
      if endpoint.isTokenEndpoint { throw APIError(10_003, "invalid param") }
      throw APIError(9_499, "Bad Request")
    }
    return members
  }
}
