import JSON

/// The latest requests, for tests and for people: without secrets.
struct RequestLog: Sendable {
  static let maximumEntries = 500
  static let maximumBodyBytes = 4_096
  private static let secretKeys: Set<String> = [
    "app_secret", "client_secret", "refresh_token", "tenant_access_token", "app_access_token",
  ]

  private(set) var entries: [JSONValue] = []
  private(set) var count = 0

  mutating func add(
    _ request: SandboxRequest, _ response: SandboxResponse, logID: String, at milliseconds: Int,
    fault: String?
  ) {
    count += 1
    if entries.count >= Self.maximumEntries { entries.removeFirst() }
    var entry: JSONObject = [
      "number": number(count), "time": number(milliseconds), "method": .string(request.method),
      "path": .string(request.path),
    ]
    var query: JSONObject = [:]
    for (name, value) in request.query.sorted(by: { $0.key < $1.key }) {
      query[name] = .string(value)
    }
    entry["query"] = .object(query)
    entry["authorization"] = request.authorization.map { .string(Self.redacted($0)) }
    entry["body"] = Self.body(request.body)
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

  private static func body(_ bytes: [UInt8]) -> JSONValue? {
    if bytes.isEmpty { return nil }
    guard bytes.count <= maximumBodyBytes, let value = try? JSONValue(parsing: bytes),
      case .object(var members) = value
    else { return .string("\(bytes.count) bytes") }
    for key in members.keys where secretKeys.contains(key) { members[key] = "***" }
    return .object(members)
  }
}
