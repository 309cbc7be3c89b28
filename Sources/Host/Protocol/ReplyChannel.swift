import MCP
import Synchronization

/// Where the answer to one message goes. Any thread.
protocol ReplyChannel: Sendable {
  /// Sends the answer; once.
  func reply(_ reply: MCPReply)
  /// Sends the answer to `initialize`, with the session that the client may name from now on.
  func welcome(_ reply: MCPReply, session: String?)
  /// There is no answer; instead of `reply`.
  func accepted()
  /// Sends a message ahead of the answer, where the channel can.
  func notify(_ message: [UInt8])
  /// Sends the answer after other messages.
  func replyAfterNotifications(_ reply: MCPReply)
  /// The call that this channel is for was cancelled: it has no answer.
  func cancelled()
  /// Shows that the call still runs. Returns whether the answer counts as one after other messages
  /// from now on.
  func keepAlive() -> Bool
  /// Ends the stream for now and gives the channel on which the call goes on, which waits for the
  /// client to come back; nil where the channel has no such thing.
  func suspended(_ resumptions: Resumptions, _ caller: Caller) -> (any ReplyChannel)?
  /// How far a task is, in words; of use to a task's channel only.
  func note(_ message: String)
  /// The stream that answers a subscriptions/listen; nil where the channel cannot become one.
  func listener(for request: ListenRequest) -> (any ListenerChannel)?
}

extension ReplyChannel {
  func welcome(_ reply: MCPReply, session: String?) { self.reply(reply) }

  func keepAlive() -> Bool { false }

  func suspended(_ resumptions: Resumptions, _ caller: Caller) -> (any ReplyChannel)? { nil }

  func note(_ message: String) {}

  func listener(for request: ListenRequest) -> (any ListenerChannel)? { nil }
}
