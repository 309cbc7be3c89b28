import JSON

/// Documents that become pages of a wiki, and pages that move.
enum WikiMoves {
  private static let nodes = "/wiki/v2/spaces/:space_id/nodes"

  static let endpoints: [Endpoint] = [
    Endpoint("POST \(nodes)/move_docs_to_wiki", moveIn),
    Endpoint("POST \(nodes)/:node_token/move", move), Endpoint("GET /wiki/v2/tasks/:task_id", task),
  ]

  /// A document of text is a page at once; anything else becomes one in the background.
  static func moveIn(_ state: inout SandboxState, _ call: Call) throws(APIError) -> Answer {
    let space = try Wiki.space(call.parameter("space_id"), state, call.identity)
    let parent = try WikiChanges.parent(call.filledText("parent_wiki_token"), space, state)
    let token = call.text("obj_token") ?? ""
    guard let document = state.documents.document(token) else {
      throw .code(131_005, "document not found")
    }
    guard document.kind.rawValue == call.text("obj_type") else {
      throw .code(131_002, "obj_type does not match the document")
    }
    guard state.may(call.identity, see: document, edits: true) else {
      guard call.flag("apply") else {
        throw .code(131_006, "no move permission for document")
      }
      return .data(["applied": true])
    }
    if let page = state.documents.nodes.first(where: { $0.document.token == token }) {
      return .data(["wiki_token": .string(page.token)])
    }
    state.documents.change(token) {
      $0.spaceID = space.id
      $0.folder = nil
    }
    let node = WikiNode(
      document: state.documents.document(token) ?? document, spaceID: space.id, parent: parent)
    state.documents.nodes.append(node)
    guard document.kind != .docx else { return .data(["wiki_token": .string(node.token)]) }
    let result: JSONObject = ["node": Wiki.json(node, state), "owner": .string(call.openID)]
    return .data(["task_id": .string(state.addJob(result))])
  }

  /// Only who began it may ask.
  static func task(_ state: inout SandboxState, _ call: Call) throws(APIError) -> Answer {
    let id = call.parameter("task_id")
    guard let owner = state.jobs[id]?.result["owner"], let result = state.poll(id) else {
      throw .code(131_005, "task not found")
    }
    guard owner == .string(call.openID) else {
      throw .code(131_006, "only task creator can query status")
    }
    let moved: JSONValue =
      result.isEmpty
      ? ["status": 1, "status_msg": "processing"]
      : ["status": 0, "status_msg": "success", "node": result["node"] ?? [:]]
    return .data(["task": ["task_id": .string(id), "move_result": [moved]]])
  }

  /// With all pages below it; never under one of these.
  static func move(_ state: inout SandboxState, _ call: Call) throws(APIError) -> Answer {
    let space = try Wiki.space(call.parameter("space_id"), state, call.identity)
    let token = call.parameter("node_token")
    let nodes = state.documents.nodes
    guard let index = nodes.firstIndex(where: { $0.token == token && $0.spaceID == space.id })
    else { throw .code(131_005, "node not found") }
    let above = call.filledText("target_parent_token")
    let target = call.filledText("target_space_id") ?? nodes.first { $0.token == above }?.spaceID
    let new = try Wiki.space(target ?? space.id, state, call.identity)
    let parent = try WikiChanges.parent(above, new, state)
    let family = tokens(under: token, nodes)
    guard parent.map({ !family.contains($0) }) ?? true else {
      throw .code(131_002, "a page cannot be moved below itself")
    }
    state.documents.nodes[index].parent = parent
    for index in nodes.indices where family.contains(nodes[index].token) {
      state.documents.nodes[index].spaceID = new.id
      if nodes[index].origin == nil {
        state.documents.change(nodes[index].document.token) { $0.spaceID = new.id }
      }
    }
    return .data(["node": Wiki.json(state.documents.nodes[index], state)])
  }

  /// The page and everything below it.
  private static func tokens(under token: String, _ nodes: [WikiNode]) -> Set<String> {
    var found: Set<String> = [token]
    var waiting = [token]
    while let next = waiting.popLast() {
      for node in nodes where node.parent == next && found.insert(node.token).inserted {
        waiting.append(node.token)
      }
    }
    return found
  }
}
