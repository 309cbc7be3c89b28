import JSON

/// `search/v2/doc_wiki/search`: for users; a tenant token is refused unless the sandbox is told to
/// take it.
enum Search {
  static let maximumPage = 20
  private static let defaultPage = 15
  private static let types = [
    "DOC", "SHEET", "BITABLE", "MINDNOTE", "FILE", "WIKI", "DOCX", "FOLDER", "CATALOG", "SLIDES",
    "SHORTCUT",
  ]
  private static let sorts = [
    "DEFAULT_TYPE", "OPEN_TIME", "EDIT_TIME", "EDIT_TIME_ASC", "ENTITY_CREATE_TIME_ASC",
    "ENTITY_CREATE_TIME_DESC", "CREATE_TIME", "CREATE_TIME_ASC",
  ]
  private static let times: [FieldRule] = [
    .integer("start", range: 0...Int.max), .integer("end", range: 0...Int.max),
  ]
  private static let filter: [FieldRule] = [
    .texts("creator_ids", length: 0...20), .texts("doc_types", options: types, length: 0...10),
    .flag("only_title"), .object("open_time", times),
    .text("sort_type", options: sorts),
    .object("create_time", times),
  ]

  static let endpoints: [Endpoint] = [
    Endpoint(
      method: "POST", path: "/open-apis/search/v2/doc_wiki/search", token: .user,
      scopes: ["search:docs:read"], rate: .hundredPerMinute, isSearch: true,
      body: [
        .text("query", required: true, length: 0...50),
        .object("doc_filter", filter + [.texts("folder_tokens", length: 0...50)]),
        .object("wiki_filter", filter + [.texts("space_ids", length: 0...50)]),
        .pageToken, .integer("page_size", range: 0...maximumPage),
      ],
      handler: search)
  ]

  static func search(_ state: inout SandboxState, _ call: Call) throws(APIError) -> Answer {
    guard call.body["doc_filter"]?.object != nil || call.body["wiki_filter"]?.object != nil else {
      throw APIError(1_274_001, "invalid param: missing required fields")
    }
    let query = call.text("query") ?? ""
    let match = TextMatch(query)
    let found = find(match, state, call)
    let size = call.body["page_size"]?.integer.map { Int($0) } ?? 0
    let token = call.text("page_token").flatMap { $0.isEmpty ? nil : $0 }
    let page = try state.page(
      found, "search \(call.identity) \(query)", token: token,
      size: size == 0 ? defaultPage : size,
      expired: APIError(1_274_002, "invalid param: illegal page_token"))
    var data: JSONObject = ["total": number(found.count), "has_more": .bool(page.hasMore)]
    data["res_units"] = .array(page.items.map { unit($0, match) })
    data["page_token"] = page.token.map(JSONValue.string)
    return .data(data)
  }

  private static func find(
    _ match: TextMatch, _ state: SandboxState, _ call: Call
  ) -> [Document] {
    let documents = call.body["doc_filter"]?.object
    let folders = texts(documents?["folder_tokens"])
    let wikis = folders.isEmpty ? call.body["wiki_filter"]?.object : nil
    let found = state.documents.searchable(by: call.identity).filter { document in
      guard let filter = document.spaceID == nil ? documents : wikis else { return false }
      let onlyTitle = filter["only_title"]?.bool ?? false
      return match.matches(document.title, onlyTitle ? "" : document.text)
        && passes(document, filter, state.documents)
    }
    let sort = (documents ?? wikis)?["sort_type"]?.string ?? "DEFAULT_TYPE"
    return sorted(found, by: sort, match)
  }

  private static func passes(
    _ document: Document, _ filter: JSONObject, _ store: DocumentStore
  ) -> Bool {
    func allows(_ name: String, _ value: String) -> Bool {
      let allowed = texts(filter[name])
      return allowed.isEmpty || allowed.contains(value)
    }
    func isWithin(_ name: String, _ seconds: Int) -> Bool {
      let start = filter[name]?["start"]?.integer ?? 0
      let end = filter[name]?["end"]?.integer ?? .max
      return Int64(seconds) >= start && Int64(seconds) <= end
    }
    return allows("creator_ids", document.owner.openID)
      && allows("doc_types", type(document)) && allows("space_ids", document.spaceID ?? "")
      && allows("folder_tokens", document.folder ?? "")
      && isWithin("open_time", document.openSeconds)
      && isWithin("create_time", document.createSeconds)
  }

  /// Unless asked otherwise, titles that match come first, then what was opened last.
  private static func sorted(
    _ documents: [Document], by sort: String, _ match: TextMatch
  ) -> [Document] {
    switch sort {
    case "OPEN_TIME": return documents.sorted { $0.openSeconds > $1.openSeconds }
    case "EDIT_TIME": return documents.sorted { $0.editSeconds > $1.editSeconds }
    case "EDIT_TIME_ASC": return documents.sorted { $0.editSeconds < $1.editSeconds }
    case "CREATE_TIME", "ENTITY_CREATE_TIME_DESC":
      return documents.sorted { $0.createSeconds > $1.createSeconds }
    case "CREATE_TIME_ASC", "ENTITY_CREATE_TIME_ASC":
      return documents.sorted { $0.createSeconds < $1.createSeconds }
    default:
      let titled = documents.filter { match.matches($0.title) }
      let others = documents.filter { !match.matches($0.title) }
      return sorted(titled, by: "OPEN_TIME", match) + sorted(others, by: "OPEN_TIME", match)
    }
  }

  private static func unit(_ document: Document, _ match: TextMatch) -> JSONValue {
    let isWiki = document.spaceID != nil
    return [
      "title_highlighted": .string(match.highlight(document.title)),
      "summary_highlighted": .string(match.summary(of: document.text)),
      "entity_type": isWiki ? "WIKI" : "DOC",
      "result_meta": [
        "doc_types": .string(type(document)), "update_time": number(document.editSeconds),
        "url": .string(document.url), "owner_name": .string(document.owner.name),
        "owner_id": .string(document.owner.openID), "is_cross_tenant": false,
        "create_time": number(document.createSeconds),
        "last_open_time": number(document.openSeconds),
        "edit_user_id": .string(document.owner.openID),
        "edit_user_name": .string(document.owner.name),
        "token": .string(isWiki ? document.nodeToken : document.token),
      ],
    ]
  }

  private static func type(_ document: Document) -> String {
    document.spaceID == nil ? document.kind.rawValue.uppercased() : "WIKI"
  }
}
