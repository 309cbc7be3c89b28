internal import JSON

extension LarkReference {
  /// A wiki page as the document that it shows; anything else as it is.
  func resolved(_ client: LarkClient, _ context: CallContext) async throws(LarkFailure)
    -> LarkReference
  {
    guard kind == .wiki else { return self }
    let payload = try await client.send(
      APIRequest(.getWikiNode, query: [("token", token)], purpose: "look up the wiki page"), context
    )
    guard let token = payload["node"]?["obj_token"]?.nonEmptyString else {
      throw .argument("The wiki page \(singleLine(self.token, limit: 60)) shows no document.")
    }
    var reference = self
    reference.token = token
    reference.kind = Kind(rawValue: payload["node"]?["obj_type"]?.string ?? "") ?? .unknown
    return reference
  }
}
