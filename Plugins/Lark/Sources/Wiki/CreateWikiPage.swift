internal import JSON
internal import PluginKit

/// The arguments of the tool `create_wiki_page`.
struct CreateWikiPageArguments: Decodable, Sendable {
  var parent: String
  var title: String?
  var kind: String?
  var shortcutTo: String?

  enum CodingKeys: String, CodingKey {
    case parent, title, kind
    case shortcutTo = "shortcut_to"
  }
}

/// Makes an empty page in a wiki, or a shortcut to one.
struct CreateWikiPage: Sendable {
  static let kinds = ["docx", "sheet", "bitable", "mindnote", "slides"]

  let client: LarkClient

  /// A new page.
  struct Node: Sendable {
    var token: String
    /// What the page shows.
    var object: String
  }

  func run(
    _ arguments: CreateWikiPageArguments, _ context: CallContext
  ) async throws(LarkFailure) -> ToolResult {
    let kind = arguments.kind?.nonEmpty ?? "docx"
    guard CreateWikiPage.kinds.contains(kind) else {
      throw .argument("kind: one of \(CreateWikiPage.kinds.joined(separator: ", ")).")
    }
    let origin = arguments.shortcutTo?.nonEmpty
    let title = arguments.title.map { singleLine($0, limit: 800) }?.nonEmpty
    guard origin != nil || title != nil else { throw .argument("title: write the page's title.") }
    var original: LarkReference?
    if let origin {
      guard let found = LarkReference(parsing: origin),
        found.kind == .wiki || found.kind == .unknown
      else { throw .argument("shortcut_to: write a link or token of a wiki page.") }
      original = found
    }
    let place = try await WikiPlace.of(arguments.parent, "parent", client, context)
    var shown = kind
    if let original {
      let node = try await WikiPlace.node(original.token, client, context)
      shown = node["obj_type"]?.nonEmptyString ?? kind
    }
    let node = try await CreateWikiPage.create(
      place, kind: shown, title: title, origin: original?.token, client, context)
    let url = "\(client.settings.brand.documentURL)/wiki/\(node.token)"
    return ToolResult(
      [
        .text(
          "Created the wiki page \(url) as the \(context.actedAs)"
            + " (\(shown) \(node.object), space \(place.space)).")
      ],
      structured: [
        "node_token": .string(node.token), "obj_token": .string(node.object),
        "obj_type": .string(shown), "space_id": .string(place.space), "url": .string(url),
      ])
  }

  static func create(
    _ place: WikiPlace, kind: String, title: String?, origin: String? = nil, _ client: LarkClient,
    _ context: CallContext
  ) async throws(LarkFailure) -> Node {
    var body: JSONObject = [
      "obj_type": .string(kind), "node_type": .string(origin == nil ? "origin" : "shortcut"),
    ]
    if let parent = place.parent { body["parent_node_token"] = .string(parent) }
    if let origin { body["origin_node_token"] = .string(origin) }
    if let title { body["title"] = .string(title) }
    let payload = try await client.send(
      APIRequest(
        .createWikiNode, path: ["space_id": place.space], body: .object(body),
        purpose: "create the wiki page", keys: [.folder(place.space)]), context)
    guard let token = payload["node"]?["node_token"]?.nonEmptyString else {
      throw .unreadable(purpose: "create the wiki page", status: 200, logID: nil)
    }
    return Node(token: token, object: payload["node"]?["obj_token"]?.nonEmptyString ?? "")
  }
}

extension CreateWikiPage {
  static func tool(_ core: LarkCore) -> LarkTool {
    let creator = CreateWikiPage(client: core.client)
    return LarkTool(
      "create_wiki_page",
      "Creates an empty page in a Lark wiki (documents with text: create_doc), or a shortcut.",
      core, group: .wiki,
      endpoints: [.getWikiNode, .createWikiNode], identity: .userFirst, effect: .adds,
      offer: .inPresets,
      input: .object(
        [
          "parent": .string("Wiki page above it, or wiki space: link or id"),
          "title": .string(maxLength: 800),
          "kind": .enumeration(kinds, default: "docx"),
          "shortcut_to": .string("Wiki page: link or token"),
        ], required: ["parent"])
    ) { (arguments: CreateWikiPageArguments, context) throws(LarkFailure) in
      try await creator.run(arguments, context)
    }
  }
}
