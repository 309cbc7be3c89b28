import JSON

/// Everything about the server that does not depend on a request, as JSON.
final class RenderedServer: Sendable {
  /// What `appendModernMeta` adds. The memory is this object's own, so that no thread counts
  /// references to what every response ends with: written before anyone sees it, freed when nobody
  /// does.
  private nonisolated(unsafe) let modernMetaOpen: UnsafeMutableBufferPointer<UInt8>
  /// `"resultType":"complete","ttlMs":...,"cacheScope":"..."` of the modern lists.
  let modernListMembers: [UInt8]
  /// What is told about the server itself.
  private struct Introductions {
    /// The result of server/discover.
    let discover: [UInt8]
    /// The results of initialize, by revision, oldest first.
    let initialize: [[UInt8]]
  }

  private let withCompletion: Introductions
  private let withoutCompletion: Introductions

  /// What is served beyond the core.
  let options: MCPOptions

  init(_ identity: ServerIdentity, cache: CachePolicy, options: MCPOptions) {
    self.options = options
    var meta: [UInt8] = []
    meta.append("\"_meta\":{\"io.modelcontextprotocol/serverInfo\":")
    meta += Self.implementation(identity, withTitle: true)
    modernMetaOpen = .allocate(capacity: meta.count)
    _ = modernMetaOpen.initialize(fromContentsOf: meta)
    modernListMembers = Self.cacheMembers(cache.listMilliseconds, cache.scope)
    func introductions(hasCompletion: Bool) -> Introductions {
      let modern = Capabilities.modern(options, hasCompletion: hasCompletion)
      let legacy = Capabilities.legacy(hasCompletion: hasCompletion)
      return Introductions(
        discover: Self.discover(identity, cache: cache, capabilities: modern, metaOpen: meta),
        initialize: Revision.legacy.map {
          Self.initialize(identity, capabilities: legacy, revision: $0)
        })
    }
    withCompletion = introductions(hasCompletion: true)
    withoutCompletion = introductions(hasCompletion: false)
  }

  deinit { modernMetaOpen.deallocate() }

  /// How many bytes `appendModernMeta` adds.
  var modernMetaCount: Int { modernMetaOpen.count }

  /// Adds the members that end a modern result,
  /// `"_meta":{"io.modelcontextprotocol/serverInfo":{...`, without the last brace, so that more
  /// metadata can follow.
  @inline(__always)
  func appendModernMeta(to bytes: inout [UInt8]) {
    bytes.append(contentsOf: UnsafeBufferPointer(modernMetaOpen))
  }

  /// The result of server/discover while those lists are served.
  func discoverResult(_ lists: Lists) -> [UInt8] { introductions(lists).discover }

  /// The result of initialize for a legacy revision while those lists are served.
  func initializeResult(_ revision: Revision, _ lists: Lists) -> [UInt8] {
    introductions(lists).initialize[Int(min(revision, .latestLegacy).rawValue)]
  }

  private func introductions(_ lists: Lists) -> Introductions {
    lists.hasCompletion ? withCompletion : withoutCompletion
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

  private static func initialize(
    _ identity: ServerIdentity, capabilities: [UInt8], revision: Revision
  ) -> [UInt8] {
    var result: [UInt8] = []
    result.append("{\"protocolVersion\":\"")
    result.append(revision.text)
    result.append("\",\"capabilities\":")
    result += capabilities
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
