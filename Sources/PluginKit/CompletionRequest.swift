internal import JSON

/// The params of MCP `completion/complete`.
struct CompletionRequest: Decodable {
  struct Reference: Decodable {
    let type: String
    let name: String?
    let uri: String?
  }

  struct Argument: Decodable {
    let name: String
    let value: String
  }

  struct Context: Decodable {
    let arguments: [String: String]?
  }

  /// The most values that MCP allows in one answer.
  static let maximumValues = 100

  let ref: Reference
  let argument: Argument
  let context: Context?

  /// From the text of a request. Throws `NotFound`, which names what does not fit.
  static func decode(_ bytes: [UInt8]) throws(NotFound) -> CompletionRequest {
    do {
      return try JSONDecoding.decode(Self.self, from: JSONValue(parsing: bytes))
    } catch {
      throw NotFound("The completion request does not fit: \(error).")
    }
  }

  /// The `completion` object of what the completer gives; an empty one where there is none.
  func outcome(_ completer: Completer?, _ call: Call) async throws -> Outcome {
    let context = CompletionContext(arguments: context?.arguments ?? [:], call: call)
    let values = try await completer?(argument.value, context) ?? []
    var outcome = Outcome()
    outcome.structured = [
      "values": .array(values.prefix(Self.maximumValues).map(JSONValue.string)),
      "total": .number(JSONNumber(Int64(values.count))),
      "hasMore": .bool(values.count > Self.maximumValues),
    ]
    return outcome
  }
}
