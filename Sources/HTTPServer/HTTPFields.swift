/// Header fields of a response, encoded once: keep those that never change in a `static let`.
/// Content-Length, Transfer-Encoding and Connection are the server's own; do not add them.
package struct HTTPFields: Sendable, ExpressibleByDictionaryLiteral {
  private(set) var encoded: [UInt8] = []

  /// No fields.
  package init() {}

  /// Fields in the order written; a name may stand more than once.
  package init(dictionaryLiteral elements: (String, String)...) {
    for (name, value) in elements { append(name, value) }
  }

  /// Whether there are none.
  package var isEmpty: Bool { encoded.isEmpty }

  /// These and then those.
  package static func + (left: HTTPFields, right: HTTPFields) -> HTTPFields {
    var fields = left
    fields.encoded += right.encoded
    return fields
  }

  /// Adds a field. Control characters, which would end the field early, become spaces.
  package mutating func append(_ name: String, _ value: String) {
    append(name, value.utf8)
  }

  /// Adds a field whose value is given as bytes.
  package mutating func append(_ name: String, _ value: some Sequence<UInt8>) {
    for byte in name.utf8 { encoded.append(ByteSet.token.contains(byte) ? byte : 0x5F) }
    encoded.append(": ")
    for byte in value { encoded.append(ASCII.isFieldContent(byte) ? byte : ASCII.space) }
    encoded.append("\r\n")
  }

  /// `Content-Type: application/json`.
  package static let json: HTTPFields = ["Content-Type": "application/json"]
  /// `Content-Type: text/plain; charset=utf-8`.
  package static let plainText: HTTPFields = ["Content-Type": "text/plain; charset=utf-8"]
}
