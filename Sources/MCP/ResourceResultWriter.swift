import JSON

/// Encodes the result of a resources/read: its contents, then `finish`. One thread at a time.
package struct ResourceResultWriter {
  /// The largest `ttlMs`: integers beyond it are not exact everywhere.
  static let maximumMilliseconds: UInt64 = (1 << 53) - 1

  /// What is wrong with what the plugin gave, for the log: the first fault, or nil.
  package var fault: String? { content.fault }

  private var content: ContentWriter
  private let call: MCPCall

  /// Starts the response to a call.
  ///
  /// - Parameter capacity: about how many bytes the contents will hold.
  package init(_ call: MCPCall, reserving capacity: Int = 256) {
    self.call = call
    content = ContentWriter(call, reserving: capacity, "{\"contents\":[")
  }

  /// Adds text. Without a URI it is that of the resource asked for.
  package mutating func text(
    _ utf8: UnsafeRawBufferPointer, uri: UnsafeRawBufferPointer = ContentWriter.nothing,
    mediaType: UnsafeRawBufferPointer = ContentWriter.nothing,
    members: UnsafeRawBufferPointer = ContentWriter.nothing
  ) {
    begin(uri, mediaType)
    content.writer.key("text")
    content.writer.string(utf8: utf8)
    end(members, besides: ["uri", "mimeType", "text"])
  }

  /// Adds raw bytes. Without a URI it is that of the resource asked for.
  package mutating func blob(
    _ data: UnsafeRawBufferPointer, uri: UnsafeRawBufferPointer = ContentWriter.nothing,
    mediaType: UnsafeRawBufferPointer = ContentWriter.nothing,
    members: UnsafeRawBufferPointer = ContentWriter.nothing
  ) {
    begin(uri, mediaType)
    content.writer.key("blob")
    content.writer.base64(data)
    end(members, besides: ["uri", "mimeType", "blob"])
  }

  /// Ends the response; the writer is of no use afterwards. JSON of the plugin that is not valid
  /// makes it an internal error.
  ///
  /// - Parameters:
  ///   - ttlMilliseconds: how long a modern client may keep it; 0: not at all.
  ///   - isPublic: whether it is the same for every caller.
  ///   - meta: a JSON object for `_meta`, or nothing.
  package mutating func finish(
    ttlMilliseconds: UInt64 = 0, isPublic: Bool = false,
    meta: UnsafeRawBufferPointer = ContentWriter.nothing
  ) -> MCPReply {
    let metadata = meta.isEmpty ? nil : content.parseObject(meta, "metadata of the result")
    if let fault { return call.failed("the plugin's resource is not valid: \(fault)") }
    content.writer.endArray()
    let lifetime = min(ttlMilliseconds, Self.maximumMilliseconds)
    let scope = isPublic ? "public" : "private"
    let cache = Array(",\"ttlMs\":\(lifetime),\"cacheScope\":\"\(scope)\"".utf8)
    return MCPReply(body: content.end(cache: cache, metadata: metadata))
  }

  private mutating func begin(_ uri: UnsafeRawBufferPointer, _ mediaType: UnsafeRawBufferPointer) {
    content.writer.beginObject()
    content.writer.key("uri")
    if uri.isEmpty, case .resource(let asked) = call.target {
      content.writer.string(asked)
    } else {
      content.writer.string(utf8: uri)
    }
    content.write(mediaType: mediaType)
  }

  private mutating func end(_ members: UnsafeRawBufferPointer, besides own: [StaticString]) {
    if !members.isEmpty { content.merge(members, besides: own, "members of a part") }
    content.writer.endObject()
  }
}
