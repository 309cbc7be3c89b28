/// What a transport does with one message it received.
package enum MCPAction: Sendable {
  /// Send it, with its status.
  case reply(MCPReply)
  /// Send it: it says that what was asked for is not there.
  case unknown(UnknownItem, MCPReply)
  /// A notification: HTTP answers 202 without a body, stdio nothing.
  case accepted
  /// Have it answered by a plugin, then send what a result writer or an error of the call gives.
  case call(MCPCall)
  /// The client gave up the request of that id (raw JSON, to be compared byte for byte): cancel
  /// it if it runs, and go on as for `accepted`.
  case cancel(requestID: [UInt8])
  /// A legacy client answers a request of this server: hand it to whoever asked, and go on as for
  /// `accepted`.
  case answer(ClientAnswer)
  /// Open a stream of notifications (subscriptions/listen).
  case listen(ListenRequest)
  /// Remember the least severe level of log message for this legacy client, then reply.
  case setLevel(LogLevel, MCPReply)
  /// Tell this legacy client when the resource changes, then reply.
  case subscribe(uri: String, MCPReply)
  /// Tell this legacy client no more, if it was told, then reply.
  case unsubscribe(uri: String, MCPReply)
  /// Do something about a task: tasks/get, tasks/update, tasks/cancel.
  case task(TaskRequest)
  /// Do all of them, collect the bodies and send `MCPReply.joined`. Never nested.
  case batch([MCPAction])
}
