internal import PluginKit

extension LarkFailure: ToolErrorConvertible {
  var toolError: ToolError { toolError(note: nil) }

  /// The failure in words for an agent: what happened, what to do, and whether trying again helps.
  /// `note` comes first in the detail.
  func toolError(note: String?) -> ToolError {
    var error = bareToolError
    error.detail = joined([note, error.detail])
    return error
  }

  private var bareToolError: ToolError {
    switch self {
    case .notConfigured(let settings):
      let verb = settings.count == 1 ? "is" : "are"
      return ToolError(
        "Lark is not configured: \(settings.joined(separator: " and ")) \(verb) missing.",
        detail: configurationHint)
    case .argument(let text):
      return ToolError(text)
    case .transport(let failure):
      return failure.toolError
    case .unreadable(let purpose, let status, let logID):
      return ToolError(
        "Lark's answer could not be read (HTTP \(status)) when asked to \(purpose).",
        detail: joined([unreadableHint, logID.map { "Log id \($0)." }]),
        isRetryable: status == 429 || status >= 500)
    case .busy(let what, let milliseconds):
      return ToolError(
        "Too many requests at once: the turn for \(what) comes after the end of this call.",
        detail: "Nothing was sent. Ask for less at a time.",
        retryAfterMilliseconds: Int(clamping: milliseconds))
    case .needsUser(let purpose):
      return ToolError(
        "Lark lets only a user \(purpose), and this call came without a user's token.",
        detail: userHint)
    case .unclear(let failure):
      var error = failure.bareToolError
      error.detail = joined([unclearHint, error.detail])
      error.isRetryable = false
      error.retryAfterMilliseconds = nil
      return error
    case .api(let error):
      return error.toolError
    case .cancelled:
      return ToolError("The call was cancelled.")
    }
  }
}

extension APIError {
  fileprivate var toolError: ToolError {
    let meaning = meaning
    let words = message.isEmpty ? "" : ": \(message)"
    let isFixable = meaning.isRetryable || meaning.kind == .arguments
    return ToolError(
      "Lark refused to \(purpose) (code \(code)\(words)).",
      detail: joined([
        advice, scopeText, fieldText, "Identity: \(identity.rawValue).",
        isFixable ? nil : "Repeating the call will not help.",
        logID.map { "Log id \($0)." },
      ]),
      isRetryable: meaning.isRetryable,
      retryAfterMilliseconds: meaning.isRetryable ? resetMilliseconds : nil)
  }

  /// The table speaks of the bot.
  private var advice: String {
    switch (identity, meaning.kind) {
    case (.user, .token), (.user, .identity):
      "The user's access token is not valid any more, or this API does not take one. \(userHint)"
    case (.user, .scope):
      "The user has not granted the app one of the permissions (scopes). \(userHint)"
    case (.user, .access):
      "The user's scopes are right, but the user has no access there: its owner shares it with the "
        + "user first."
    default: meaning.advice
    }
  }

  private var resetMilliseconds: Int? {
    resetSeconds.map { Int(min($0, APIError.maximumResetSeconds)) * 1000 }
  }

  private static let maximumResetSeconds: Int64 = 3_600

  private var scopeText: String? {
    joined([
      missingScopes.isEmpty ? nil : "One of: \(missingScopes.joined(separator: ", ")).",
      consoleURL.map { "Grant it at \($0) and publish a version of the app." },
    ])
  }

  private var fieldText: String? {
    guard !fieldViolations.isEmpty else { return nil }
    let list = fieldViolations.map { violation in
      violation.description.isEmpty
        ? violation.field : "\(violation.field) (\(violation.description))"
    }
    return "Fields: \(list.joined(separator: "; "))."
  }
}

private func joined(_ parts: [String?]) -> String? {
  let parts = parts.compactMap { $0 }.filter { !$0.isEmpty }
  return parts.isEmpty ? nil : parts.joined(separator: " ")
}

private let configurationHint =
  "The operator sets them in Toolrack's configuration file, for example \"plugin\": {\"lark\": "
  + "{\"settings\": {\"appId\": \"${env:LARK_APP_ID}\", \"appSecret\": "
  + "\"${env:LARK_APP_SECRET}\"}}}. Both stand on the app's page in Lark's developer console."

private let userHint =
  "Run lark_login, or send a user access token with the request (setting userTokenClaim)."

private let unclearHint =
  "It is not known whether Lark has done it all the same: look before you repeat it."

private let unreadableHint =
  "Check plugin.lark.settings.baseURL and what stands between this server and Lark."
