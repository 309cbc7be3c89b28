internal import PluginKit

/// Why a call cannot be answered. Never holds a secret or a token.
enum LarkFailure: Error, Sendable, Equatable {
  /// Settings that are missing, by path.
  case notConfigured([String])
  /// An argument of the tool; the text says what would be right.
  case argument(String)
  /// No response at all.
  case transport(HTTPFailure)
  /// A response that is not Lark's: a proxy's page, or cut JSON.
  case unreadable(purpose: String, status: Int, logID: String?)
  /// Lark said no.
  case api(APIError)
  case cancelled

  /// The code of Lark's answer.
  var code: Int64? { apiError?.code }

  var apiError: APIError? {
    guard case .api(let error) = self else { return nil }
    return error
  }
}

/// An answer of Lark's with a code other than 0.
struct APIError: Error, Sendable, Equatable {
  /// What was asked, to follow "Lark refused to": "send the message".
  var purpose: String
  var code: Int64
  /// Lark's own words, without secrets.
  var message: String
  /// The HTTP status, which says little.
  var status: Int
  /// To quote to Lark's support.
  var logID: String?
  var missingScopes: [String] = []
  /// Where an administrator grants the scopes.
  var consoleURL: String?
  var fieldViolations: [FieldViolation] = []
  /// Seconds until the rate limit opens again, where Lark said so.
  var resetSeconds: Int64?

  struct FieldViolation: Sendable, Equatable {
    var field: String
    var description: String
  }

  var meaning: ErrorCode { ErrorCode.of(code, status: status) }
}
