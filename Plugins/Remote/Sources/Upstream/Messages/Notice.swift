internal import JSON
internal import PluginKit

/// What a notification of a server means.
enum Notice: Sendable, Equatable {
  case progress(token: JSONValue?, Double, of: Double?, String?)
  case log(LogLevel, String)
  case event(UpstreamEvent)
  /// The subscription stands.
  case acknowledged

  /// The longest log message that is passed on.
  private static let logLength = 4000

  /// Nil for what is unknown or malformed.
  init?(_ method: String, _ params: JSONObject) {
    switch method {
    case "notifications/progress":
      guard let done = params["progress"]?.double else { return nil }
      self = .progress(
        token: params["progressToken"], done, of: params["total"]?.double,
        params["message"]?.string.map { SingleLine.of($0, Self.logLength) })
    case "notifications/message":
      self = .log(Self.level(params["level"]?.string), Self.text(params))
    case "notifications/tools/list_changed": self = .event(.toolsChanged)
    case "notifications/prompts/list_changed": self = .event(.promptsChanged)
    case "notifications/resources/list_changed": self = .event(.resourcesChanged)
    case "notifications/resources/updated":
      guard let uri = params["uri"]?.string else { return nil }
      self = .event(.resourceUpdated(uri))
    case "notifications/subscriptions/acknowledged": self = .acknowledged
    default: return nil
    }
  }

  private static func level(_ name: String?) -> LogLevel {
    LogLevel.allCases.first { "\($0)" == name } ?? .info
  }

  private static func text(_ params: JSONObject) -> String {
    let data = params["data"] ?? .null
    let text = data.string ?? data.description
    let logger = params["logger"]?.string.map { "\($0): " } ?? ""
    return SingleLine.of(logger + text, logLength)
  }
}

extension Notice {
  /// Tells the client what a server told of its request. What concerns no single request goes to
  /// `mailbox`.
  func pass(to request: RequestVoice?, _ mailbox: EventMailbox) {
    switch self {
    case .progress(_, let done, let total, let message):
      request?.progress(done, of: total, message)
    case .log(let level, let text):
      if let request { request.log(level, text) } else { mailbox.put(.log(level, text)) }
    case .event(let event): mailbox.put(event)
    case .acknowledged: break
    }
  }
}
