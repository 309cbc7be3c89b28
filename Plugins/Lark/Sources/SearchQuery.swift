internal import JSON

/// The arguments of the tool `search_docs`.
struct SearchDocsArguments: Decodable, Sendable {
  var query: String
  var types: StringList?
  var pageSize: Int?
  var pageToken: String?

  enum CodingKeys: String, CodingKey {
    case query, types
    case pageSize = "page_size"
    case pageToken = "page_token"
  }
}

/// What is searched for, checked, and as each of Lark's searches wants it.
struct SearchQuery: Equatable, Sendable {
  static let maximumCharacters = 50
  static let maximumPageSize = 20
  static let defaultPageSize = 10
  /// The old search answers only where offset and count together are less than that.
  static let legacyEnd = 200
  static let types = [
    "doc", "docx", "sheet", "bitable", "mindnote", "file", "slides", "folder", "wiki",
  ]

  let text: String
  /// Empty: all.
  let types: [String]
  let pageSize: Int
  /// Whether the text was cut to Lark's limit.
  let isCut: Bool

  init(_ arguments: SearchDocsArguments) throws(LarkFailure) {
    let whole = singleLine(arguments.query, limit: .max)
    guard !whole.isEmpty else { throw .argument("query: write what to look for.") }
    text = SearchQuery.cut(whole)
    isCut = text != whole
    types = (arguments.types?.values ?? []).map { $0.lowercased() }
    for type in types where !SearchQuery.types.contains(type) {
      let shown = singleLine(type, limit: 40)
      throw .argument(
        "types: \"\(shown)\" is not one of \(SearchQuery.types.joined(separator: ", ")).")
    }
    pageSize = arguments.pageSize ?? SearchQuery.defaultPageSize
    guard (1...SearchQuery.maximumPageSize).contains(pageSize) else {
      throw .argument("page_size: from 1 to \(SearchQuery.maximumPageSize).")
    }
  }

  /// Lark takes at most 50 characters and does not say how it counts them; UTF-16 counts the most.
  private static func cut(_ text: String) -> String {
    var count = 0
    let kept = text.prefix { character in
      count += character.utf16.count
      return count <= maximumCharacters
    }
    return String(kept).trimmingSpaces
  }

  /// `search/v2/doc_wiki/search`: at least one of the two filters, which may be empty.
  func docWikiBody(pageToken: String?) -> JSONValue {
    var body: JSONObject = [
      "query": .string(text), "page_size": .number(JSONNumber(Int64(pageSize))),
    ]
    let named = types.filter { $0 != "wiki" }.flatMap {
      $0 == "doc" ? ["DOC", "DOCX"] : [$0.uppercased()]
    }
    let filter: JSONValue =
      named.isEmpty ? [:] : ["doc_types": .array(Set(named).sorted().map { .string($0) })]
    if types != ["wiki"] { body["doc_filter"] = filter }
    body["wiki_filter"] = types.contains("wiki") ? [:] : filter
    if let pageToken { body["page_token"] = .string(pageToken) }
    return .object(body)
  }

  /// `suite/docs-api/search/object`; nil where it can find nothing of what is asked for.
  func legacyBody(offset: Int) -> JSONValue? {
    let count = min(pageSize, SearchQuery.legacyEnd - 1 - offset)
    let known = ["doc", "sheet", "slides", "bitable", "mindnote", "file"]
    // Its type doc covers docx.
    let named = types.map { $0 == "docx" ? "doc" : $0 }.filter(known.contains)
    guard count > 0, offset >= 0, types.isEmpty || !named.isEmpty else { return nil }
    var body: JSONObject = [
      "search_key": .string(text), "count": .number(JSONNumber(Int64(count))),
      "offset": .number(JSONNumber(Int64(offset))),
    ]
    if !named.isEmpty { body["docs_types"] = .array(Set(named).sorted().map { .string($0) }) }
    return .object(body)
  }

  /// Whether a document of that type is asked for.
  func accepts(type: String, isWiki: Bool) -> Bool {
    guard !types.isEmpty else { return true }
    return types.contains(type) || (isWiki && types.contains("wiki"))
      || (type == "docx" && types.contains("doc"))
  }
}
