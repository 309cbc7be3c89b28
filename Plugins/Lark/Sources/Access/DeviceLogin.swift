internal import JSON
internal import PluginKit

/// Logs a user in who confirms in a browser elsewhere (RFC 8628).
struct DeviceLogin: Sendable {
  let client: LarkClient

  /// What the user confirms, and what asks whether that was done.
  struct Code: Sendable, Equatable {
    /// A secret.
    var deviceCode: String
    var userCode: String
    /// What the user opens; it has the user code where Lark puts it there.
    var link: String
    var intervalSeconds: Int64
    /// Milliseconds of the monotonic clock.
    var end: Int64
  }

  /// How one question was answered.
  enum Answer: Sendable, Equatable {
    case granted(UserGrant)
    case pending
    case tooFast
    case denied
    case expired
  }

  private static let purpose = "begin a login"
  private static let openPath = "/open-apis/authen/v2/oauth/device_authorization"
  private static let accountsPath = "/oauth/v1/device_authorization"
  /// Of a server that does not have the endpoint.
  private static let unknownStatuses = [404, 405]
  private static let usualInterval: Int64 = 5
  private static let usualSeconds: Int64 = 240
  private static let longestSeconds: Int64 = 3_600

  /// Asks the Open API, as `lark-oapi` does; where that has no such endpoint, the accounts server,
  /// as Lark's command line does.
  func begin(
    scopes: [String], _ context: CallContext
  ) async throws(LarkFailure) -> Code {
    let settings = client.settings
    guard settings.missing.isEmpty else { throw .notConfigured(settings.missing) }
    let basic = Base64.encode(Array("\(settings.appID):\(settings.appSecret)".utf8))
    let scope = scopes.joined(separator: " ")
    var response = try await client.transport.respond(to: openRequest(scope), context)
    if DeviceLogin.unknownStatuses.contains(response.status) {
      response = try await client.transport.respond(to: accountsRequest(scope, basic), context)
    }
    let envelope = Envelope(
      purpose: DeviceLogin.purpose, secrets: [settings.appSecret, basic], settings: settings,
      identity: .user)
    guard let code = code(try envelope.grantAnswer(of: response)) else {
      throw .unreadable(purpose: DeviceLogin.purpose, status: response.status, logID: nil)
    }
    return code
  }

  private func openRequest(_ scope: String) -> HTTPRequest {
    let body: JSONValue = ["client_id": .string(client.settings.appID), "scope": .string(scope)]
    return request(
      client.settings.baseURL + DeviceLogin.openPath, [LarkClient.jsonContentType],
      body.serialized())
  }

  /// RFC 8628 section 3.1.
  private func accountsRequest(_ scope: String, _ basic: String) -> HTTPRequest {
    let appID = percentEncoded(client.settings.appID)
    return request(
      client.settings.accountsURL + DeviceLogin.accountsPath,
      [
        HTTPField("Authorization", "Basic \(basic)"),
        HTTPField("Content-Type", "application/x-www-form-urlencoded"),
      ], Array("client_id=\(appID)&scope=\(percentEncoded(scope))".utf8))
  }

  private func request(_ url: String, _ fields: [HTTPField], _ body: [UInt8]) -> HTTPRequest {
    HTTPRequest(
      method: "POST", url: url, fields: fields, body: body,
      timeoutMilliseconds: Int(LarkClient.tokenTimeoutMilliseconds), mayRetry: true)
  }

  private func code(_ answer: JSONValue) -> Code? {
    guard let deviceCode = answer["device_code"]?.nonEmptyString,
      let userCode = answer["user_code"]?.nonEmptyString,
      let link = answer["verification_uri_complete"]?.nonEmptyString
        ?? answer["verification_uri"]?.nonEmptyString
    else { return nil }
    let seconds = answer["expires_in"]?.integer ?? DeviceLogin.usualSeconds
    let interval = answer["interval"]?.integer ?? DeviceLogin.usualInterval
    return Code(
      deviceCode: deviceCode, userCode: userCode, link: link,
      intervalSeconds: max(1, min(interval, DeviceLogin.usualSeconds)),
      end: client.clock.monotonicMilliseconds()
        + max(0, min(seconds, DeviceLogin.longestSeconds)) * 1_000)
  }

  /// Whether the user has confirmed by now.
  func ask(_ code: Code) async throws(LarkFailure) -> Answer {
    let request = UserTokenRequest(
      settings: client.settings, transport: client.transport, clock: client.clock)
    do throws(LarkFailure) {
      return .granted(try await request.redeem(deviceCode: code.deviceCode))
    } catch {
      switch error.apiError?.name {
      case "authorization_pending": return .pending
      case "slow_down": return .tooFast
      case "access_denied": return .denied
      case "expired_token": return .expired
      default: throw error
      }
    }
  }
}
