/// What a code of Lark's means for a caller.
struct ErrorCode: Sendable, Equatable {
  enum Kind: Sendable, Equatable {
    /// The token is not accepted; another one may be.
    case token
    /// The endpoint does not take a bot's token.
    case identity
    /// The app lacks a permission (scope) that an administrator grants.
    case scope
    /// The app may call the API, but not touch this document, calendar or chat.
    case access
    /// Too many calls; the same one works after a pause.
    case rateLimit
    /// Lark's own trouble; the same call may work after a pause.
    case transient
    /// The app, the tenant or the settings have to be changed first.
    case setup
    /// The arguments have to be changed.
    case arguments
    /// Not known here.
    case unknown
  }

  let code: Int64
  let kind: Kind
  /// What to do, in a sentence or two for an agent.
  let advice: String

  init(_ code: Int64, _ kind: Kind, _ advice: String) {
    (self.code, self.kind, self.advice) = (code, kind, advice)
  }

  /// True where the same call may succeed after a pause.
  var isRetryable: Bool { kind == .rateLimit || kind == .transient }

  /// The entry for a code; for an unknown one, what the HTTP status tells. `message` are Lark's
  /// words.
  static func of(_ code: Int64, status: Int, message: String = "") -> ErrorCode {
    if let second = secondMeanings.first(where: { $0.code == code }),
      firstRange(of: second.words, in: message.lowercased()[...]) != nil
    {
      return second.meaning
    }
    if let known = byCode[code] { return known }
    switch status {
    case 429: return ErrorCode(code, .rateLimit, "Wait a little, then try once more.")
    case 500...599: return ErrorCode(code, .transient, "Lark had a problem; try once more later.")
    default:
      return ErrorCode(code, .unknown, "Do not repeat the call unchanged.")
    }
  }

  /// "Invalid access token", also where an endpoint does not take that kind of token.
  static let tokenNotTaken: Int64 = 99_991_663

  /// Codes that mean two things, which only Lark's words tell apart.
  private static let secondMeanings: [(code: Int64, words: String, meaning: ErrorCode)] = [
    // The search for meetings; elsewhere Lark has a problem.
    (121_001, "invalid param", ErrorCode(121_001, .arguments, "Check the arguments."))
  ]

  private static let byCode: [Int64: ErrorCode] = Dictionary(
    table.map { ($0.code, $0) }, uniquingKeysWith: { first, _ in first })
}
