import JSON

/// One subscriptions/listen that passed the protocol's checks (2026-07-28).
///
/// Its stream carries `acknowledged` first, then what `Subscriptions` gives for it, and at last
/// `ended` where the server closes it.
package struct ListenRequest: Sendable {
  /// The id as raw JSON, a string or an integer; every message on the stream names it.
  package let id: [UInt8]
  /// What is asked for. All of it is granted.
  package let filter: SubscriptionFilter
  let rendered: RenderedServer

  /// The notification that the subscription holds, with what was granted.
  package func acknowledged() -> [UInt8] {
    var writer = JSONWriter(reserving: 256 + id.count)
    writer.beginObject()
    writer.key("jsonrpc")
    writer.string("2.0")
    writer.key("method")
    writer.string("notifications/subscriptions/acknowledged")
    writer.key("params")
    writer.beginObject()
    SubscriptionMetadata.write(id, &writer)
    writer.key("notifications")
    filter.write(&writer)
    writer.endObject()
    writer.endObject()
    return writer.bytes
  }

  /// The response that ends the stream in good order; nothing follows it.
  package func ended() -> MCPReply {
    var result: [UInt8] = []
    result.append("{\"resultType\":\"complete\",")
    rendered.appendModernMeta(to: &result)
    result.append(",\"")
    result.append(SubscriptionMetadata.key)
    result.append("\":")
    result += id
    result.append("}}")
    return ResultFrame.reply(id: id[...], result: result)
  }

  /// The error response in place of a stream, where `Subscriptions.add` has no room.
  package func refused(_ limit: SubscriptionLimit) -> MCPReply {
    ProtocolError(limit.code, limit.description).reply(id: id[...], isModern: true)
  }
}
