import JSON

/// `wiki/v2`: the wikis, their pages, and what a page is.
///
/// Pages of a list are cut before what the caller may not see is taken out, so a page can be empty
/// and yet have more after it.
enum Wiki {
  private static let path = "/open-apis/wiki/v2/spaces"
  private static let general = ["wiki:wiki", "wiki:wiki:readonly"]
  private static let paging: [FieldRule] = [.integer("page_size", range: 0...50), .pageToken]
  private static let badPage = APIError(131_002, "param err: invalid page_token")
  private static let objectTypes = [
    "doc", "docx", "sheet", "mindnote", "bitable", "file", "slides", "wiki",
  ]

  static let endpoints: [Endpoint] = [
    Endpoint(
      method: "GET", path: path, scopes: ["wiki:space:retrieve"] + general,
      rate: .hundredPerMinute, query: paging, handler: spaces),
    Endpoint(
      method: "GET", path: "\(path)/get_node", scopes: ["wiki:node:read"] + general,
      rate: .hundredPerMinute,
      query: [
        .text("token", required: true, length: 0...999), .text("obj_type", options: objectTypes),
      ],
      handler: node),
    Endpoint(
      method: "GET", path: "\(path)/:space_id/nodes", scopes: ["wiki:node:retrieve"] + general,
      rate: .hundredPerMinute, query: paging + [.text("parent_node_token")], handler: nodes),
  ]

  static func spaces(_ state: inout SandboxState, _ call: Call) throws(APIError) -> Answer {
    let page = try state.page(
      state.documents.spaces, "spaces \(call.identity)", token: call.queryText("page_token"),
      size: size(call, default: 20), expired: badPage)
    let visible = page.items.filter { state.documents.isVisible($0, call.identity) }
    let items = visible.map { space -> JSONValue in
      [
        "name": .string(space.name), "description": .string(space.about),
        "space_id": .string(space.id), "space_type": "team",
        "visibility": .string(space.visibility), "open_sharing": "closed",
      ]
    }
    return answer(items, page.token)
  }

  static func nodes(_ state: inout SandboxState, _ call: Call) throws(APIError) -> Answer {
    let space = try self.space(call.parameter("space_id"), state, call.identity)
    let parent = call.queryText("parent_node_token")
    if let parent {
      guard state.documents.nodes.contains(where: { $0.token == parent && $0.spaceID == space.id })
      else { throw APIError(131_005, "not found: node not found") }
    }
    let children = state.documents.nodes.filter { $0.spaceID == space.id && $0.parent == parent }
    let page = try state.page(
      children, "nodes \(space.id) \(parent ?? "") \(call.identity)",
      token: call.queryText("page_token"), size: size(call, default: 10), expired: badPage)
    let visible = page.items.filter { state.documents.isVisible($0, call.identity) }
    return answer(visible.map { json($0, state) }, page.token)
  }

  /// By the token of the page, or, with `obj_type`, by that of the document in it.
  static func node(_ state: inout SandboxState, _ call: Call) throws(APIError) -> Answer {
    let token = call.queryText("token") ?? ""
    let type = call.queryText("obj_type") ?? "wiki"
    let found = state.documents.nodes.first { node in
      type == "wiki"
        ? node.token == token
        : node.document.token == token && node.document.kind.rawValue == type
    }
    guard let node = found else {
      throw APIError(131_005, "not found: document not found by token \(token)")
    }
    guard let space = state.documents.space(node.spaceID),
      state.documents.isVisible(space, call.identity),
      state.documents.isVisible(node, call.identity)
    else { throw APIError(131_006, "permission denied: node permission denied") }
    return .data(["node": json(node, state)])
  }

  static func space(
    _ id: String, _ state: SandboxState, _ identity: Identity
  ) throws(APIError) -> WikiSpace {
    guard id.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
      throw APIError(131_002, "param err: invalid space_id")
    }
    guard let space = state.documents.space(id) else {
      throw APIError(131_005, "not found: space not found")
    }
    guard state.documents.isVisible(space, identity) else {
      throw APIError(131_006, "permission denied: wiki space permission denied")
    }
    return space
  }

  private static func size(_ call: Call, default size: Int) -> Int {
    let asked = call.queryNumber("page_size") ?? 0
    return asked == 0 ? size : asked
  }

  private static func answer(_ items: [JSONValue], _ token: String?) -> Answer {
    var data: JSONObject = ["items": .array(items)]
    data["page_token"] = token.map(JSONValue.string)
    data["has_more"] = .bool(token != nil)
    return .data(data)
  }

  static func json(_ node: WikiNode, _ state: SandboxState) -> JSONValue {
    let document = node.document
    let token = node.token
    let owner = JSONValue.string(document.owner.openID)
    let hasChild = state.documents.nodes.contains {
      $0.parent == token && $0.spaceID == node.spaceID
    }
    return [
      "space_id": .string(node.spaceID), "node_token": .string(token),
      "obj_token": .string(document.token), "obj_type": .string(document.kind.rawValue),
      "parent_node_token": .string(node.parent ?? ""),
      "node_type": node.origin == nil ? "origin" : "shortcut",
      "origin_node_token": .string(node.origin?.nodeToken ?? token),
      "origin_space_id": .string(node.origin?.spaceID ?? node.spaceID),
      "has_child": .bool(hasChild), "title": .string(document.title),
      "obj_create_time": .string(String(document.createSeconds)),
      "obj_edit_time": .string(String(document.editSeconds)),
      "node_create_time": .string(String(document.createSeconds)), "creator": owner,
      "owner": owner, "node_creator": owner,
    ]
  }
}
