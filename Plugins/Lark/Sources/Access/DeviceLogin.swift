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

  private static let path = "/oauth/v1/device_authorization"
  private static let purpose = "begin a login"
  private static let usualInterval: Int64 = 5
  private static let usualSeconds: Int64 = 240
  private static let longestSeconds: Int64 = 3_600

  func begin(
    scopes: [String], _ context: CallContext
  ) async throws(LarkFailure) -> Code {
    let settings = client.settings
    guard settings.missing.isEmpty else { throw .notConfigured(settings.missing) }
    let basic = Base64.encode(Array("\(settings.appID):\(settings.appSecret)".utf8))
    let scope = percentEncoded(scopes.joined(separator: " "))
    let body = "client_id=\(percentEncoded(settings.appID))&scope=\(scope)"
    let response = try await client.transport.respond(
      to: HTTPRequest(
        method: "POST", url: settings.accountsURL + DeviceLogin.path,
        fields: [
          HTTPField("Authorization", "Basic \(basic)"),
          HTTPField("Content-Type", "application/x-www-form-urlencoded"),
        ], body: Array(body.utf8),
        timeoutMilliseconds: Int(LarkClient.tokenTimeoutMilliseconds), mayRetry: true), context)
    let envelope = Envelope(
      purpose: DeviceLogin.purpose, secrets: [settings.appSecret, basic], settings: settings,
      identity: .user)
    guard let code = code(try envelope.grantAnswer(of: response)) else {
      throw .unreadable(purpose: DeviceLogin.purpose, status: response.status, logID: nil)
    }
    return code
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
