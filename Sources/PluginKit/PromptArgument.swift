internal import JSON

/// One thing that a user fills in, always a text.
public struct PromptArgument: Sendable {
  /// The name by which the handler finds it.
  public let name: String
  /// What to fill in.
  public let description: String
  /// A name for people.
  public let title: String?
  /// Whether the prompt cannot do without it.
  public let isRequired: Bool
  /// What fits what the user has typed so far.
  public let complete: Completer?

  /// An argument.
  public init(
    _ name: String, _ description: String, title: String? = nil, isRequired: Bool = false,
    complete: Completer? = nil
  ) {
    self.name = name
    self.description = description
    self.title = title
    self.isRequired = isRequired
    self.complete = complete
  }

  var json: JSONObject {
    var json: JSONObject = ["name": .string(name)]
    json["title"] = title.map(JSONValue.string)
    json["description"] = .string(description)
    if isRequired { json["required"] = true }
    return json
  }

  /// From the text of a request's arguments to a value. Throws `NotFound`, which names what is
  /// missing or does not fit.
  static func decode<Arguments: Decodable>(
    _ bytes: [UInt8], _ expected: [PromptArgument]
  ) throws(NotFound) -> Arguments {
    guard let json = try? JSONValue(parsing: bytes) else {
      throw NotFound("The arguments are not JSON.")
    }
    for argument in expected where argument.isRequired && json[argument.name] == nil {
      throw NotFound("The argument \(argument.name) is required but missing.")
    }
    do {
      return try JSONDecoding.decode(Arguments.self, from: json)
    } catch {
      throw NotFound("The arguments do not fit: \(error).")
    }
  }
}
