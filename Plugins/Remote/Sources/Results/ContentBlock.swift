internal import JSON
internal import PluginKit

/// MCP content blocks of a target as parts of a result. Members that a part has no place for stay
/// beside it.
struct ContentBlock {
  /// Under what a client finds a URI of the target.
  let exposedURI: (String) -> String

  /// A block that cannot be read becomes a text that shows it as JSON, so that nothing is lost.
  func part(_ block: JSONValue) -> Part {
    guard let object = block.object, let part = known(object) else {
      return .text(block.description)
    }
    return part
  }

  private func known(_ block: JSONObject) -> Part? {
    switch block["type"]?.string {
    case "text":
      return block["text"]?.string.map { Part(.text($0), members: block.without("text")) }
    case "image":
      return media(block).map {
        Part(.image($0.data, mediaType: $0.type), members: block.without("data", "mimeType"))
      }
    case "audio":
      return media(block).map {
        Part(.audio($0.data, mediaType: $0.type), members: block.without("data", "mimeType"))
      }
    case "resource_link": return link(block)
    case "resource": return block["resource"]?.object.flatMap { embedded($0, in: block) }
    default: return nil
    }
  }

  private func media(_ block: JSONObject) -> (data: [UInt8], type: String)? {
    guard let data = block["data"]?.string.flatMap(Base64.decode) else { return nil }
    return (data, block["mimeType"]?.string ?? "application/octet-stream")
  }

  private func link(_ block: JSONObject) -> Part? {
    guard let uri = block["uri"]?.string else { return nil }
    return Part(
      .resourceLink(
        uri: exposedURI(uri), name: block["name"]?.string ?? uri,
        mediaType: block["mimeType"]?.string),
      members: block.without("uri", "name", "mimeType"))
  }

  private func embedded(_ resource: JSONObject, in block: JSONObject) -> Part? {
    guard let uri = resource["uri"]?.string else { return nil }
    let mediaType = resource["mimeType"]?.string
    let members = block.without("resource")
    if let text = resource["text"]?.string {
      return Part(
        .resourceText(uri: exposedURI(uri), text, mediaType: mediaType), members: members)
    }
    guard let bytes = resource["blob"]?.string.flatMap(Base64.decode) else { return nil }
    return Part(
      .resourceBytes(uri: exposedURI(uri), bytes, mediaType: mediaType), members: members)
  }
}

extension JSONObject {
  /// The rest of a content block.
  fileprivate func without(_ keys: String...) -> JSONObject {
    var rest = self
    for key in keys + ["type"] { rest[key] = nil }
    return rest
  }

  /// The `_meta` of a result but for what the protocol reserves, which is between the target and
  /// this plugin.
  var ownMeta: JSONObject {
    var own: JSONObject = [:]
    for (key, value) in self["_meta"]?.object?.members ?? []
    where !key.hasPrefix("io.modelcontextprotocol/") {
      own[key] = value
    }
    return own
  }
}
