import JSON
import Testing

@testable import LarkSandbox

@Suite struct LoginTests {
  let client = Client()

  private func token(_ members: JSONObject) -> Client.Reply {
    var body = members
    body["client_id"] = .string(SandboxSettings.defaultAppID)
    body["client_secret"] = .string(SandboxSettings.defaultAppSecret)
    return client.post("authen/v2/oauth/token", .object(body), as: .none)
  }

  private func poll(_ device: JSONValue) -> Client.Reply {
    token(["grant_type": "urn:ietf:params:oauth:grant-type:device_code", "device_code": device])
  }

  /// As a form, the app in the Authorization field.
  private func start() -> JSONValue {
    Client.Reply(
      client.sandbox.handle(
        SandboxRequest(
          "POST", "/oauth/v1/device_authorization",
          authorization: "Basic Y2xpX3NhbmRib3gwMDAwMDAwMDA6eA==",
          contentType: "application/x-www-form-urlencoded",
          body: Array("scope=offline_access+im%3Amessage".utf8)))
    ).json
  }

  @Test func aDeviceWaitsUntilSomeoneAgrees() {
    let started = start()
    let device = started["device_code"] ?? .null
    #expect(poll(device).json["error"] == "authorization_pending")
    #expect(poll(device).json["error"] == "slow_down")
    _ = client.control(["authorize": started["user_code"] ?? .null, "advance_seconds": 5])
    let granted = poll(device)
    #expect(granted.code == 0 && granted.json["scope"] == "offline_access im:message")
    #expect(poll(device).json["error"] == "invalid_grant")
    let access = granted.json["access_token"]?.string ?? ""
    #expect(client.get("authen/v1/user_info", as: .raw("Bearer \(access)")).code == 0)
    _ = client.control(["advance_seconds": 7_200])
    #expect(client.get("authen/v1/user_info", as: .raw("Bearer \(access)")).code == 99_991_677)
  }

  @Test func aRefreshTokenIsGoodOnce() {
    let started = start()
    _ = client.control(["authorize": started["user_code"] ?? .null])
    let refresh = poll(started["device_code"] ?? .null).json["refresh_token"] ?? .null
    let body: JSONObject = ["grant_type": "refresh_token", "refresh_token": refresh]
    let new = token(body)
    #expect(new.code == 0 && new.json["refresh_token"] != refresh)
    #expect(token(body).code == 20_073)
    _ = client.control(["advance_seconds": .number(JSONNumber(Int64(8 * 86_400)))])
    let late: JSONObject = [
      "grant_type": "refresh_token", "refresh_token": new.json["refresh_token"] ?? .null,
    ]
    #expect(token(late).code == 20_037)
  }

  @Test func refusalsAreThoseOfTheStandard() {
    let started = start()
    _ = client.control(["deny": started["user_code"] ?? .null])
    let denied = poll(started["device_code"] ?? .null)
    #expect(denied.status == 400 && denied.json["error"] == "access_denied")
    let other = start()
    _ = client.control(["advance_seconds": 241])
    #expect(poll(other["device_code"] ?? .null).json["error"] == "expired_token")
    #expect(token(["grant_type": "password"]).json["error"] == "unsupported_grant_type")
    #expect(token(["grant_type": "refresh_token", "refresh_token": "x"]).code == 20_026)
  }
}
