import JSON

/// The headers of a modern request, which repeat what its body says (2026-07-28, Streamable HTTP).
enum HeaderRules {
  static let protocolVersion: StaticString = "MCP-Protocol-Version"
  static let method: StaticString = "Mcp-Method"
  static let name: StaticString = "Mcp-Name"

  /// Refuses a header that occurs twice. Comes before any look at the body's metadata.
  static func checkDuplicates(_ fields: borrowing HTTPMessageFields) throws(ProtocolError) {
    try checkOnce(fields.protocolVersion, protocolVersion)
    try checkOnce(fields.method, method)
    try checkOnce(fields.name, name)
  }

  private static func checkOnce(
    _ value: HeaderValue, _ header: StaticString
  ) throws(ProtocolError) {
    guard case .repeated = value else { return }
    throw fault("\(header) occurs more than once; send it once")
  }

  /// Compares every header of the request with its body.
  ///
  /// A body without the string that a header repeats is left to the method, which refuses it.
  static func checkMatches(
    _ fields: borrowing HTTPMessageFields, _ envelope: Envelope, _ served: Method?,
    version: JSONDocument.Node, in document: borrowing JSONDocument
  ) throws(ProtocolError) {
    try match(
      fields.protocolVersion, protocolVersion, version, "the version in params._meta", document)
    try match(fields.method, method, envelope.method, "the body's method", document)
    guard let parameter = served?.namedParameter,
      let params = envelope.params, let named = document.member(params, parameter),
      document.kind(named) == .string
    else { return }
    try match(fields.name, name, named, "params.\(parameter)", document, decodes: true)
  }

  private static func match(
    _ value: HeaderValue, _ header: StaticString, _ node: JSONDocument.Node,
    _ place: @autoclosure () -> String, _ document: borrowing JSONDocument, decodes: Bool = false
  ) throws(ProtocolError) {
    if repeats(value, node, document) { return }
    try compare(value, header, node, place(), document, decodes: decodes)
  }

  /// Whether the header has the very bytes of the string, and they mean the same there.
  private static func repeats(
    _ value: HeaderValue, _ node: JSONDocument.Node, _ document: borrowing JSONDocument
  ) -> Bool {
    guard case .one(let raw) = value, let body = document.rawStringBody(node) else { return false }
    return raw.equals(document.bytes, body) && HeaderText.standsForItself(raw)
  }

  /// Compares where the bytes differ.
  private static func compare(
    _ value: HeaderValue, _ header: StaticString, _ node: JSONDocument.Node, _ place: String,
    _ document: borrowing JSONDocument, decodes: Bool
  ) throws(ProtocolError) {
    guard case .one(let raw) = value else {
      throw fault("\(header) is missing; it must repeat \(place)")
    }
    let trimmed = raw.trimmingWhitespace
    let said = decodes ? try HeaderText.decode(trimmed, header: "\(header)") : Array(trimmed)
    let expected = Array((document.string(node) ?? "").utf8)
    guard said == expected, decodes || HeaderText.isPrintable(trimmed) else {
      throw mismatch("\(header)", said[...], place, expected[...])
    }
  }

  static func mismatch(
    _ header: String, _ said: ArraySlice<UInt8>, _ place: String, _ expected: ArraySlice<UInt8>
  ) -> ProtocolError {
    fault("\(header) says \(said.quoted) but \(place) is \(expected.quoted); both must be the same")
  }

  static func fault(_ message: String) -> ProtocolError { ProtocolError(.headerMismatch, message) }
}
