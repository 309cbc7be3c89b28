import JSON
import Testing

@testable import MCP

/// Parts of a plugin, made of the JSON of content blocks.
extension ContentWriter {
  /// Writes a content block as a plugin hands it over: bytes raw, further members beside.
  mutating func write(_ block: JSONValue) {
    func text(_ key: String, of value: JSONValue?) -> String { value?[key]?.string ?? "" }
    let resource = block["resource"]
    let own = ["type", "text", "data", "mimeType", "uri", "name", "resource"]
    block.members(besides: own).withBytes { members in
      text("mimeType", of: resource ?? block).withBytes { type in
        text("uri", of: resource ?? block).withBytes { uri in
          switch block["type"]?.string {
          case "text": text("text", of: block).withBytes { self.text($0, members: members) }
          case "image":
            Bytes.decoded(block["data"]).withUnsafeBytes {
              image($0, mediaType: type, members: members)
            }
          case "audio":
            Bytes.decoded(block["data"]).withUnsafeBytes {
              audio($0, mediaType: type, members: members)
            }
          case "resource_link":
            text("name", of: block).withBytes {
              resourceLink(uri: uri, name: $0, mediaType: type, members: members)
            }
          default:
            text("text", of: resource).withBytes {
              resourceText(uri: uri, text: $0, mediaType: type, members: members)
            }
          }
        }
      }
    }
  }
}

extension ResourceResultWriter {
  /// Writes the contents of a resource as a plugin hands them over.
  mutating func write(_ content: JSONValue) {
    content.members(besides: ["uri", "mimeType", "text", "blob"]).withBytes { members in
      (content["mimeType"]?.string ?? "").withBytes { type in
        (content["uri"]?.string ?? "").withBytes { uri in
          if let string = content["text"]?.string {
            string.withBytes { text($0, uri: uri, mediaType: type, members: members) }
          } else {
            Bytes.decoded(content["blob"]).withUnsafeBytes {
              blob($0, uri: uri, mediaType: type, members: members)
            }
          }
        }
      }
    }
  }
}

private enum Bytes {
  static func decoded(_ base64: JSONValue?) -> [UInt8] {
    Base64.decode(ArraySlice((base64?.string ?? "").utf8)) ?? []
  }
}

extension JSONValue {
  /// The other members of an object, as JSON; empty where there are none.
  fileprivate func members(besides own: [String]) -> String {
    var rest = JSONObject()
    for (key, value) in object?.members ?? [] where !own.contains(key) { rest[key] = value }
    return rest.isEmpty ? "" : JSONValue.object(rest).description
  }
}
