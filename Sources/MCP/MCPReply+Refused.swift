import JSON

extension MCPReply {
  /// The error in place of this reply to a resources/subscribe, where there is no room for the
  /// subscription.
  package func refused(_ limit: SubscriptionLimit) -> MCPReply {
    let document = try? JSONDocument(parsing: body)
    let id = document.flatMap { document in
      document.member(document.root, "id").map { document.slice($0) }
    }
    return ProtocolError(limit.code, limit.description).reply(id: id, isModern: false)
  }
}
