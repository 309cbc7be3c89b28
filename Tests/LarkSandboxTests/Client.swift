import JSON

@testable import LarkSandbox

/// Asks a sandbox without a socket.
struct Client {
  /// A Monday, 09:00 in Shanghai.
  static let monday = RFC3339("2026-11-23T09:00:00+08:00")?.instant ?? 0

  let sandbox: Sandbox

  init(
    at seconds: Int = monday, tenantSearch: Bool = false, rateLimits: Bool = true
  ) {
    sandbox = Sandbox(
      SandboxSettings(
        fixedMilliseconds: seconds * 1_000, seed: 7, takesTenantSearch: tenantSearch,
        hasRateLimits: rateLimits))
  }

  struct Reply {
    let response: SandboxResponse
    let json: JSONValue

    var status: Int { response.status }
    var code: Int? { json["code"]?.integer.map { Int($0) } }
    var message: String { json["msg"]?.string ?? "" }
    var data: JSONValue { json["data"] ?? .null }
    var error: JSONValue { json["error"] ?? .null }

    init(_ response: SandboxResponse) {
      self.response = response
      json = (try? JSONValue(parsing: response.body)) ?? .null
    }
  }

  enum Token {
    case tenant, user, none
    case raw(String)
  }

  func send(
    _ method: String, _ target: String, _ body: JSONValue? = nil, as token: Token = .tenant,
    fault: String? = nil
  ) -> Reply {
    let authorization: String? =
      switch token {
      case .tenant: "Bearer \(tenantToken)"
      case .user: "Bearer \(SandboxSettings.userToken)"
      case .none: nil
      case .raw(let text): text
      }
    return Reply(
      sandbox.handle(
        SandboxRequest(
          method, target, authorization: authorization, fault: fault,
          body: body?.serialized() ?? [])))
  }

  func get(_ path: String, as token: Token = .tenant, fault: String? = nil) -> Reply {
    send("GET", "/open-apis/\(path)", as: token, fault: fault)
  }

  func post(
    _ path: String, _ body: JSONValue?, as token: Token = .tenant, fault: String? = nil
  ) -> Reply {
    send("POST", "/open-apis/\(path)", body, as: token, fault: fault)
  }

  func control(_ orders: JSONValue) -> Reply { send("POST", "/sandbox/control", orders, as: .none) }

  /// What a raw body is answered with.
  func post(_ path: String, raw body: String) -> Reply {
    Reply(
      sandbox.handle(
        SandboxRequest(
          "POST", "/open-apis/\(path)", authorization: "Bearer \(tenantToken)",
          body: Array(body.utf8))))
  }

  func askToken(
    _ kind: String = "tenant", id: String = SandboxSettings.defaultAppID,
    secret: String = SandboxSettings.defaultAppSecret
  ) -> Reply {
    post(
      "auth/v3/\(kind)_access_token/internal",
      ["app_id": .string(id), "app_secret": .string(secret)], as: .none)
  }

  var tenantToken: String { askToken().json["tenant_access_token"]?.string ?? "" }

  func message(
    to id: String, _ idType: String = "chat_id", _ type: String = "text",
    _ content: JSONValue = ["text": "hello"], uuid: String? = nil, as token: Token = .tenant
  ) -> Reply {
    var body: JSONObject = [
      "receive_id": .string(id), "msg_type": .string(type),
      "content": .string(content.description),
    ]
    body["uuid"] = uuid.map(JSONValue.string)
    return post("im/v1/messages?receive_id_type=\(idType)", .object(body), as: token)
  }
}
