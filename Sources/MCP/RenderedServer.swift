import JSON

/// Everything about the server that does not depend on a request, as JSON.
final class RenderedServer: Sendable {
  /// The members that end a modern result: `"_meta":{"io.modelcontextprotocol/serverInfo":{...`
  /// without the last brace, so that more metadata can follow.
  let modernMetaOpen: [UInt8]
  /// `"resultType":"complete","ttlMs":...,"cacheScope":"..."` of the modern lists.
  let modernListMembers: [UInt8]
  /// The result of server/discover.
  let discoverResult: [UInt8]
  /// The results of initialize, by revision, oldest first.
  private let initializeResults: [[UInt8]]

  /// What is served beyond the core.
  let options: MCPOptions

  init(_ identity: ServerIdentity, cache: CachePolicy, options: MCPOptions) {
    self.options = options
    var meta: [UInt8] = []
    meta.append("\"_meta\":{\"io.modelcontextprotocol/serverInfo\":")
    meta += Self.implementation(identity, withTitle: true)
    modernMetaOpen = meta
    modernListMembers = Self.cacheMembers(cache.listMilliseconds, cache.scope)
    discoverResult = Self.discover(
      identity, cache: cache, capabilities: Capabilities.modern(options), metaOpen: meta)
    initializeResults = Revision.legacy.map { Self.initialize(identity, revision: $0) }
  }

  /// The result of initialize for a legacy revision.
  func initializeResult(_ revision: Revision) -> [UInt8] {
    initializeResults[Int(min(revision, .latestLegacy).rawValue)]
  }

  private static func implementation(_ identity: ServerIdentity, withTitle: Bool) -> [UInt8] {
    var writer = JSONWriter()
    writer.beginObject()
    writer.key("name")
    writer.string(identity.name)
    writer.key("version")
    writer.string(identity.version)
    if withTitle, let title = identity.title {
      writer.key("title")
      writer.string(title)
    }
    writer.endObject()
    return writer.bytes
  }

  private static func cacheMembers(_ milliseconds: Int, _ scope: CachePolicy.Scope) -> [UInt8] {
    let name = scope == .public ? "public" : "private"
    let members = "\"resultType\":\"complete\",\"ttlMs\":\(max(0, milliseconds)),"
    return Array("\(members)\"cacheScope\":\"\(name)\"".utf8)
  }

  private static func discover(
    _ identity: ServerIdentity, cache: CachePolicy, capabilities: [UInt8], metaOpen: [UInt8]
  ) -> [UInt8] {
    var result: [UInt8] = [UInt8(ascii: "{")]
    result += cacheMembers(cache.discoverMilliseconds, cache.scope)
    result.append(",\"supportedVersions\":")
    result += UnsupportedVersion.supported
    result.append(",\"capabilities\":")
    result += capabilities
    appendInstructions(identity, to: &result)
    result.append(",")
    result += metaOpen
    result.append("}}")
    return result
  }

  private static func initialize(_ identity: ServerIdentity, revision: Revision) -> [UInt8] {
    var result: [UInt8] = []
    result.append("{\"protocolVersion\":\"")
    result.append(revision.text)
    result.append("\",\"capabilities\":")
    result += Capabilities.legacy
    result.append(",\"serverInfo\":")
    result += implementation(identity, withTitle: revision >= .june2025)
    appendInstructions(identity, to: &result)
    result.append("}")
    return result
  }

  private static func appendInstructions(_ identity: ServerIdentity, to result: inout [UInt8]) {
    guard let instructions = identity.instructions else { return }
    var writer = JSONWriter()
    writer.string(instructions)
    result.append(",\"instructions\":")
    result += writer.bytes
  }
}
