import JSON

/// What was granted to a device that has no browser (RFC 8628), and the refresh tokens of users.
struct Grants: Sendable {
  struct Device: Sendable {
    let userCode: String
    let scope: String
    let expirySeconds: Int
    /// By open_id, once someone has agreed.
    var grantedBy: String?
    var isDenied = false
    var nextPollSeconds = 0
  }

  struct Refresh: Sendable {
    let openID: String
    let scope: String
    let expirySeconds: Int
    var isUsed = false
  }

  var devices: [String: Device] = [:]
  var refreshes: [String: Refresh] = [:]
  var codes: [String: AuthorizationCode] = [:]
}

/// Access tokens for users: the device flow, `authorization_code` and `refresh_token`.
enum OAuth {
  static let deviceSeconds = 240
  static let pollSeconds = 5
  static let refreshSeconds = 7 * CivilTime.secondsPerDay
  private static let deviceGrant = "urn:ietf:params:oauth:grant-type:device_code"

  static let endpoints: [Endpoint] =
    [
      endpoint("/oauth/v1/device_authorization", authorizeDevice),
      endpoint("/open-apis/authen/v2/oauth/device_authorization", authorizeDevice),
      endpoint("/oauth/v3/token", token), endpoint("/open-apis/authen/v2/oauth/token", token),
    ] + DevicePage.endpoints + AuthorizePage.endpoints

  private static func endpoint(_ path: String, _ handler: @escaping Endpoint.Handler) -> Endpoint {
    Endpoint(method: "POST", path: path, token: .none, isTokenEndpoint: true, handler: handler)
  }

  static func authorizeDevice(
    _ state: inout SandboxState, _ call: Call
  ) throws(APIError) -> Answer {
    let id = call.filledText("client_id") ?? call.basicUser ?? ""
    guard id == state.tokens.appID else { return failure(20_048, "invalid_client") }
    let device = state.identifiers.pageToken()
    let code = state.identifiers.letters(8).uppercased()
    state.grants.devices[device] = Grants.Device(
      userCode: code, scope: call.text("scope") ?? "",
      expirySeconds: state.clock.seconds + deviceSeconds)
    let page = DevicePage.url(call)
    return .plain(
      status: 200,
      [
        "device_code": .string(device), "user_code": .string(code),
        "verification_uri": .string(page),
        "verification_uri_complete": .string("\(page)?user_code=\(code)"),
        "expires_in": number(deviceSeconds), "interval": number(pollSeconds),
      ])
  }

  static func token(_ state: inout SandboxState, _ call: Call) throws(APIError) -> Answer {
    let id = call.filledText("client_id") ?? call.basicUser ?? ""
    guard id == state.tokens.appID else { return failure(20_048, "invalid_client") }
    let secret = call.filledText("client_secret") ?? call.basicPassword ?? ""
    guard secret == state.tokens.appSecret else { return failure(20_002, "invalid_client") }
    switch call.text("grant_type") {
    case deviceGrant: return poll(&state, call)
    case "refresh_token": return refresh(&state, call)
    case "authorization_code": return exchange(&state, call)
    case nil: return failure(20_001, "invalid_request")
    default: return failure(20_036, "unsupported_grant_type")
    }
  }

  private static func poll(_ state: inout SandboxState, _ call: Call) -> Answer {
    let code = call.text("device_code") ?? ""
    guard var device = state.grants.devices[code] else { return failure(20_026, "invalid_grant") }
    guard device.expirySeconds > state.clock.seconds else {
      return failure(20_074, "expired_token")
    }
    if device.isDenied { return failure(20_074, "access_denied") }
    if let openID = device.grantedBy {
      state.grants.devices[code] = nil
      return granted(openID, scope: device.scope, &state)
    }
    let isEarly = state.clock.seconds < device.nextPollSeconds
    device.nextPollSeconds = state.clock.seconds + pollSeconds
    state.grants.devices[code] = device
    return failure(20_084, isEarly ? "slow_down" : "authorization_pending")
  }

  /// A code is good once, for who was sent back with it.
  private static func exchange(_ state: inout SandboxState, _ call: Call) -> Answer {
    let text = call.text("code") ?? ""
    guard !text.isEmpty else { return failure(20_001, "invalid_request") }
    guard let code = state.grants.codes[text] else { return failure(20_003, "invalid_grant") }
    guard !code.isUsed else { return failure(20_065, "invalid_grant") }
    guard code.expirySeconds > state.clock.seconds else { return failure(20_004, "invalid_grant") }
    guard call.filledText("redirect_uri").map({ $0 == code.redirect }) ?? true else {
      return failure(20_071, "invalid_grant")
    }
    guard code.accepts(verifier: call.text("code_verifier")) else {
      return failure(20_049, "invalid_grant")
    }
    let whole = code.scope.split(separator: " ")
    let narrowed = call.filledText("scope")?.split(separator: " ") ?? whole
    guard Set(narrowed).count == narrowed.count else { return failure(20_067, "invalid_scope") }
    guard Set(narrowed).isSubset(of: whole) else { return failure(20_068, "invalid_scope") }
    state.grants.codes[text]?.isUsed = true
    return granted(code.openID, scope: narrowed.joined(separator: " "), &state)
  }

  /// A refresh token is good once.
  private static func refresh(_ state: inout SandboxState, _ call: Call) -> Answer {
    let text = call.text("refresh_token") ?? ""
    guard let refresh = state.grants.refreshes[text] else {
      return failure(20_026, "invalid_grant")
    }
    guard !refresh.isUsed else { return failure(20_073, "invalid_grant") }
    guard refresh.expirySeconds > state.clock.seconds else {
      return failure(20_037, "invalid_grant")
    }
    state.grants.refreshes[text]?.isUsed = true
    return granted(refresh.openID, scope: refresh.scope, &state)
  }

  private static func granted(
    _ openID: String, scope: String, _ state: inout SandboxState
  ) -> Answer {
    let text = "u-" + state.identifiers.pageToken()
    state.tokens.addUserToken(
      text, openID: openID, expirySeconds: state.clock.seconds + Tokens.lifetimeSeconds)
    var answer: JSONObject = [
      "code": 0, "access_token": .string(text), "expires_in": number(Tokens.lifetimeSeconds),
      "token_type": "Bearer", "scope": .string(scope),
    ]
    if scope.split(separator: " ").contains("offline_access") {
      let refresh = "ur-" + state.identifiers.pageToken()
      state.grants.refreshes[refresh] = Grants.Refresh(
        openID: openID, scope: scope, expirySeconds: state.clock.seconds + refreshSeconds)
      answer["refresh_token"] = .string(refresh)
      answer["refresh_token_expires_in"] = number(refreshSeconds)
    }
    return .plain(status: 200, answer)
  }

  private static func failure(_ code: Int, _ error: String) -> Answer {
    let about = APIError.code(code).message
    return .plain(
      status: 400,
      [
        "code": number(code), "error": .string(error),
        "error_description": .string(about == "error" ? error : about),
      ])
  }
}
