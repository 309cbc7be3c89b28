/// What a GET for an event stream says it takes (RFC 9110 section 12.5.1).
enum AcceptField {
  /// Whether `text/event-stream` is among it; no field at all takes everything.
  static func takesEvents(_ value: String?) -> Bool {
    guard let value else { return true }
    return value.split(separator: ",").contains { range in
      let type = range.prefix { $0 != ";" }.lowercased().filter { !$0.isWhitespace }
      return type == "text/event-stream" || type == "text/*" || type == "*/*"
    }
  }
}
