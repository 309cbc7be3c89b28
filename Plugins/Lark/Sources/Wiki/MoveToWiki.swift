internal import JSON
internal import PluginKit

/// The arguments of the tool `move_to_wiki`.
struct MoveToWikiArguments: Decodable, Sendable {
  var doc: String
  var parent: String
  var apply: Bool?
}

/// Moves a document into a wiki, or a page of a wiki with all below it to another place.
struct MoveToWiki: Sendable {
  static let kinds: Set<String> = [
    "doc", "sheet", "bitable", "mindnote", "docx", "file", "slides",
  ]

  let client: LarkClient

  func run(
    _ arguments: MoveToWikiArguments, _ context: CallContext
  ) async throws(LarkFailure) -> ToolResult {
    let document = try ShareableDocument(
      arguments.doc, "doc", allowing: MoveToWiki.kinds.union(["wiki"]))
    guard WikiPlace.isWiki(arguments.parent) || LarkReference(parsing: arguments.parent) != nil
    else { throw .argument("parent: write \(WikiPlace.forms).") }
    let place = try await WikiPlace.of(arguments.parent, "parent", client, context)
    if document.kind == "wiki" { return try await move(page: document.token, place, context) }
    var body: JSONObject = [
      "obj_type": .string(document.kind), "obj_token": .string(document.token),
    ]
    if let parent = place.parent { body["parent_wiki_token"] = .string(parent) }
    if let apply = arguments.apply { body["apply"] = .bool(apply) }
    let payload = try await client.send(
      APIRequest(
        .moveDocToWiki, path: ["space_id": place.space], body: .object(body),
        purpose: "move the document into the wiki"), context)
    if payload["applied"]?.bool == true {
      return report("Asked the owner's leave to move \(document.token)", nil, "applied", context)
    }
    var node = payload["wiki_token"]?.nonEmptyString
    if node == nil, let task = payload["task_id"]?.nonEmptyString {
      node = try await wait(for: task, context)
      guard node != nil else {
        return report("Lark still moves \(document.token) (job \(task))", nil, "running", context)
      }
    }
    return report("Moved \(document.kind) \(document.token) into the wiki", node, "done", context)
  }

  /// The node that came of it; nil where Lark still works.
  private func wait(
    for task: String, _ context: CallContext
  ) async throws(LarkFailure) -> String? {
    try await LarkJob.wait(client, context) { () async throws(LarkFailure) -> String? in
      let payload = try await client.send(
        APIRequest(
          .wikiTask, path: ["task_id": task], query: [("task_type", "move")],
          purpose: "ask about the move"), context)
      let result = payload["task"]?["move_result"]?[0]
      switch result?["status"]?.integer {
      case 0?: return result?["node"]?["node_token"]?.string ?? ""
      case let status? where status < 0:
        throw .argument(
          "Lark did not move it: \(singleLine(result?["status_msg"]?.string ?? "", limit: 200)).")
      default: return nil
      }
    }
  }

  private func move(
    page token: String, _ place: WikiPlace, _ context: CallContext
  ) async throws(LarkFailure) -> ToolResult {
    let node = try await WikiPlace.node(token, client, context)
    guard let space = node["space_id"]?.nonEmptyString else {
      throw .argument("doc: the wiki page \(token) is in no space.")
    }
    var body: JSONObject = ["target_space_id": .string(place.space)]
    if let parent = place.parent { body["target_parent_token"] = .string(parent) }
    let payload = try await client.send(
      APIRequest(
        .moveWikiNode, path: ["space_id": space, "node_token": token], body: .object(body),
        purpose: "move the wiki page"), context)
    return report(
      "Moved the wiki page \(token)", payload["node"]?["node_token"]?.nonEmptyString ?? token,
      "done", context)
  }

  private func report(
    _ text: String, _ node: String?, _ state: String, _ context: CallContext
  ) -> ToolResult {
    let url = node?.nonEmpty.map { "\(client.settings.brand.documentURL)/wiki/\($0)" }
    var structured: JSONObject = ["state": .string(state)]
    if let node = node?.nonEmpty { structured["node_token"] = .string(node) }
    return ToolResult(
      [.text("\(text), as the \(context.actedAs)\(url.map { ": \($0)" } ?? ".")")],
      structured: .object(structured))
  }
}

extension MoveToWiki {
  static func tool(_ core: LarkCore) -> LarkTool {
    let mover = MoveToWiki(client: core.client)
    return LarkTool(
      "move_to_wiki",
      "Moves a Lark document into a wiki, or a wiki page with all below it elsewhere.",
      core, group: .wiki,
      endpoints: [.moveDocToWiki, .moveWikiNode, .wikiTask, .getWikiNode], identity: .userFirst,
      effect: .changes, offer: .inPresets,
      input: .object(
        [
          "doc": .string("Link, or kind:token"),
          "parent": .string("Wiki page, or wiki space: link or id"),
          "apply": .boolean("Ask the owner where it may not be moved"),
        ], required: ["doc", "parent"])
    ) { (arguments: MoveToWikiArguments, context) throws(LarkFailure) in
      try await mover.run(arguments, context)
    }
  }
}
