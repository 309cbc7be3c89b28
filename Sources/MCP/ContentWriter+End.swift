import JSON

/// The end of a result.
extension ContentWriter {
  /// Ends the response after the last member of the result's own, and gives its bytes; the writer
  /// is of no use afterwards.
  ///
  /// - Parameters:
  ///   - cache: `,"ttlMs":...,"cacheScope":"..."` of a modern result that has them, or empty.
  ///   - metadata: more members of `_meta`, an object.
  mutating func end(cache: [UInt8] = [], metadata: JSONDocument? = nil) -> [UInt8] {
    if revision.isModern {
      writer.bytes.append(",\"resultType\":\"complete\"")
      if !cache.isEmpty { writer.bytes += cache }
      writer.bytes.append(",")
      dispatch.rendered.appendModernMeta(to: &writer.bytes)
      if let metadata { append(metadata, besides: [MetadataKey.serverInfo]) }
      writer.bytes.append("}")
    } else if let metadata {
      writer.key("_meta")
      writer.beginObject()
      append(metadata, besides: [])
      writer.endObject()
    }
    writer.bytes.append("}}")
    var bytes: [UInt8] = []
    swap(&bytes, &writer.bytes)
    return bytes
  }
}
