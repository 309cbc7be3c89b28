internal import JSON
internal import PluginKit

extension Envelope {
  /// The answer of an OAuth endpoint: members at the top on success, `error` and
  /// `error_description` otherwise (RFC 6749 section 5.2), mostly with a `code` of Lark's.
  func grantAnswer(of response: HTTPResponse) throws(LarkFailure) -> JSONValue {
    guard let body = try? JSONValue(parsing: response.body), body.object != nil else {
      throw .unreadable(
        purpose: purpose, status: response.status, logID: response.field("x-tt-logid"))
    }
    guard let name = body["error"]?.nonEmptyString else {
      guard body["code"] == nil, response.status < 300 else { return try payload(of: response) }
      return body
    }
    let words = body["error_description"]?.string ?? ""
    var error = APIError(
      purpose: purpose, code: body["code"]?.integer ?? 0,
      message: singleLine(redacted("\(name) \(words)"), limit: Envelope.maximumMessageCharacters),
      status: response.status, logID: response.field("x-tt-logid"))
    error.identity = identity
    error.name = singleLine(name, limit: 80)
    throw .api(error)
  }
}
