public import JSON

/// One thing to ask the client for, see `InputRequiring`.
public struct InputRequest: Sendable, Equatable {
  /// The capability that a client declares for the request: `elicitation`, `sampling`, `roots`.
  public let capability: String
  /// The MCP request: `method` and `params`.
  public let json: JSONValue

  private init(_ capability: String, _ method: String, _ params: JSONObject) {
    self.capability = capability
    json = ["method": .string(method), "params": .object(params)]
  }

  /// Asks the user to fill in a form. `schema`: an object whose properties are strings, numbers,
  /// booleans or choices, as MCP allows in a form. Read the answer with `Call.elicitation`.
  public static func elicitation(_ message: String, schema: Schema) -> InputRequest {
    InputRequest(
      "elicitation", "elicitation/create",
      ["message": .string(message), "requestedSchema": schema.json])
  }

  /// Asks the client's model to go on with a conversation. `parameters`: further params of MCP
  /// `sampling/createMessage`, such as `systemPrompt`. Read the answer with `Call.sampling`.
  public static func sampling(
    _ messages: [SamplingMessage], maxTokens: Int, parameters: JSONObject = [:]
  ) -> InputRequest {
    var params: JSONObject = [
      "messages": .array(messages.map(\.json)),
      "maxTokens": .number(JSONNumber(Int64(maxTokens))),
    ]
    for (key, value) in parameters.members { params[key] = value }
    return InputRequest("sampling", "sampling/createMessage", params)
  }

  /// Asks which folders the client works on. Read the answer with `Call.roots`.
  public static let roots = InputRequest("roots", "roots/list", [:])

  /// The client capabilities that the request needs, as `MissingCapability` takes them.
  public var capabilities: JSONObject { [capability: [:]] }
}

/// One message of the conversation that a model is to go on with.
public struct SamplingMessage: Sendable, Equatable {
  /// Who speaks.
  public var role: Role
  /// An MCP content block, or an array of them.
  public var content: JSONValue

  /// A message of any content.
  public init(_ role: Role, content: JSONValue) {
    self.role = role
    self.content = content
  }

  /// What a user says.
  public static func user(_ text: String) -> SamplingMessage {
    SamplingMessage(.user, content: ["type": "text", "text": .string(text)])
  }

  /// What the model says.
  public static func assistant(_ text: String) -> SamplingMessage {
    SamplingMessage(.assistant, content: ["type": "text", "text": .string(text)])
  }

  var json: JSONValue { ["role": .string(role.rawValue), "content": content] }
}
