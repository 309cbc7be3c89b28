internal import JSON
internal import PluginKit

extension SearchDocs {
  static func tool(_ core: LarkCore) -> LarkTool {
    let search = SearchDocs(client: core.client)
    return LarkTool(
      "search_docs",
      "Searches Lark (Feishu) documents, sheets, bases, files and wiki pages that the bot or the "
        + "user can see, "
        + "and gives titles and links. Says which of Lark's searches answered.",
      core, group: .docs,
      endpoints: [
        .searchDocs, .searchDocsLegacy, .listFiles, .listWikiSpaces, .listWikiNodes, .fileMetadata,
      ],
      identity: .botFirst, effect: .reads, input: input
    ) { (arguments: SearchDocsArguments, context) throws(LarkFailure) in
      let report = try await search.run(arguments, context)
      return ToolResult([.text(report.text)], structured: report.structured)
    }
  }

  private static let input = Schema.object(
    [
      "query": .string("Words to look for; Lark uses the first 50 characters."),
      "types": .stringList(
        .enumeration(SearchQuery.types), "Only these; doc covers docx. Default: all."),
      "page_size": .integer(
        "How many at most.", minimum: 1,
        maximum: SearchQuery.maximumPageSize, default: SearchQuery.defaultPageSize),
      "page_token": .string("From the page before, unchanged."),
    ], required: ["query"])
}
