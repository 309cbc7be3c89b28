public import JSON

/// Resources of one shape: `ResourceTemplate("issue://{number}/comments", ...)`.
public struct ResourceTemplate: Sendable {
  /// The URI with variables: each `{name}` stands for one or more characters other than `/`, in
  /// the URI percent-encoded. Other expressions of RFC 6570 keep the template from being listed.
  public let uriTemplate: String
  /// Its name.
  public let name: String
  /// A name for people.
  public let title: String?
  /// What such a resource holds, for the model.
  public let description: String?
  /// The media type of what is read, where all have the same.
  public let mediaType: String?
  /// What fits what the user has typed so far, by the variable's name.
  public let complete: [String: Completer]
  /// Members added to the listed object: `annotations`, `icons`, `_meta`.
  public let members: JSONObject

  /// The values of the variables of a URI, nil where it is of another form. Itself nil where the
  /// template cannot be understood.
  let match: (@Sendable (_ uri: String) -> [String: String]?)?
  let handler: @Sendable ([String: String], Call) async throws -> Outcome

  /// A template. `handler` reads one resource, given the values of the variables, percent-decoded;
  /// where there is nothing, it throws `NotFound`.
  public init(
    _ uriTemplate: String, name: String, title: String? = nil, description: String? = nil,
    mediaType: String? = nil, complete: [String: Completer] = [:], members: JSONObject = [:],
    handler:
      @escaping @Sendable (_ variables: [String: String], Call) async throws
      -> ResourceResult
  ) {
    self.uriTemplate = uriTemplate
    self.name = name
    self.title = title
    self.description = description
    self.mediaType = mediaType
    self.complete = complete
    self.members = members
    if let pattern = URITemplate(uriTemplate) {
      match = { uri in pattern.match(uri) }
    } else {
      match = nil
    }
    self.handler = { variables, call in
      Outcome(try await handler(variables, call), uri: call.name, mediaType: mediaType)
    }
  }

  /// A template with any expressions of RFC 6570, for plugins that tell by themselves which URIs
  /// are of its form. `matches` answers that; the handler finds the URI in `Call.name`.
  public init(
    _ uriTemplate: String, name: String, title: String? = nil, description: String? = nil,
    mediaType: String? = nil, complete: [String: Completer] = [:], members: JSONObject = [:],
    matches: @escaping @Sendable (_ uri: String) -> Bool,
    handler: @escaping @Sendable (Call) async throws -> ResourceResult
  ) {
    self.uriTemplate = uriTemplate
    self.name = name
    self.title = title
    self.description = description
    self.mediaType = mediaType
    self.complete = complete
    self.members = members
    match = { matches($0) ? [:] : nil }
    self.handler = { _, call in
      Outcome(try await handler(call), uri: call.name, mediaType: mediaType)
    }
  }

  /// The MCP ResourceTemplate object.
  var json: JSONObject {
    var json: JSONObject = ["uriTemplate": .string(uriTemplate), "name": .string(name)]
    json["title"] = title.map(JSONValue.string)
    json["description"] = description.map(JSONValue.string)
    json["mimeType"] = mediaType.map(JSONValue.string)
    return json.adding(members)
  }
}

extension JSONObject {
  /// The object with more members, which replace those of the same key.
  func adding(_ members: JSONObject) -> JSONObject {
    var sum = self
    for (key, value) in members.members { sum[key] = value }
    return sum
  }
}
