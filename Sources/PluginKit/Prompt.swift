public import JSON

/// A prompt: a conversation's beginning that a user picks from a list.
///
/// ```swift
/// Prompt(
///   "review", "Reviews code.", arguments: [.init("language", "Of the code", isRequired: true)]
/// ) { (arguments: [String: String], _) in
///   PromptResult([.user("Review this \(arguments["language", default: ""]) code.")])
/// }
/// ```
public struct Prompt: Sendable {
  /// The name without the plugin's prefix.
  public let name: String
  /// What the prompt is for.
  public let description: String
  /// A name for people.
  public let title: String?
  /// What the user fills in.
  public let arguments: [PromptArgument]
  /// Members added to the listed object: `icons`, `_meta`.
  public let members: JSONObject

  let handler: CallHandler

  /// A prompt with arguments, which are decoded before the handler runs: to `[String: String]`, or
  /// to a type with a string for each. Where one is missing or does not fit, the client gets an
  /// error that names it.
  public init<Arguments: Decodable & SendableMetatype>(
    _ name: String, _ description: String, title: String? = nil, arguments: [PromptArgument],
    members: JSONObject = [:],
    handler: @escaping @Sendable (Arguments, Call) async throws -> PromptResult
  ) {
    self.name = name
    self.description = description
    self.title = title
    self.arguments = arguments
    self.members = members
    self.handler = .task { call in
      let given: Arguments = try PromptArgument.decode(call.arguments, arguments)
      return Outcome(try await handler(given, call))
    }
  }

  /// A prompt without arguments.
  public init(
    _ name: String, _ description: String, title: String? = nil, members: JSONObject = [:],
    handler: @escaping @Sendable (Call) async throws -> PromptResult
  ) {
    self.init(name, description, title: title, arguments: [], members: members) {
      (_: JSONValue, call: Call) in try await handler(call)
    }
  }

  /// The MCP Prompt object.
  var json: JSONObject {
    var json: JSONObject = ["name": .string(name)]
    json["title"] = title.map(JSONValue.string)
    json["description"] = .string(description)
    if !arguments.isEmpty { json["arguments"] = .array(arguments.map { .object($0.json) }) }
    return json.adding(members)
  }
}
