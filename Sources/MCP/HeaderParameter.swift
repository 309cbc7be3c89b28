import JSON

/// An argument that modern HTTP clients repeat in the header `Mcp-Param-<name>`, because its
/// schema says `x-mcp-header` (2026-07-28, Streamable HTTP).
struct HeaderParameter: Sendable, Equatable {
  /// Why the annotations of a tool cannot be used; clients would drop the whole tool.
  struct Fault: Error {
    let text: String
  }

  /// A value that the header can hold.
  enum Kind: Sendable {
    case string, integer, boolean
  }

  /// The header's name after `Mcp-Param-`, in lower case.
  let name: [UInt8]
  /// The keys from the arguments to the value.
  let path: [[UInt8]]
  let kind: Kind

  /// The annotated properties of a checked Tool object's input schema. Only chains of
  /// `properties` are followed, as the revision asks.
  static func all(in document: JSONDocument) throws(Fault) -> [HeaderParameter] {
    var found: [HeaderParameter] = []
    guard let schema = document.member(document.root, "inputSchema") else { return found }
    guard document.member(schema, HeaderAnnotations.keyword) == nil else {
      throw HeaderAnnotations.misplaced
    }
    try collect(schema, path: [], in: document, into: &found)
    return found
  }

  private static func collect(
    _ schema: JSONDocument.Node, path: [[UInt8]], in document: JSONDocument,
    into found: inout [HeaderParameter]
  ) throws(Fault) {
    try HeaderAnnotations.checkAbsence(beside: schema, in: document)
    guard let properties = document.member(schema, "properties") else { return }
    for (key, property) in document.members(properties) where document.kind(property) == .object {
      let path = path + [Array((document.string(key) ?? "").utf8)]
      if let annotation = document.member(property, HeaderAnnotations.keyword) {
        let parameter = try HeaderParameter(annotation, property, path, in: document)
        guard !found.contains(where: { $0.name == parameter.name }) else {
          throw Fault(text: "two properties have the same \"x-mcp-header\"")
        }
        found.append(parameter)
      }
      try collect(property, path: path, in: document, into: &found)
    }
  }

  private init(
    _ annotation: JSONDocument.Node, _ property: JSONDocument.Node, _ path: [[UInt8]],
    in document: JSONDocument
  ) throws(Fault) {
    let place = path.map { String(decoding: $0, as: UTF8.self) }.joined(separator: ".")
    guard let text = document.string(annotation), !text.isEmpty,
      text.utf8.allSatisfy(Self.isTokenByte)
    else { throw Fault(text: "\"x-mcp-header\" of \"\(place)\" must be a header name") }
    guard let type = document.member(property, "type"), let kind = Kind(document, type) else {
      throw Fault(
        text: "\"\(place)\" has \"x-mcp-header\", so its type must be string, integer or boolean")
    }
    name = text.utf8.map(\.lowercasedASCII)
    self.path = path
    self.kind = kind
  }

  /// A byte of a token (RFC 9110 section 5.6.2).
  private static func isTokenByte(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
    default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
    }
  }
}

extension HeaderParameter.Kind {
  fileprivate init?(_ document: JSONDocument, _ type: JSONDocument.Node) {
    if document.equals(type, "string") {
      self = .string
    } else if document.equals(type, "integer") {
      self = .integer
    } else if document.equals(type, "boolean") {
      self = .boolean
    } else {
      return nil
    }
  }
}
