/// What Signature Version 4 covers of an HTTP request, as it stands on the wire.
package struct SignableRequest: Sendable {
  /// A header field.
  package struct Field: Sendable, Equatable {
    /// As it was sent, in any case.
    package var name: [UInt8]
    /// Without the line break that ends it.
    package var value: [UInt8]

    /// A field of those bytes.
    package init(name: [UInt8], value: [UInt8]) {
      self.name = name
      self.value = value
    }

    /// A field of that text.
    package init(_ name: String, _ value: String) {
      self.init(name: Array(name.utf8), value: Array(value.utf8))
    }
  }

  /// In capitals, as HTTP has it.
  package var method: [UInt8]
  /// The path of the request's target, raw: whoever decodes it first computes another signature.
  package var path: [UInt8]
  /// What follows the first "?" of the target, raw; nil without one.
  package var query: [UInt8]?
  /// In their order.
  package var fields: [Field]
  /// The content.
  package var body: [UInt8]

  /// A request of those parts; an empty path counts as "/".
  package init(
    method: [UInt8], path: [UInt8], query: [UInt8]?, fields: [Field], body: [UInt8] = []
  ) {
    self.method = method
    self.path = path.isEmpty ? [UInt8(ascii: "/")] : path
    self.query = query
    self.fields = fields
    self.body = body
  }

  /// The values of all fields of that name, which is given in small letters.
  package func values(of lowercaseName: String) -> [[UInt8]] {
    let wanted = Array(lowercaseName.utf8)
    return fields.filter { $0.name.lowercased == wanted }.map(\.value)
  }

  /// The value of a field that must stand exactly once; nil where it does not.
  package func value(of lowercaseName: String) -> [UInt8]? {
    let values = values(of: lowercaseName)
    return values.count == 1 ? values.first : nil
  }
}
