/// What Content-Type and Accept of a POST must say (Streamable HTTP; RFC 9110 sections 8.3 and
/// 12.5.1).
enum MediaTypeRules {
  /// What nearly every client sends.
  private static let usualAccept: StaticString = "application/json, text/event-stream"
  private static let json: StaticString = "application/json"

  /// Passes a POST whose body is JSON and whose client takes both kinds of answer; wildcards
  /// count, no Accept at all means everything, and `application/*` stands for both.
  static func check(_ fields: borrowing HTTPMessageFields) throws(ProtocolError) {
    guard acceptsBoth(fields.accept) else {
      throw fault(406, "Accept must list both application/json and text/event-stream")
    }
    guard let type = fields.contentType, isJSON(type) else {
      throw fault(415, "Content-Type must be application/json")
    }
  }

  private static func fault(_ status: Int, _ message: String) -> ProtocolError {
    var error = ProtocolError(.invalidRequest, message)
    error.status = status
    return error
  }

  private static func isJSON(_ value: ArraySlice<UInt8>) -> Bool {
    value.equals(json) || essence(value).equalsIgnoringCase(json)
  }

  /// The media type without its parameters.
  private static func essence(_ value: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    value.prefix { $0 != UInt8(ascii: ";") }.trimmingWhitespace
  }

  private static func acceptsBoth(_ accept: ArraySlice<UInt8>?) -> Bool {
    guard let accept, !accept.equals(usualAccept) else { return true }
    var acceptsJSON = false
    var acceptsEvents = false
    for range in accept.split(separator: UInt8(ascii: ",")) where !isRefused(range) {
      let type = essence(range)
      let isAny = type.equals("*/*") || type.equalsIgnoringCase("application/*")
      acceptsJSON = acceptsJSON || isAny || type.equalsIgnoringCase(json)
      acceptsEvents =
        acceptsEvents || isAny || type.equalsIgnoringCase("text/*")
        || type.equalsIgnoringCase("text/event-stream")
    }
    return acceptsJSON && acceptsEvents
  }

  /// Whether the range has the weight 0: "not acceptable".
  private static func isRefused(_ range: ArraySlice<UInt8>) -> Bool {
    range.split(separator: UInt8(ascii: ";")).dropFirst().contains { parameter in
      let parameter = parameter.trimmingWhitespace
      guard parameter.prefix(2).equalsIgnoringCase("q=") else { return false }
      return parameter.dropFirst(2).allSatisfy { "0.".utf8.contains($0) }
    }
  }
}
