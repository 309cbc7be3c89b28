import JSON
import Testing

@testable import LarkSandbox

@Suite struct ConsentTests {
  let client = Client()

  private func send(
    _ method: String, _ target: String, _ form: String = "", host: String? = "127.0.0.1:9399"
  ) -> SandboxResponse {
    client.sandbox.handle(
      SandboxRequest(
        method, target, host: host, contentType: "application/x-www-form-urlencoded",
        body: Array(form.utf8)))
  }

  private func device(host: String?) -> JSONValue {
    let form = "client_id=\(SandboxSettings.defaultAppID)&scope=im%3Amessage"
    return Client.Reply(send("POST", "/oauth/v1/device_authorization", form, host: host)).json
  }

  @Test func theLinkLeadsToWhoHasGivenTheCode() {
    let started = device(host: "sandbox.test:7")
    #expect(started["verification_uri"] == "http://sandbox.test:7/oauth/v1/device/verify")
    let code = started["user_code"]?.string ?? ""
    #expect(started["verification_uri_complete"]?.string?.hasSuffix("?user_code=\(code)") == true)
    #expect(
      device(host: nil)["verification_uri"]
        == "https://accounts.feishu.cn/oauth/v1/device/verify")
  }

  @Test func aCodeThatIsTooOldIsRefused() {
    let code = device(host: "h")["user_code"]?.string ?? ""
    let form = "user_code=\(code)&decision=agree"
    #expect(send("POST", "/oauth/v1/device/verify", form).status == 200)
    _ = client.control(["advance_seconds": 241])
    #expect(send("POST", "/oauth/v1/device/verify", form).status == 400)
  }

  @Test func whatIsShownIsNoMarkup() {
    let page = send("GET", "/oauth/v1/device/verify?user_code=%22%3E%3Cscript%3E%26%27")
    let html = String(decoding: page.body, as: UTF8.self)
    #expect(page.contentType == "text/html; charset=utf-8")
    #expect(html.contains("value=\"&quot;&gt;&lt;script&gt;&amp;&#39;\""))
    #expect(!html.contains("<script>"))
  }

  /// FIPS 180-4 and RFC 7636 appendix B.
  @Test(arguments: [
    ("", "47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU"),
    ("abc", "ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa0"),
    ("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk", "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"),
    (
      String(repeating: "a", count: 119), "MeulHDE6XAgiat8Y1KNZz9_Y0ugWsT9K-VL36mWE3Ps"
    ),
  ])
  func hashes(_ text: String, _ hash: String) {
    #expect(SHA256.base64URL(of: Array(text.utf8)) == hash)
  }
}
