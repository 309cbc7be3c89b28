import JSON

/// subscriptions/listen up to its stream.
extension Request {
  func listen() throws(ProtocolError) -> MCPAction {
    let notifications = envelope.params.flatMap { document.member($0, "notifications") }
    let filter = try SubscriptionFilter(document, notifications)
    return .listen(
      ListenRequest(id: Array(rawID), filter: filter, rendered: dispatch.rendered))
  }
}
