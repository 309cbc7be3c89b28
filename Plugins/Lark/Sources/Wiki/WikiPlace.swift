internal import JSON

/// Where a wiki page is, or shall be: a space, and the page above it.
struct WikiPlace: Sendable, Equatable {
  var space: String
  /// The node above; nil at the top of the space.
  var parent: String?
  var title: String?

  static let forms = "a link of a wiki page, or the id or link of a wiki space"

  /// Whether the text looks like a place in a wiki, and not in a folder.
  static func isWiki(_ text: String) -> Bool {
    guard let reference = LarkReference(parsing: text) else { return false }
    return reference.kind == .wiki || reference.kind == .wikiSpace || isSpaceID(reference.token)
  }

  /// Ids of spaces are numbers beyond 2^53; they stay text.
  static func isSpaceID(_ text: String) -> Bool {
    (10...20).contains(text.utf8.count) && text.utf8.allSatisfy { (0x30...0x39).contains($0) }
  }

  /// A space as it is; a page is looked up for its space.
  static func of(
    _ text: String, _ argument: String, _ client: LarkClient, _ context: CallContext
  ) async throws(LarkFailure) -> WikiPlace {
    guard let reference = LarkReference(parsing: text) else { throw misfit(argument) }
    if reference.kind == .wikiSpace || isSpaceID(reference.token) {
      return WikiPlace(space: reference.token)
    }
    guard reference.kind == .wiki || reference.kind == .unknown else { throw misfit(argument) }
    let node = try await node(reference.token, client, context)
    guard let space = node["space_id"]?.nonEmptyString else { throw misfit(argument) }
    return WikiPlace(
      space: space, parent: node["node_token"]?.nonEmptyString ?? reference.token,
      title: node["title"]?.nonEmptyString)
  }

  /// What Lark knows of a page.
  static func node(
    _ token: String, _ client: LarkClient, _ context: CallContext
  ) async throws(LarkFailure) -> JSONValue {
    let payload = try await client.send(
      APIRequest(.getWikiNode, query: [("token", token)], purpose: "look up the wiki page"),
      context)
    return payload["node"] ?? [:]
  }

  private static func misfit(_ argument: String) -> LarkFailure {
    .argument("\(argument): write \(forms).")
  }
}
