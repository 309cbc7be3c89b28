import JSON

/// `suite/docs-api/search/object`: the search before `doc_wiki`, by offset instead of page token.
enum LegacySearch {
  static let maximumCount = 50
  static let maximumReach = 200

  static let endpoints: [Endpoint] = [
    Endpoint(
      method: "POST", path: "/open-apis/suite/docs-api/search/object", token: .user,
      scopes: ["drive:drive", "drive:drive:readonly", "search:docs:read"],
      rate: .hundredPerMinute, isLegacy: true, isSearch: true,
      body: [
        .text("search_key", required: true), .integer("count", range: 0...maximumCount),
        .integer("offset", range: 0...maximumReach), .texts("owner_ids"), .texts("chat_ids"),
        .texts("docs_types", options: ["doc", "sheet", "slides", "bitable", "mindnote", "file"]),
      ],
      handler: search)
  ]

  static func search(_ state: inout SandboxState, _ call: Call) throws(APIError) -> Answer {
    let count = call.body["count"]?.integer.map { Int($0) } ?? maximumCount
    let offset = call.body["offset"]?.integer.map { Int($0) } ?? 0
    guard offset + count < maximumReach else {
      throw .violation("offset", "offset + count must be less than \(maximumReach)")
    }
    let match = TextMatch(call.text("search_key") ?? "")
    let owners = texts(call.body["owner_ids"])
    let types = texts(call.body["docs_types"])
    let found = state.documents.searchable(by: call.identity).filter { document in
      match.matches(document.title, document.text)
        && (owners.isEmpty || owners.contains(document.owner.openID))
        && (types.isEmpty || types.contains(type(document)))
    }
    let entities = found.dropFirst(offset).prefix(count).map { document -> JSONValue in
      [
        "docs_token": .string(document.token), "docs_type": .string(document.kind.rawValue),
        "title": .string(document.title), "owner_id": .string(document.owner.openID),
      ]
    }
    return .data([
      "docs_entities": .array(entities), "has_more": .bool(offset + count < found.count),
      "total": number(found.count),
    ])
  }

  /// New documents are asked for as old ones.
  private static func type(_ document: Document) -> String {
    document.kind == .docx ? "doc" : document.kind.rawValue
  }
}
