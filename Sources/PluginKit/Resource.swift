public import JSON

/// A resource: something that can be read at one URI.
public struct Resource: Sendable {
  /// Where it is.
  public let uri: String
  /// Its name.
  public let name: String
  /// A name for people.
  public let title: String?
  /// What it holds, for the model.
  public let description: String?
  /// The media type of what is read, such as `text/plain`.
  public let mediaType: String?
  /// Members added to the listed object: `size`, `annotations`, `icons`, `_meta`.
  public let members: JSONObject

  let handler: CallHandler

  /// A resource. `handler` reads it; whatever it throws is an error of the request, see `NotFound`.
  public init(
    uri: String, name: String, title: String? = nil, description: String? = nil,
    mediaType: String? = nil, members: JSONObject = [:],
    handler: @escaping @Sendable (Call) async throws -> ResourceResult
  ) {
    self.uri = uri
    self.name = name
    self.title = title
    self.description = description
    self.mediaType = mediaType
    self.members = members
    self.handler = .task { call in
      Outcome(try await handler(call), uri: call.name, mediaType: mediaType)
    }
  }

  /// The MCP Resource object.
  var json: JSONObject {
    var json: JSONObject = ["uri": .string(uri), "name": .string(name)]
    json["title"] = title.map(JSONValue.string)
    json["description"] = description.map(JSONValue.string)
    json["mimeType"] = mediaType.map(JSONValue.string)
    return json.adding(members)
  }
}
