public import JSON

/// What the client answered to the requests of an `InputRequired`, by the same keys. An answer that
/// cannot be used is nil, as one that is missing: the plugin asks again.
extension Call {
  /// The answer as the client wrote it; nil unless it is an object.
  public func answer(_ key: String) -> JSONValue? {
    guard let answer = inputResponses?[key], answer.object != nil else { return nil }
    return answer
  }

  /// The answer to `InputRequest.elicitation`. A form whose content does not decode to the type
  /// cannot be used; `JSONObject.self` takes any. Content that is absent is an empty object.
  public func elicitation<Content: Decodable>(
    _ key: String, as type: Content.Type
  ) -> ElicitationAnswer<Content>? {
    guard let answer = answer(key) else { return nil }
    switch answer["action"]?.string {
    case "accept":
      let content = answer["content"] ?? [:]
      guard content.object != nil else { return nil }
      return (try? JSONDecoding.decode(type, from: content)).map { .accepted($0) }
    case "decline": return .declined
    case "cancel": return .cancelled
    default: return nil
    }
  }

  /// The answer to `InputRequest.sampling`.
  public func sampling(_ key: String) -> SamplingAnswer? {
    answer(key).flatMap(SamplingAnswer.init)
  }

  /// The answer to `InputRequest.roots`.
  public func roots(_ key: String) -> [Root]? {
    answer(key)?["roots"].flatMap { try? JSONDecoding.decode([Root].self, from: $0) }
  }

  /// Whether the client declared what the request needs. Of a client of an earlier revision the
  /// host may not know: then it has declared nothing here, and may be asked all the same.
  public func declares(_ request: InputRequest) -> Bool {
    guard let declared = clientCapabilities?[request.capability]?.object else { return false }
    // An elicitation capability that names modes means those alone (MCP 2025-11-25).
    return request.capability != "elicitation" || declared.isEmpty || declared["form"] != nil
  }
}
