internal import JSON
internal import PluginKit

/// Asks for a tenant access token with the app's id and secret.
struct TokenRequest: Sendable {
  let settings: Settings
  let transport: any LarkTransport
  let clock: any LarkClock

  private static let path = "/open-apis/auth/v3/tenant_access_token/internal"
  private static let purpose = "log the app in"

  /// Retries rate limits and short troubles within `LarkClient.tokenTimeoutMilliseconds`.
  func fetch() async -> TenantTokens.Fetched {
    let end = clock.monotonicMilliseconds() + LarkClient.tokenTimeoutMilliseconds
    let clock = clock
    let context = CallContext(id: "token") { end - clock.monotonicMilliseconds() }
    var attempts = Attempts()
    while true {
      do throws(LarkFailure) {
        return .success(try await exchange(context))
      } catch {
        let next = attempts.next(
          after: error, remainingMilliseconds: context.remainingMilliseconds(),
          jitter: clock.jitter())
        guard case .after(let milliseconds) = next else { return .failure(error) }
        do { try await clock.sleep(milliseconds: milliseconds) } catch {
          return .failure(.cancelled)
        }
      }
    }
  }

  private func exchange(
    _ context: CallContext
  ) async throws(LarkFailure) -> (token: String, expiresInSeconds: Int64) {
    let body: JSONValue = [
      "app_id": .string(settings.appID), "app_secret": .string(settings.appSecret),
    ]
    let response = try await transport.respond(
      to: HTTPRequest(
        method: "POST", url: settings.baseURL + TokenRequest.path,
        fields: [LarkClient.jsonContentType], body: body.serialized(),
        timeoutMilliseconds: Int(LarkClient.tokenTimeoutMilliseconds), mayRetry: true), context)
    let envelope = Envelope(
      purpose: TokenRequest.purpose, secrets: [settings.appSecret], settings: settings)
    let payload = try envelope.payload(of: response)
    guard let token = payload["tenant_access_token"]?.string, !token.isEmpty,
      let seconds = payload["expire"]?.integer
    else {
      throw .unreadable(purpose: TokenRequest.purpose, status: response.status, logID: nil)
    }
    return (token, seconds)
  }
}
