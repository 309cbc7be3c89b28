internal import JSON

/// One parameter of a tool's statement.
struct DeclaredParameter: Sendable {
  /// Where its value comes from.
  enum Origin: Sendable, Equatable {
    /// The client: a property of the input schema.
    case argument(JSONObject)
    /// A verified claim of the caller.
    case claim(ClaimPath)
  }

  let name: String
  let origin: Origin
  /// Whether the client has to give it.
  let isRequired: Bool
  /// Where the client does not; NULL without one.
  let fallback: JSONValue?
  let source: FileCursor

  /// The property of the input schema; nil for a claim.
  var schema: JSONObject? {
    guard case .argument(let schema) = origin else { return nil }
    return schema
  }
}
