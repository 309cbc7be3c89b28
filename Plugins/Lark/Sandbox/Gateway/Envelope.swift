import JSON

/// What a handler returns, before it is put into an envelope.
enum Answer: Sendable {
  /// `{"code": 0, "msg": "success", "data": {...}}`
  case data(JSONObject)
  /// `{"code": 0, "msg": "ok", ...}`: the members stand beside the code.
  case top(JSONObject)
  /// These members and no envelope, as RFC 6749 has it.
  case plain(status: Int, JSONObject)
  /// The bytes of a file, without an envelope.
  case file(FormFile)
  /// For a browser.
  case page(status: Int, String)
  /// A browser is sent on.
  case redirect(to: String)

  static let empty = Answer.data([:])
}

/// Writes the envelopes of the Open API.
struct Envelope: Sendable {
  static let site = "https://open.feishu.cn"

  let logID: String

  func response(_ answer: Answer) -> SandboxResponse {
    switch answer {
    case .data(let data):
      return response(200, ["code": 0, "msg": "success", "data": .object(data)])
    case .top(let members):
      var body: JSONObject = ["code": 0, "msg": "ok"]
      for member in members.members { body[member.key] = member.value }
      return response(200, body)
    case .plain(let status, let members): return response(status, members)
    case .file(let file):
      return SandboxResponse(
        status: 200, contentType: file.contentType,
        fields: [logField, ("Content-Disposition", file.disposition)], body: file.bytes)
    case .page(let status, let html):
      return SandboxResponse(
        status: status, contentType: "text/html; charset=utf-8", fields: [logField],
        body: Array(html.utf8))
    case .redirect(let url):
      return SandboxResponse(
        status: 302, contentType: "text/html; charset=utf-8",
        fields: [logField, ("Location", url)], body: [])
    }
  }

  func response(_ failure: APIError) -> SandboxResponse {
    var detail = failure.detail
    detail["log_id"] = .string(logID)
    detail["troubleshooter"] = .string(
      "排查建议查看(Troubleshooting suggestions): "
        + "\(Self.site)/search?from=openapi&log_id=\(logID)&code=\(failure.code)")
    var response = response(
      failure.status,
      ["code": number(failure.code), "msg": .string(failure.message), "error": .object(detail)])
    response.fields += failure.fields
    return response
  }

  /// The token endpoints answer a failure with status 200 and an empty `data`.
  func tokenFailure(_ failure: APIError) -> SandboxResponse {
    response(200, ["code": number(failure.code), "data": [:], "msg": .string(failure.message)])
  }

  /// A path or a method that does not exist is refused in plain text, not in an envelope.
  func notFound() -> SandboxResponse {
    SandboxResponse(
      status: 404, contentType: "text/plain", fields: [logField],
      body: Array("404 page not found".utf8))
  }

  func response(_ status: Int, _ body: JSONObject) -> SandboxResponse {
    SandboxResponse(
      status: status, fields: [logField], body: JSONValue.object(body).serialized())
  }

  var logField: (name: String, value: String) { ("X-Tt-Logid", logID) }
}

/// A JSON number of a whole number.
func number(_ value: Int) -> JSONValue { .number(JSONNumber(Int64(value))) }
