import JSON

/// One resource of one plugin, checked and ready to be listed.
final class ResourceDefinition: ListedDefinition {
  let uri: String
  /// The MCP Resource object, compact JSON.
  let json: [UInt8]

  /// The most resources of one plugin.
  static let maximumResources = 20_000
  /// The longest URI of a resource, also where a client asks for one.
  static let maximumURIBytes = 4096

  static var kind: ListKind { .resources }
  static var maximumCount: Int { maximumResources }
  var key: String { uri }

  init(_ value: JSONValue, index: Int, prefix: String) throws(PluginLoadError) {
    let reader = try DefinitionReader(value, .resources, index: index)
    uri = try reader.text("uri")
    guard uri.utf8.count <= Self.maximumURIBytes else {
      throw reader.error("has a uri of \(uri.utf8.count) bytes, more than \(Self.maximumURIBytes)")
    }
    guard Self.isAbsolute(uri) else {
      throw reader.error(
        "has the uri \"\(uri)\", which is not a URI with a scheme and without spaces, such as "
          + "file:///notes/today")
    }
    _ = try reader.text("name")
    try reader.checkTexts("title", "description", "mimeType")
    if let size = reader.object["size"], (size.integer ?? -1) < 0 {
      throw reader.error("has a size that is not a whole number of bytes")
    }
    json = try reader.serialized()
  }

  /// RFC 3986 section 3.1: a letter, then letters, digits, "+", "-" and ".", then a colon. What
  /// follows may hold other scripts, as in an IRI, but no spaces and no control characters.
  private static func isAbsolute(_ uri: String) -> Bool {
    guard let colon = uri.utf8.firstIndex(of: UInt8(ascii: ":")) else { return false }
    let scheme = uri.utf8[..<colon]
    guard let first = scheme.first, isLetter(first) else { return false }
    return scheme.allSatisfy(isOfScheme) && uri.utf8.allSatisfy { $0 > 0x20 && $0 != 0x7F }
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
    default: false
    }
  }

  private static func isOfScheme(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "-"),
      UInt8(ascii: "."):
      true
    default: isLetter(byte)
    }
  }
}
