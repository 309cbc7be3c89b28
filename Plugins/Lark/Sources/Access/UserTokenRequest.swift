internal import JSON
internal import PluginKit

/// Asks for a user's tokens at the token endpoint (RFC 6749), by any grant.
struct UserTokenRequest: Sendable {
  let settings: Settings
  let transport: any LarkTransport
  let clock: any LarkClock

  private static let purpose = "log the user in"
  private static let attempts = 3
  private static let firstPauseMilliseconds: Int64 = 500

  /// With a refresh token, which is good for one use. Transient troubles are tried again.
  func renew(_ refreshToken: String) async -> UserTokens.Renewed {
    var attempt = 0
    while true {
      attempt += 1
      do throws(LarkFailure) {
        let answer = try await ask(
          ["grant_type": "refresh_token", "refresh_token": .string(refreshToken)],
          secret: refreshToken)
        return .success(try grant(answer))
      } catch {
        guard attempt < UserTokenRequest.attempts, UserTokenRequest.isTransient(error) else {
          return .failure(error)
        }
        do {
          try await clock.sleep(milliseconds: UserTokenRequest.firstPauseMilliseconds << attempt)
        } catch { return .failure(.cancelled) }
      }
    }
  }

  /// With the code of a device (RFC 8628 section 3.4). Throws the answer's code where the user has
  /// not decided yet.
  func redeem(deviceCode: String) async throws(LarkFailure) -> UserGrant {
    try grant(
      try await ask(
        [
          "grant_type": "urn:ietf:params:oauth:grant-type:device_code",
          "device_code": .string(deviceCode),
        ], secret: deviceCode))
  }

  private func grant(_ answer: JSONValue) throws(LarkFailure) -> UserGrant {
    guard let grant = UserGrant(answer: answer, now: clock.unixSeconds()) else {
      throw .unreadable(purpose: UserTokenRequest.purpose, status: 200, logID: nil)
    }
    return grant
  }

  private func ask(
    _ members: JSONObject, secret: String
  ) async throws(LarkFailure) -> JSONValue {
    var body = members
    body["client_id"] = .string(settings.appID)
    body["client_secret"] = .string(settings.appSecret)
    let end = clock.monotonicMilliseconds() + LarkClient.tokenTimeoutMilliseconds
    let clock = clock
    let context = CallContext(id: "user-token") { end - clock.monotonicMilliseconds() }
    let response = try await transport.respond(
      to: HTTPRequest(
        method: "POST", url: settings.baseURL + Endpoint.authUserToken.path,
        fields: [LarkClient.jsonContentType], body: JSONValue.object(body).serialized(),
        timeoutMilliseconds: Int(LarkClient.tokenTimeoutMilliseconds), mayRetry: false), context)
    let envelope = Envelope(
      purpose: UserTokenRequest.purpose, secrets: [settings.appSecret, secret], settings: settings,
      identity: .user)
    return try envelope.grantAnswer(of: response)
  }

  /// Lark says so, or nobody answered.
  private static func isTransient(_ failure: LarkFailure) -> Bool {
    switch failure {
    case .api(let error): [20050, 20072].contains(error.code) || error.meaning.isRetryable
    case .unreadable(_, let status, _): status == 429 || status >= 500
    case .transport(let failure): failure.code == .connect
    default: false
    }
  }

  /// Whether that refresh token will never work again: invalid, expired, revoked, used, or the app
  /// may not refresh.
  static func isFinal(_ failure: LarkFailure) -> Bool {
    [20026, 20037, 20064, 20073, 20074].contains(failure.code ?? 0)
  }
}
