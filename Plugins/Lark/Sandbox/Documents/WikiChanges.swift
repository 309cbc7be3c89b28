import JSON

/// New pages of a wiki, and the search in it.
enum WikiChanges {
  private static let typeNumbers: [Document.Kind: Int] = [
    .doc: 1, .sheet: 2, .bitable: 3, .mindnote: 4, .file: 5, .docx: 8, .slides: 11,
  ]

  static let endpoints: [Endpoint] =
    [
      Endpoint("POST /wiki/v2/spaces/:space_id/nodes", create),
      Endpoint("POST /wiki/v2/nodes/search", search),
    ] + WikiMoves.endpoints

  static func create(_ state: inout SandboxState, _ call: Call) throws(APIError) -> Answer {
    let space = try Wiki.space(call.parameter("space_id"), state, call.identity)
    let parent = try parent(call.filledText("parent_node_token"), space, state)
    guard call.text("node_type") == "origin" else {
      let origin = call.text("origin_node_token") ?? ""
      guard let node = state.documents.nodes.first(where: { $0.token == origin }) else {
        throw .code(131_005, "origin node not found")
      }
      let new = WikiNode(
        document: node.document, spaceID: space.id, parent: parent,
        origin: (node.token, node.spaceID))
      state.documents.nodes.append(new)
      return .data(["node": Wiki.json(new, state)])
    }
    let kind = Document.Kind(rawValue: call.text("obj_type") ?? "") ?? .docx
    guard kind != .doc else { throw .code(131_010) }
    let document = state.addDocument(
      kind, title: call.text("title") ?? "", space: space.id, call)
    let node = WikiNode(document: document, spaceID: space.id, parent: parent)
    state.documents.nodes.append(node)
    return .data(["node": Wiki.json(node, state)])
  }

  /// Titles only.
  static func search(_ state: inout SandboxState, _ call: Call) throws(APIError) -> Answer {
    let match = TextMatch(call.text("query") ?? "")
    let space = call.filledText("space_id")
    let found = state.documents.nodes.filter { node in
      state.documents.isVisible(node, call.identity) && match.matches(node.document.title)
        && (space == nil || node.spaceID == space)
    }
    let items = found.map { node -> JSONValue in
      [
        "node_id": .string(node.token), "space_id": .string(node.spaceID),
        "obj_type": number(typeNumbers[node.document.kind] ?? 8),
        "obj_token": .string(node.document.token), "parent_id": .string(node.parent ?? ""),
        "title": .string(node.document.title), "url": .string(node.document.url),
      ]
    }
    return try state.page(
      items, "wiki search \(call.text("query") ?? "")", call, expired: .code(131_002))
  }

  /// The page of that space; nil for its top.
  static func parent(
    _ token: String?, _ space: WikiSpace, _ state: SandboxState
  ) throws(APIError) -> String? {
    guard let token else { return nil }
    guard state.documents.nodes.contains(where: { $0.token == token && $0.spaceID == space.id })
    else { throw .code(131_005, "parent node not found") }
    return token
  }
}
