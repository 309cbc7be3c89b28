import JSON

/// One resource of one plugin, checked and ready to be listed.
struct ResourceDefinition: Sendable, Equatable {
  let uri: String
  /// The MCP Resource object, compact JSON.
  let json: [UInt8]

  /// The most resources of one plugin.
  static let maximumResources = 20_000
  /// The longest URI of a resource, also where a client asks for one.
  static let maximumURIBytes = 4096

  /// Reads a plugin's JSON array of resources. Throws `resources` with the place and what would be
  /// right.
  static func parse(_ list: [UInt8]) throws(PluginLoadError) -> [ResourceDefinition] {
    var seen: Set<URIKey> = []
    var definitions: [ResourceDefinition] = []
    let resources = try DefinitionList.elements(list, .resources, maximum: maximumResources)
    for (index, resource) in resources.enumerated() {
      let definition = try ResourceDefinition(
        try DefinitionReader(resource, .resources, index: index))
      guard seen.insert(URIKey(definition.uri)).inserted else {
        throw PluginLoadError(.resources, "it lists the resource \(definition.uri) twice")
      }
      definitions.append(definition)
    }
    return definitions
  }

  private init(_ reader: DefinitionReader) throws(PluginLoadError) {
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
