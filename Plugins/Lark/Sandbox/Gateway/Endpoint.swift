import JSON

/// Who a request acts as.
enum Identity: Hashable, Sendable {
  /// An endpoint that takes no token.
  case nobody
  /// The app, by a tenant access token.
  case bot
  /// A user, by a user access token.
  case user(openID: String)
}

/// A request that has passed the gateway.
struct Call: Sendable {
  let identity: Identity
  let logID: String
  let parameters: [String: String]
  let query: QueryFields
  let body: JSONObject
  /// The size of the whole body as sent.
  let bodyBytes: Int
  /// The files of a form, by the names of its parts.
  var files: [String: FormFile] = [:]
  var credentials: BasicCredentials?
  /// The address by which the caller reaches the sandbox.
  var host: String?

  func text(_ name: String) -> String? { body[name]?.string }

  /// A text that is not empty.
  func filledText(_ name: String) -> String? { text(name).flatMap { $0.isEmpty ? nil : $0 } }
  func integer(_ name: String) -> Int? { body[name]?.integer.map { Int($0) } }
  func flag(_ name: String) -> Bool { body[name]?.bool ?? false }
  func object(_ name: String) -> JSONObject { body[name]?.object ?? [:] }
  func array(_ name: String) -> [JSONValue] { body[name]?.array ?? [] }

  /// A query parameter; an empty one counts as absent.
  func queryText(_ name: String) -> String? {
    guard let text = query[name], !text.isEmpty else { return nil }
    return text
  }

  /// Every value of a query parameter that may repeat.
  func queryTexts(_ name: String) -> [String] { query.all(name) }

  func queryNumber(_ name: String) -> Int? { queryText(name).flatMap { Int($0) } }

  /// A parameter of the path; empty where the endpoint has none of that name.
  func parameter(_ name: String) -> String { parameters[name] ?? "" }

  /// Nil where the parameter is absent.
  func queryChoice(_ name: String) -> Bool? {
    queryText(name).map { ["t", "1"].contains($0.prefix(1).lowercased()) }
  }

  func queryFlag(_ name: String) -> Bool { queryChoice(name) ?? false }

  /// Who calls, as an open_id.
  var openID: String {
    if case .user(let openID) = identity { openID } else { Bot.openID }
  }

  var basicUser: String? { credentials?.user }
  var basicPassword: String? { credentials?.password }

  var isUser: Bool { if case .user = identity { true } else { false } }

  var userIDType: UserIDType {
    queryText("user_id_type").flatMap(UserIDType.init(rawValue:)) ?? .openID
  }
}

/// One path and method of the Open API.
struct Endpoint: Sendable {
  typealias Handler = @Sendable (inout SandboxState, Call) throws(APIError) -> Answer

  enum Token: Sendable { case none, tenant, user, either }

  let method: String
  /// `/open-apis/im/v1/messages/:message_id`
  let path: String
  var token = Token.either
  /// Any one of them suffices; empty needs none.
  var scopes: [String] = []
  var rate = Rate.thousandPerMinute
  /// Older endpoints answer a rate limit with status 400 instead of 429.
  var isLegacy = false
  /// Token endpoints answer failures with status 200.
  var isTokenEndpoint = false
  /// Refused to a tenant token by the documentation, taken where `tenantSearch` is on.
  var isSearch = false
  var query: [FieldRule] = []
  var body: [FieldRule] = []
  let handler: Handler
}
