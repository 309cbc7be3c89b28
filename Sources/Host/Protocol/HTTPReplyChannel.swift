import HTTPServer
import MCP

/// The answer to one POST: JSON, or an event stream as soon as another message comes first.
struct HTTPReplyChannel: ReplyChannel {
  let exchange: HTTPExchange

  func reply(_ reply: MCPReply) {
    if reply.status == 200 {
      exchange.respond(json: reply.body)
    } else {
      exchange.respond(status: reply.status, fields: .json, body: reply.body)
    }
  }

  func welcome(_ reply: MCPReply, session: String?) {
    var fields = HTTPFields.json
    if let session { fields.append("Mcp-Session-Id", session) }
    exchange.respond(status: reply.status, fields: fields, body: reply.body)
  }

  func accepted() {
    exchange.respond(status: 202)
  }

  func notify(_ message: [UInt8]) {
    exchange.beginEventStream()
    exchange.sendEvent(data: message)
  }

  func replyAfterNotifications(_ reply: MCPReply) {
    exchange.end(data: reply.body)
  }

  /// A modern client has closed the exchange. A legacy one has only said that it waits no more: its
  /// stream ends without an answer.
  func cancelled() {
    exchange.beginEventStream()
    exchange.end()
  }

  func keepAlive() -> Bool {
    exchange.beginEventStream()
    exchange.sendComment()
    return true
  }

  func suspended(_ resumptions: Resumptions, _ caller: Caller) -> (any ReplyChannel)? {
    guard let resumable = resumptions.add(for: caller) else { return nil }
    exchange.beginEventStream()
    exchange.sendEvent(
      data: [], id: resumable.id, retryMilliseconds: Resumptions.retryMilliseconds)
    exchange.end()
    return resumable
  }

  func listener(for request: ListenRequest) -> (any ListenerChannel)? {
    StreamChannel(exchange: exchange)
  }
}

/// An event stream that carries notifications and nothing else.
struct StreamChannel: ListenerChannel {
  let exchange: HTTPExchange

  func begin() { exchange.beginEventStream() }

  func send(_ message: [UInt8]) { exchange.sendEvent(data: message) }

  func keepAlive() { exchange.sendComment() }

  func end(_ reply: MCPReply?) {
    if let reply {
      exchange.end(data: reply.body)
    } else {
      exchange.end()
    }
  }

  var key: StreamKey { .http(exchange) }
}
