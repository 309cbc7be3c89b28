internal import JSON
internal import PluginKit

/// A request for an access token by client credentials (RFC 6749 section 4.4), and its answer.
struct TokenRequest: Sendable {
  static let timeoutMilliseconds = 10_000
  static let responseLimitBytes = 256 << 10

  let settings: ClientCredentialSettings

  /// The request as it is sent. Never followed elsewhere: it bears the secret.
  var http: HTTPRequest {
    var parameters: [(String, String)] = [("grant_type", "client_credentials")]
    if !settings.scopes.isEmpty {
      parameters.append(("scope", settings.scopes.joined(separator: " ")))
    }
    if let audience = settings.audience { parameters.append(("audience", audience)) }
    if let resource = settings.resource { parameters.append(("resource", resource)) }
    var fields = [
      HTTPField("Content-Type", "application/x-www-form-urlencoded"),
      HTTPField("Accept", "application/json"),
    ]
    switch settings.authentication {
    case .basic: fields.append(HTTPField("Authorization", "Basic \(basic)"))
    case .body:
      parameters.append(("client_id", settings.clientID))
      parameters.append(("client_secret", settings.clientSecret))
    }
    let form = parameters.map { "\($0)=\(Self.encoded($1))" }.joined(separator: "&")
    return HTTPRequest(
      method: "POST", url: settings.tokenURL, fields: fields, body: Array(form.utf8),
      timeoutMilliseconds: Self.timeoutMilliseconds,
      responseLimitBytes: Self.responseLimitBytes, mayRetry: true)
  }

  /// Both halves encoded first, as RFC 6749 section 2.3.1 asks.
  private var basic: String {
    let pair = "\(Self.encoded(settings.clientID)):\(Self.encoded(settings.clientSecret))"
    return Base64.encode(Array(pair.utf8))
  }

  /// The token of an answer, and how long it holds; nil where it does not tell.
  static func token(
    of response: HTTPResponse
  ) throws(UpstreamFailure) -> (text: String, lifeMilliseconds: UInt64?) {
    let json = try? JSONValue(parsing: response.body)
    guard response.status == 200 else { throw refusal(response, json) }
    guard let text = json?["access_token"]?.string, !text.isEmpty,
      text.utf8.allSatisfy({ 0x21...0x7E ~= $0 })
    else { throw broken("answered without an access token") }
    guard json?["token_type"]?.string?.lowercased() ?? "bearer" == "bearer" else {
      throw broken("gave a token of another type than Bearer")
    }
    let seconds = json?["expires_in"]?.double.flatMap { 0...maximumSeconds ~= $0 ? $0 : nil }
    return (text, seconds.map { UInt64($0 * 1_000) })
  }

  private static let maximumSeconds = 31_536_000.0

  private static func refusal(_ response: HTTPResponse, _ json: JSONValue?) -> UpstreamFailure {
    // The error code is one of a few words (RFC 6749 section 5.2); the description is not needed.
    let code = json?["error"]?.string.map { SingleLine.of($0, 60) }
    let why = code.map { ": \($0)" } ?? ""
    let seconds = response.field("Retry-After").flatMap(UInt64.init)
    return .credentials(
      "The token endpoint answered with HTTP \(response.status)\(why).",
      mayPass: response.status >= 500 || response.status == 429,
      retryAfterMilliseconds: seconds.map { min($0, longestPauseSeconds) * 1_000 })
  }

  /// The longest that a token endpoint is left alone because it asks for that.
  private static let longestPauseSeconds: UInt64 = 300

  private static func broken(_ what: String) -> UpstreamFailure {
    .credentials("The token endpoint \(what).", mayPass: false)
  }

  /// As a form has it (application/x-www-form-urlencoded).
  static func encoded(_ text: String) -> String {
    var encoded = ""
    for byte in text.utf8 {
      switch byte {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "-"), UInt8(ascii: "."),
        UInt8(ascii: "_"), UInt8(ascii: "~"):
        encoded.unicodeScalars.append(UnicodeScalar(byte))
      case UInt8(ascii: " "): encoded += "+"
      default:
        let digits = String(byte, radix: 16, uppercase: true)
        encoded += byte < 16 ? "%0\(digits)" : "%\(digits)"
      }
    }
    return encoded
  }
}
