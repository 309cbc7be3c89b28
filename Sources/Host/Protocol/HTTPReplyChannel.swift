import HTTPServer
import MCP

/// The answer to one POST: JSON, or an event stream as soon as a notification comes first.
struct HTTPReplyChannel: ReplyChannel {
  let exchange: HTTPExchange

  func reply(_ reply: MCPReply) {
    if reply.status == 200 {
      exchange.respond(json: reply.body)
    } else {
      exchange.respond(status: reply.status, fields: .json, body: reply.body)
    }
  }

  func accepted() {
    exchange.respond(status: 202)
  }

  func notify(_ message: [UInt8]) {
    exchange.beginEventStream()
    exchange.sendEvent(data: message)
  }

  func replyAfterNotifications(_ reply: MCPReply) {
    exchange.sendEvent(data: reply.body)
    exchange.end()
  }

  /// The client has closed the exchange.
  func cancelled() {}

  /// Over HTTP a request id says nothing about who sent it: ids of different clients are alike, and
  /// one must not end another's call. Receivers may ignore cancellations (MCP 2025-11-25).
  func cancel(requestID: [UInt8]) {}
}
