internal import JSON

/// What Lark gives a user who has logged in: the access token, and the refresh token that brings
/// the next one. Secrets.
struct UserGrant: Sendable, Equatable {
  var accessToken: String
  /// Nil where the app may not refresh (no `offline_access`). Good for one use.
  var refreshToken: String?
  /// Seconds after 1970-01-01T00:00:00Z.
  var issued: Int64
  var expires: Int64
  var refreshExpires: Int64?
  /// Separated by spaces.
  var scope: String?

  /// The answer of the token endpoint (RFC 6749 section 5.1).
  init?(answer: JSONValue, now: Int64) {
    guard let token = answer["access_token"]?.nonEmptyString,
      let seconds = answer["expires_in"]?.integer
    else { return nil }
    accessToken = token
    refreshToken = answer["refresh_token"]?.nonEmptyString
    issued = now
    expires = now + max(0, min(seconds, UserGrant.longestSeconds))
    refreshExpires = answer["refresh_token_expires_in"]?.integer.map {
      now + max(0, min($0, UserGrant.longestSeconds))
    }
    scope = answer["scope"]?.nonEmptyString
  }

  /// The file's content. Without `issued_at`, the token counts as issued two hours before its end.
  init?(file: JSONValue) {
    guard let token = file["access_token"]?.nonEmptyString else { return nil }
    accessToken = token
    refreshToken = file["refresh_token"]?.nonEmptyString
    expires = file["expires_at"]?.integer ?? 0
    issued = file["issued_at"]?.integer ?? (expires - UserGrant.usualSeconds)
    refreshExpires = file["refresh_expires_at"]?.integer
    scope = file["scope"]?.nonEmptyString
  }

  var file: JSONValue {
    var members: JSONObject = [
      "access_token": .string(accessToken), "issued_at": .number(JSONNumber(issued)),
      "expires_at": .number(JSONNumber(expires)),
    ]
    members["refresh_token"] = refreshToken.map { .string($0) }
    members["refresh_expires_at"] = refreshExpires.map { .number(JSONNumber($0)) }
    members["scope"] = scope.map { .string($0) }
    return .object(members)
  }

  private static let usualSeconds: Int64 = 7_200
  private static let longestSeconds: Int64 = 400 * 86_400
}
