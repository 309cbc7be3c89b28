/// A header that may occur once.
package enum HeaderValue: Sendable {
  /// The request does not have it.
  case absent
  /// Its value, as received.
  case one(ArraySlice<UInt8>)
  /// The request has it more than once.
  case repeated
}

/// What HTTP says about a message beside its bytes, as slices of the request's own. Not copyable,
/// since a copy would count a reference for each.
package struct HTTPMessageFields: ~Copyable, Sendable {
  /// MCP-Protocol-Version.
  package var protocolVersion: HeaderValue
  /// Mcp-Method.
  package var method: HeaderValue
  /// Mcp-Name.
  package var name: HeaderValue
  /// Accept, several joined by commas; nil where the request has none.
  package var accept: ArraySlice<UInt8>?
  /// Content-Type; nil where the request has none.
  package var contentType: ArraySlice<UInt8>?
  /// Every field whose name starts with `Mcp-Param-`, in whatever case: name and value.
  package var parameters: [(name: ArraySlice<UInt8>, value: ArraySlice<UInt8>)]

  /// Fields as given, the others absent.
  package init(
    protocolVersion: HeaderValue = .absent, method: HeaderValue = .absent,
    name: HeaderValue = .absent, accept: ArraySlice<UInt8>? = nil,
    contentType: ArraySlice<UInt8>? = nil,
    parameters: [(name: ArraySlice<UInt8>, value: ArraySlice<UInt8>)] = []
  ) {
    self.protocolVersion = protocolVersion
    self.method = method
    self.name = name
    self.accept = accept
    self.contentType = contentType
    self.parameters = parameters
  }
}
