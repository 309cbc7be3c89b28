/// Why a bearer token is not taken (RFC 6750 section 3.1). Never holds anything of the token but
/// names of claims.
package enum TokenRefusal: Error, Sendable, Equatable {
  /// Expired, forged, for somebody else: 401 invalid_token. One sentence for people.
  case invalid(String)
  /// Genuine, but without a scope that is needed: 403 insufficient_scope.
  case insufficientScope([String])
  /// The issuer's keys are not known and cannot be fetched now: 503.
  case unavailable(retryAfterSeconds: Int)
}
