internal import JSON
internal import PluginKit

/// The arguments of the tool `discover_api`.
struct DiscoverAPIArguments: Decodable, Sendable {
  var query: String
  var method: String?
  var limit: Int?
}

/// Finds endpoints of Lark by words. Asks Lark nothing.
enum DiscoverAPI {
  static let defaultLimit = 20
  static let maximumLimit = 100
  static let maximumWords = 10

  /// What people call services, and what Lark calls them.
  private static let synonyms = [
    "base": "bitable", "spreadsheet": "sheets", "spreadsheets": "sheets", "meetings": "meeting",
    "people": "user", "employees": "employee", "doc": "docx", "document": "docx",
    "documents": "docx", "todo": "task", "okrs": "okr",
  ]

  static func run(_ arguments: DiscoverAPIArguments) throws(LarkFailure) -> ToolResult {
    let limit = arguments.limit ?? defaultLimit
    guard (1...maximumLimit).contains(limit) else {
      throw .argument("limit: from 1 to \(maximumLimit).")
    }
    let method = try APICall.method(arguments.method)
    let words = arguments.query.lowercased().split { !$0.isLetter && !$0.isNumber }
      .map { synonyms[String($0)] ?? String($0) }
    guard (1...maximumWords).contains(words.count) else {
      throw .argument("query: from 1 to \(maximumWords) words, such as \"chat members\".")
    }
    let (entries, count) = Catalogue.search(words, method, limit: limit)
    guard !entries.isEmpty else {
      return ToolResult(
        [.text("No endpoint has these words; try English nouns of the path.")],
        structured: ["endpoints": []])
    }
    let more = count > entries.count ? ", the best ones of \(count)" : ""
    let lines = ["\(entries.count) endpoints\(more):"] + entries.map(\.summary)
    return ToolResult(
      [.text(lines.joined(separator: "\n"))],
      structured: [
        "endpoints": .array(
          entries.map { entry in
            [
              "method": .string(entry.method.rawValue),
              "path": .string(CatalogueEntry.prefix + entry.path),
            ]
          })
      ])
  }

  static func tool(_ core: LarkCore) -> LarkTool {
    LarkTool(
      "discover_api",
      "Finds endpoints of Lark's server API by words of method, path and SDK name, for call_api.",
      core, group: .access, endpoints: [], identity: .botFirst,
      effect: .reads, offer: .onlyIfAllowed,
      input: .object(
        [
          "query": .string("Words, such as \"chat members\""),
          "method": .enumeration(["GET", "POST", "PUT", "PATCH", "DELETE"]),
          "limit": .integer(minimum: 1, maximum: maximumLimit, default: defaultLimit),
        ], required: ["query"])
    ) { (arguments: DiscoverAPIArguments, _) throws(LarkFailure) in
      try run(arguments)
    }
  }
}
