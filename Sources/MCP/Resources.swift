import JSON

/// resources/read up to the plugin, and the legacy subscriptions.
extension Request {
  func resourcesRead(
    _ revision: Revision, _ metadata: RequestMetadata
  ) throws(ProtocolError) -> MCPAction {
    .call(
      try call(.resource(uri: knownURI(revision)), arguments: nil, revision, metadata))
  }

  /// resources/subscribe, which 2026-07-28 has no more.
  func subscribe(_ revision: Revision) throws(ProtocolError) -> MCPAction {
    .subscribe(uri: try knownURI(revision), emptyResult)
  }

  /// resources/unsubscribe. Any URI is taken, since a resource that one subscribed to may be gone.
  func unsubscribe() throws(ProtocolError) -> MCPAction {
    .unsubscribe(uri: document.string(try requiredString("uri")) ?? "", emptyResult)
  }

  /// `params.uri`, which must be that of a listed resource or one that a template gives.
  private func knownURI(_ revision: Revision) throws(ProtocolError) -> String {
    let node = try requiredString("uri")
    let uri = document.string(node) ?? ""
    guard lookUp(node, lists.hasResource) else {
      throw ProtocolError.unknownResource(uri, revision)
    }
    return uri
  }
}
