internal import JSON
internal import PluginKit

/// Reads Lark's answers: `{code, msg, data}`, with the payload beside `code` on a few endpoints.
/// The HTTP status says little (200, 400, 403, 404, 429 and 500 all carry a code), so the body
/// decides.
struct Envelope {
  /// What was asked, for errors: "send the message".
  let purpose: String
  /// Text that must not appear in an error.
  let secrets: [String]
  /// For a link to the console where Lark gives none.
  let settings: Settings
  /// As whom it was asked.
  var identity = Identity.bot

  /// The member `data`, or the whole body where there is none.
  func payload(of response: HTTPResponse) throws(LarkFailure) -> JSONValue {
    let logID = response.field("x-tt-logid")
    guard let body = try? JSONValue(parsing: response.body, limits: Envelope.limits),
      let code = body["code"]?.integer
    else {
      throw .unreadable(purpose: purpose, status: response.status, logID: logID)
    }
    guard code != 0 else {
      if let data = body["data"], data.object != nil { return data }
      return body
    }
    throw .api(error(code, body, response, logID))
  }

  private func error(
    _ code: Int64, _ body: JSONValue, _ response: HTTPResponse, _ logID: String?
  ) -> APIError {
    let details = body["error"]
    let message = redacted(body["msg"]?.string ?? details?["message"]?.string ?? "")
    var error = APIError(
      purpose: purpose, code: code,
      message: singleLine(message, limit: Envelope.maximumMessageCharacters),
      status: response.status, logID: logID ?? details?["log_id"]?.string)
    error.identity = identity
    error.fieldViolations = fieldViolations(details)
    error.resetSeconds = resetSeconds(response)
    if error.meaning.kind == .scope {
      error.missingScopes = Envelope.scopes(details, message)
      error.consoleURL = consoleURL(details, message, error.missingScopes)
    }
    return error
  }

  private func fieldViolations(_ details: JSONValue?) -> [APIError.FieldViolation] {
    (details?["field_violations"]?.array ?? []).prefix(Envelope.maximumViolations).compactMap {
      item in
      guard let field = item["field"]?.string else { return nil }
      let text = singleLine(redacted(item["description"]?.string ?? ""), limit: 200)
      return APIError.FieldViolation(field: singleLine(field, limit: 80), description: text)
    }
  }

  private func resetSeconds(_ response: HTTPResponse) -> Int64? {
    let value = response.field("x-ogw-ratelimit-reset") ?? response.field("retry-after")
    return value.flatMap { Int64($0) }.map { max(0, $0) }
  }

  /// The scopes that would do: named one by one, or listed in brackets in the message.
  private static func scopes(_ details: JSONValue?, _ message: String) -> [String] {
    let named = (details?["permission_violations"]?.array ?? []).compactMap {
      $0["subject"]?.string
    }
    if !named.isEmpty { return Array(named.prefix(maximumViolations)) }
    guard let open = message.firstIndex(of: "["),
      let close = message[open...].firstIndex(of: "]")
    else { return [] }
    let list = message[message.index(after: open)..<close].split(separator: ",")
    return list.prefix(maximumViolations).map { singleLine(String($0), limit: 80) }
  }

  /// Lark's own link, or one made in the same form.
  private func consoleURL(
    _ details: JSONValue?, _ message: String, _ scopes: [String]
  ) -> String? {
    let helps = (details?["helps"]?.array ?? []).compactMap { $0["url"]?.string }
    if let link = helps.first(where: { $0.hasPrefix("https://") && $0.utf8.contains(0x3F) }) {
      return link
    }
    if let link = Envelope.link(in: message) { return link }
    return ConsoleLink.grant(scopes, to: identity, settings)
  }

  private static func link(in message: String) -> String? {
    message.split(whereSeparator: { $0.isWhitespace || "：，。,<>\"".contains($0) })
      .lazy.compactMap { word in
        firstRange(of: "https://", in: word).map { String(word[$0.lowerBound...]) }
      }
      .first { firstRange(of: "/app/", in: $0[...]) != nil }
  }

  func redacted(_ text: String) -> String {
    secrets.reduce(text) { text, secret in replacing(secret, in: text, with: "***") }
  }

  /// What comes from Lark is read leniently.
  private static let limits: JSONLimits = {
    var limits = JSONLimits.default
    limits.refusesDuplicateKeys = false
    return limits
  }()

  static let maximumMessageCharacters = 400
  static let maximumViolations = 10
}
