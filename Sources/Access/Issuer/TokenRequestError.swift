/// Why a token is not given out (RFC 6749 section 5.2).
struct TokenRequestError: Error, Sendable, Equatable {
  /// The `error` of the answer.
  let code: String
  /// The `error_description`: ASCII without quotes and backslashes, and nothing of what was sent
  /// but scopes.
  let text: String
  var status = 400
  var retryAfterSeconds: Int?

  static func invalidRequest(_ text: String) -> TokenRequestError {
    TokenRequestError(code: "invalid_request", text: text)
  }

  static func unsupportedGrantType(_ text: String) -> TokenRequestError {
    TokenRequestError(code: "unsupported_grant_type", text: text)
  }

  static func invalidScope(_ text: String) -> TokenRequestError {
    TokenRequestError(code: "invalid_scope", text: text)
  }

  /// RFC 8707 section 2.
  static func invalidTarget(_ text: String) -> TokenRequestError {
    TokenRequestError(code: "invalid_target", text: text)
  }

  /// 401, or 429 where there were too many of them.
  static func invalidClient(
    _ text: String, retryAfterSeconds: Int? = nil
  ) -> TokenRequestError {
    TokenRequestError(
      code: "invalid_client", text: text, status: retryAfterSeconds == nil ? 401 : 429,
      retryAfterSeconds: retryAfterSeconds)
  }

  static let tooLarge = TokenRequestError(
    code: "invalid_request", text: "the request is longer than \(TokenForm.maximumBytes) bytes",
    status: 413)

  static let broken = TokenRequestError(
    code: "server_error", text: "no token can be made now", status: 500)
}
