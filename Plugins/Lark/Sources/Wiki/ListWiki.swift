internal import JSON
internal import PluginKit

/// The arguments of the tool `list_wiki`.
struct ListWikiArguments: Decodable, Sendable {
  var place: LooseID?
  var limit: Int?
  var pageToken: String?

  enum CodingKeys: String, CodingKey {
    case place, limit
    case pageToken = "page_token"
  }
}

/// Lists wiki spaces, or the pages of a space or below a page.
struct ListWiki: Sendable {
  static let pageSize = 50
  static let maximumLimit = 200
  /// Lark gives empty pages with more to follow; so many are asked for at most.
  static let maximumRequests = 10

  let client: LarkClient

  func run(
    _ arguments: ListWikiArguments, _ context: CallContext
  ) async throws(LarkFailure) -> ToolResult {
    let limit = arguments.limit ?? ListWiki.pageSize
    guard (1...ListWiki.maximumLimit).contains(limit) else {
      throw .argument("limit: from 1 to \(ListWiki.maximumLimit).")
    }
    let token = arguments.pageToken?.nonEmpty
    guard let text = arguments.place?.text.nonEmpty else {
      let page = try await read(
        APIRequest(.listWikiSpaces, purpose: "list the wiki spaces"), limit, token, context)
      return result(
        page, page.items.map(ListWiki.spaceLine), "wiki space", "that the \(context.actedAs) is in",
        context)
    }
    let place = try await WikiPlace.of(text, "place", client, context)
    var request = APIRequest(
      .listWikiNodes, path: ["space_id": place.space], purpose: "list the wiki pages")
    if let parent = place.parent { request.query.append(("parent_node_token", parent)) }
    let page = try await read(request, limit, token, context)
    let title = place.title.map { " below \"\(singleLine($0, limit: 100))\"" } ?? ""
    let brand = client.settings.brand
    return result(
      page, page.items.map { ListWiki.nodeLine($0, brand) },
      "page", "of the wiki space \(place.space)\(title)", context)
  }

  private struct Page {
    var items: [JSONValue] = []
    var next: String?
  }

  private func read(
    _ request: APIRequest, _ limit: Int, _ token: String?, _ context: CallContext
  ) async throws(LarkFailure) -> Page {
    var page = Page(next: token)
    for _ in 0..<ListWiki.maximumRequests {
      var request = request
      let size = min(ListWiki.pageSize, limit - page.items.count)
      request.query.append(("page_size", String(size)))
      if let next = page.next { request.query.append(("page_token", next)) }
      let payload = try await client.send(request, context)
      page.items += payload["items"]?.array ?? []
      let hasMore = payload["has_more"]?.bool ?? false
      page.next = hasMore ? payload["page_token"]?.nonEmptyString : nil
      if page.next == nil || page.items.count >= limit { break }
    }
    return page
  }

  private static func spaceLine(_ space: JSONValue) -> String {
    let name = singleLine(space["name"]?.string ?? "", limit: 120).nonEmpty ?? "(no name)"
    let id = singleLine(space["space_id"]?.string ?? "", limit: 30)
    let about = space["description"]?.nonEmptyString.map { ": \(singleLine($0, limit: 160))" } ?? ""
    return "- \(name) (space \(id), \(singleLine(space["visibility"]?.string ?? "", limit: 20)))"
      + about
  }

  private static func nodeLine(_ node: JSONValue, _ brand: Settings.Brand) -> String {
    let title = singleLine(node["title"]?.string ?? "", limit: 200).nonEmpty ?? "(no title)"
    let token = singleLine(node["node_token"]?.string ?? "", limit: 128)
    let kind = singleLine(node["obj_type"]?.string ?? "", limit: 20)
    let shortcut = node["node_type"]?.string == "shortcut" ? ", shortcut" : ""
    let below = node["has_child"]?.bool == true ? ", has pages below" : ""
    return "- \(title) (\(kind)\(shortcut)\(below)) \(brand.documentURL)/wiki/\(token)"
  }

  private func result(
    _ page: Page, _ lines: [String], _ noun: String, _ place: String, _ context: CallContext
  ) -> ToolResult {
    let what = "\(lines.count) \(noun)\(lines.count == 1 ? "" : "s") \(place)"
    var lines = ["\(what). Read as the \(context.actedAs)."] + lines
    let members = ["space_id", "node_token", "obj_type", "obj_token", "title", "name", "has_child"]
    let items = page.items.map { item in
      var entry = JSONObject()
      for member in members { entry[member] = item[member] }
      return JSONValue.object(entry)
    }
    var structured: JSONObject = ["items": .array(items)]
    if let next = page.next {
      lines.append("More: page_token \"\(singleLine(next, limit: 400))\".")
      structured["page_token"] = .string(next)
    }
    return ToolResult([.text(lines.joined(separator: "\n"))], structured: .object(structured))
  }
}

extension ListWiki {
  static func tool(_ core: LarkCore) -> LarkTool {
    let lister = ListWiki(client: core.client)
    return LarkTool(
      "list_wiki", "Lists the Lark wiki spaces, or the pages of a space or below a page.",
      core, group: .wiki,
      endpoints: [.listWikiSpaces, .listWikiNodes, .getWikiNode], identity: .userFirst,
      effect: .reads,
      input: .object([
        "place": .looseID("Space id, or link of a page; default: all spaces"),
        "limit": .integer(minimum: 1, maximum: maximumLimit, default: pageSize),
        "page_token": .string("From the last result"),
      ])
    ) { (arguments: ListWikiArguments, context) throws(LarkFailure) in
      try await lister.run(arguments, context)
    }
  }
}
