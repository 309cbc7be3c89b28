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
        meaning.advice, scopeText, fieldText, "Identity: bot.",
        isFixable ? nil : "Repeating the call will not help.",
        logID.map { "Log id \($0)." },
      ]),
      isRetryable: meaning.isRetryable,
      retryAfterMilliseconds: meaning.isRetryable ? resetMilliseconds : nil)
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

private let unreadableHint =
  "Check plugin.lark.settings.baseURL and what stands between this server and Lark."
