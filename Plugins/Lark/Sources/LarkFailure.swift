internal import PluginKit

/// Why a call cannot be answered. Never holds a secret or a token.
indirect enum LarkFailure: Error, Sendable, Equatable {
  /// Settings that are missing, by path.
  case notConfigured([String])
  /// An argument of the tool; the text says what would be right.
  case argument(String)
  /// No response at all.
  case transport(HTTPFailure)
  /// A response that is not Lark's: a proxy's page, or cut JSON.
  case unreadable(purpose: String, status: Int, logID: String?)
  /// The turn of the request comes after the end of the call.
  case busy(what: String, milliseconds: Int64)
  /// The endpoint takes a user's identity, and there is no token of a user.
  case needsUser(purpose: String)
  /// A write that must not be repeated failed in a way that leaves open whether it was done.
  case unclear(LarkFailure)
  /// Lark said no.
  case api(APIError)
  case cancelled

  /// The code of Lark's answer.
  var code: Int64? { apiError?.code }

  var apiError: APIError? {
    switch self {
    case .api(let error): error
    case .unclear(let failure): failure.apiError
    default: nil
    }
  }

  /// Whether Lark may have done what it was asked for all the same.
  var mayHaveBeenDone: Bool {
    switch self {
    case .api(let error):
      error.meaning.kind == .transient || error.meaning.isRetryable && error.status >= 500
    case .unreadable(_, let status, _): status != 429
    case .transport(let failure): failure.code != .refused && failure.code != .connect
    case .unclear, .cancelled: true
    case .notConfigured, .argument, .busy, .needsUser: false
    }
  }
}

/// An answer of Lark's with a code other than 0.
struct APIError: Error, Sendable, Equatable {
  /// What was asked, to follow "Lark refused to": "send the message".
  var purpose: String
  var code: Int64
  /// As whom it was asked.
  var identity = Identity.bot
  /// OAuth's name of the error, where an OAuth endpoint answered.
  var name: String?
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

  /// Whether another token of the same identity may do.
  var saysTokenIsBad: Bool {
    meaning.kind == .token || (identity == .user && meaning.kind == .identity)
  }

  var meaning: ErrorCode { ErrorCode.of(code, status: status, message: message) }
}
