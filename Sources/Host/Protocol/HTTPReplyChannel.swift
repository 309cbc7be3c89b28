import HTTPServer
import MCP

/// The answer to one POST: JSON, or an event stream as soon as another message comes first.
struct HTTPReplyChannel: ReplyChannel {
  let exchange: HTTPExchange
  /// What every answer has beside its own.
  let fields: HTTPFields

  func reply(_ reply: MCPReply) {
    if reply.status == 200, fields.isEmpty {
      exchange.respond(json: reply.body)
    } else {
      exchange.respond(status: reply.status, fields: .json + fields, body: reply.body)
    }
  }

  func welcome(_ reply: MCPReply, session: String?) {
    var fields = .json + fields
    if let session { fields.append("Mcp-Session-Id", session) }
    exchange.respond(status: reply.status, fields: fields, body: reply.body)
  }

  func accepted() {
    exchange.respond(status: 202, fields: fields)
  }

  func notify(_ message: [UInt8]) {
    exchange.beginEventStream(fields: fields)
    exchange.sendEvent(data: message)
  }

  func replyAfterNotifications(_ reply: MCPReply) {
    exchange.end(data: reply.body)
  }

  /// A modern client has closed the exchange. A legacy one has only said that it waits no more: its
  /// stream ends without an answer.
  func cancelled() {
    exchange.beginEventStream(fields: fields)
    exchange.end()
  }

  func keepAlive() -> Bool {
    exchange.beginEventStream(fields: fields)
    exchange.sendComment()
    return true
  }

  func suspended(_ resumptions: Resumptions, _ caller: Caller) -> (any ReplyChannel)? {
    guard let resumable = resumptions.add(for: caller) else { return nil }
    exchange.beginEventStream(fields: fields)
    exchange.sendEvent(
      data: [], id: resumable.id, retryMilliseconds: Resumptions.retryMilliseconds)
    exchange.end()
    return resumable
  }

  func listener(for request: ListenRequest) -> (any ListenerChannel)? {
    StreamChannel(exchange: exchange, fields: fields)
  }
}

/// An event stream that carries notifications and nothing else.
struct StreamChannel: ListenerChannel {
  let exchange: HTTPExchange
  let fields: HTTPFields

  func begin() { exchange.beginEventStream(fields: fields) }

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
