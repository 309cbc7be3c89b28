public import JSON

/// What a prompt gives.
public struct PromptResult: Sendable, Equatable, InputRequiring {
  /// The messages in order.
  public var messages: [PromptMessage]
  /// What the prompt is for, with these arguments.
  public var description: String?
  /// The result's `_meta`.
  public var meta: JSONObject = [:]
  /// Where the client has to answer something first.
  public var inputRequired: InputRequired?

  /// A result with those messages.
  public init(_ messages: [PromptMessage], description: String? = nil) {
    self.messages = messages
    self.description = description
  }

  /// The client is asked.
  public static func inputRequired(_ question: InputRequired) -> PromptResult {
    var result = PromptResult([])
    result.inputRequired = question
    return result
  }
}

/// One message of a prompt.
public struct PromptMessage: Sendable, Equatable {
  /// Who speaks.
  public var role: Role
  /// What is said.
  public var part: Part

  /// A message.
  public init(_ role: Role, _ part: Part) {
    self.role = role
    self.part = part
  }

  /// What the user says.
  public static func user(_ text: String) -> PromptMessage { PromptMessage(.user, .text(text)) }

  /// What the user says or shows.
  public static func user(_ part: Part) -> PromptMessage { PromptMessage(.user, part) }

  /// What the model says.
  public static func assistant(_ text: String) -> PromptMessage {
    PromptMessage(.assistant, .text(text))
  }
}
