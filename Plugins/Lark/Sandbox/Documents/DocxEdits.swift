import JSON

/// Edits of the blocks of a document.
enum DocxEdits {
  static let maximumChildren = 50
  static let maximumRequests = 200
  private static let invalid = APIError.code(1_770_001)

  /// Blocks with children of their own, under temporary ids.
  static func descend(_ state: inout SandboxState, _ call: Call) throws(APIError) -> Answer {
    try change(&state, call) { tree, identifiers throws(APIError) in
      let given = call.array("descendants").compactMap(\.object)
      let roots = texts(call.body["children_id"])
      let known = Set(given.compactMap { $0["block_id"]?.string })
      guard known.count == given.count, roots.allSatisfy(known.contains) else { throw invalid }
      guard given.allSatisfy({ $0["table"]?["property"]?["merge_info"] == nil }) else {
        throw .code(1_770_006)
      }
      var ids: [String: String] = [:]
      for id in known.sorted() { ids[id] = "doxcn\(identifiers.pageToken().prefix(22))" }
      let blocks = linked(given.map { renamed($0, ids) })
      let parent = try parent(tree, call)
      let new = roots.compactMap { ids[$0] }
      tree.insert(blocks, roots: new, under: parent, at: call.integer("index") ?? -1)
      let relations = ids.sorted { $0.key < $1.key }.map { old, new -> JSONValue in
        ["temporary_block_id": .string(old), "block_id": .string(new)]
      }
      return [
        "children": .array(new.compactMap { tree.blocks[$0].map(JSONValue.object) }),
        "block_id_relations": .array(relations),
      ]
    }
  }

  /// Blocks without children.
  static func children(_ state: inout SandboxState, _ call: Call) throws(APIError) -> Answer {
    try change(&state, call) { tree, identifiers throws(APIError) in
      let given = call.array("children").compactMap(\.object)
      guard (1...maximumChildren).contains(given.count) else { throw .code(1_770_007) }
      var blocks: [JSONObject] = []
      for var block in given {
        block["block_id"] = .string("doxcn\(identifiers.pageToken().prefix(22))")
        blocks.append(block)
      }
      let ids = blocks.compactMap { $0["block_id"]?.string }
      let parent = try parent(tree, call)
      tree.insert(blocks, roots: ids, under: parent, at: call.integer("index") ?? -1)
      return ["children": .array(ids.compactMap { tree.blocks[$0].map(JSONValue.object) })]
    }
  }

  static func update(_ state: inout SandboxState, _ call: Call) throws(APIError) -> Answer {
    let media = state.media
    return try change(&state, call) { tree, _ throws(APIError) in
      let requests = call.array("requests").compactMap(\.object)
      guard (1...maximumRequests).contains(requests.count) else { throw invalid }
      var changed: [JSONValue] = []
      for request in requests {
        let id = request["block_id"]?.string ?? ""
        guard let block = tree.blocks[id] else { throw Docx.missing }
        if let token = request["replace_image"]?["token"]?.string, media[token] == nil {
          throw .code(1_770_013)
        }
        tree.change(id) { apply(request, to: &$0, type: BlockTree.type(block)) }
        changed.append(.object(tree.blocks[id] ?? [:]))
      }
      tree.nextRevision()
      return ["blocks": .array(changed)]
    }
  }

  static func delete(_ state: inout SandboxState, _ call: Call) throws(APIError) -> Answer {
    try change(&state, call) { tree, _ throws(APIError) in
      let parent = try parent(tree, call)
      let (start, end) = (call.integer("start_index") ?? 0, call.integer("end_index") ?? 0)
      guard start < end, start >= 0, end <= tree.children(parent).count else { throw invalid }
      tree.remove(start..<end, under: parent)
      return [:]
    }
  }

  private static func apply(_ request: JSONObject, to block: inout JSONObject, type: Int) {
    let name = BlockTree.names[type] ?? "text"
    var content = block[name]?.object ?? [:]
    let text = request["update_text_elements"] ?? request["update_text"]
    if let elements = text?["elements"] { content["elements"] = elements }
    if let style = (request["update_text_style"] ?? request["update_text"])?["style"]?.object {
      var merged = content["style"]?.object ?? [:]
      for member in style.members { merged[member.key] = member.value }
      content["style"] = .object(merged)
    }
    if let token = request["replace_image"]?["token"] { content["token"] = token }
    block[name] = .object(content)
  }

  private static func parent(_ tree: BlockTree, _ call: Call) throws(APIError) -> String {
    let id = call.parameter("block_id")
    guard tree.blocks[id] != nil else { throw Docx.missing }
    return id
  }

  /// What every edit shares: the right to it, its pace, its revision, its being done once.
  private static func change(
    _ state: inout SandboxState, _ call: Call,
    _ edit: (inout BlockTree, inout Identifiers) throws(APIError) -> JSONObject
  ) throws(APIError) -> Answer {
    let document = try Docx.find(state, call, edits: true)
    let key = call.queryText("client_token").map { "docx \(document.token) \($0)" }
    if let key, let earlier = state.answers[key] { return .data(earlier) }
    let target = "document \(document.token)"
    guard state.limits.take(target: target, perSecond: 3, at: state.clock.seconds) else {
      throw RateLimits.refusal(limit: 3, resetSeconds: 1, isLegacy: false)
    }
    var tree = state.tree(document)
    let asked = call.queryNumber("document_revision_id") ?? -1
    guard asked <= tree.revision else { throw invalid }
    guard asked < 0 || asked == tree.revision else { throw .code(1_770_021) }
    var data = try edit(&tree, &state.identifiers)
    guard tree.blocks.count <= BlockTree.maximumBlocks else { throw .code(1_770_004) }
    state.keep(tree)
    data["document_revision_id"] = number(tree.revision)
    data["client_token"] = .string(call.queryText("client_token") ?? state.identifiers.uuid())
    if let key { state.answers[key] = data }
    return .data(data)
  }

  private static func renamed(_ block: JSONObject, _ ids: [String: String]) -> JSONObject {
    func new(_ value: JSONValue?) -> JSONValue {
      .array(texts(value).map { .string(ids[$0] ?? $0) })
    }
    var block = block
    block["block_id"] = .string(ids[block["block_id"]?.string ?? ""] ?? "")
    if block["children"] != nil { block["children"] = new(block["children"]) }
    if var table = block["table"]?.object {
      table["cells"] = new(table["cells"] ?? block["children"])
      block["table"] = .object(table)
    }
    return block
  }

  /// Each with the id of its parent.
  static func linked(_ blocks: [JSONObject]) -> [JSONObject] {
    var parents: [String: String] = [:]
    for block in blocks {
      for child in texts(block["children"]) { parents[child] = block["block_id"]?.string }
    }
    return blocks.map { block in
      var block = block
      let parent = parents[block["block_id"]?.string ?? ""]
      block["parent_id"] = .string(parent ?? "")
      return block
    }
  }
}
