import JSON

/// The latest requests, for tests and for people: without secrets.
struct RequestLog: Sendable {
  static let maximumEntries = 500
  static let maximumBodyBytes = 65_536
  private static let secretKeys: Set<String> = [
    "app_secret", "client_secret", "refresh_token", "tenant_access_token", "app_access_token",
  ]

  private(set) var entries: [JSONValue] = []
  private(set) var count = 0

  mutating func add(
    _ request: SandboxRequest, _ response: SandboxResponse, as identity: Identity?,
    logID: String, at milliseconds: Int, fault: String?
  ) {
    count += 1
    if entries.count >= Self.maximumEntries { entries.removeFirst() }
    var entry: JSONObject = [
      "number": number(count), "time": number(milliseconds), "method": .string(request.method),
      "path": .string(request.path),
    ]
    var query: JSONObject = [:]
    for name in Set(request.query.fields.map(\.name)).sorted() {
      let values = request.query.fields.filter { $0.name == name }.map {
        JSONValue.string($0.value)
      }
      query[name] = values.count == 1 ? values[0] : .array(values)
    }
    entry["query"] = .object(query)
    entry["authorization"] = request.authorization.map { .string(Self.redacted($0)) }
    entry["identity"] = Self.name(identity)
    entry["body"] = Self.body(request)
    entry["fault"] = fault.map(JSONValue.string)
    entry["status"] = number(response.status)
    entry["code"] = (try? JSONValue(parsing: response.body))?["code"]
    entry["log_id"] = .string(logID)
    entries.append(.object(entry))
  }

  /// Keeps the scheme and the kind of token.
  private static func redacted(_ authorization: String) -> String {
    guard let token = authorization.split(separator: " ").last else { return "" }
    return authorization.hasPrefix("Bearer ") ? "Bearer \(token.prefix(2))***" : "***"
  }

  /// Nil where the token speaks for nobody.
  private static func name(_ identity: Identity?) -> JSONValue? {
    switch identity {
    case .bot?: "bot"
    case .user(let openID)?: .string("user \(openID)")
    case .nobody?, nil: nil
    }
  }

  private static func body(_ request: SandboxRequest) -> JSONValue? {
    if request.body.isEmpty { return nil }
    let type = request.contentType ?? ""
    if type.hasPrefix("multipart/"), let form = FormData(request.body, contentType: type) {
      return self.form(form)
    }
    guard request.body.count <= maximumBodyBytes, let value = try? JSONValue(parsing: request.body),
      case .object(var members) = value
    else { return .string("\(request.body.count) bytes") }
    for key in members.keys where secretKeys.contains(key) { members[key] = "***" }
    return .object(members)
  }

  /// The fields, and of each file its name and its size.
  private static func form(_ form: FormData) -> JSONValue {
    var members = form.fields
    for (name, file) in form.files.sorted(by: { $0.key < $1.key }) {
      members[name] = ["name": .string(file.name), "bytes": number(file.bytes.count)]
    }
    return .object(members)
  }
}
