import JSON
import PluginKit
import Testing

@testable import Lark

@Suite struct SearchDocsTests {
  private static let docWiki = "POST /open-apis/search/v2/doc_wiki/search"
  private static let legacy = "POST /open-apis/suite/docs-api/search/object"
  private static let files = "GET /open-apis/drive/v1/files"
  private static let spaces = "GET /open-apis/wiki/v2/spaces"
  private static let nodes = "GET /open-apis/wiki/v2/spaces/7/nodes"
  private static let links = "POST /open-apis/drive/v1/metas/batch_query"

  private func run(
    _ search: SearchDocs, _ bench: Bench, _ json: String
  ) async throws(LarkFailure) -> SearchReport {
    guard let value = try? JSONValue(parsing: json),
      let arguments = try? JSONDecoding.decode(SearchDocsArguments.self, from: value)
    else { throw .argument("test") }
    return try await search.run(arguments, bench.context())
  }

  private func withIndex(_ bench: Bench) {
    bench.transport.on(
      Self.files,
      .data(
        """
        {"files":[{"token":"doxcn1","name":"指南 One","type":"docx",
         "url":"https://t.feishu.cn/docx/doxcn1"}],"has_more":false}
        """
      ))
    bench.transport.on(Self.spaces, .data(#"{"items":[{"space_id":"7"}],"has_more":false}"#))
    bench.transport.on(
      Self.nodes,
      .data(
        """
        {"items":[{"node_token":"wikcn1","obj_type":"sheet","title":"指南 Two",
         "has_child":false}],"has_more":false}
        """
      ))
    bench.transport.on(
      Self.links,
      .data(
        """
        {"metas":[{"doc_token":"wikcn1","doc_type":"wiki",
         "url":"https://t.feishu.cn/wiki/wikcn1"}]}
        """
      ))
  }

  /// What the bot was refused says nothing of a user.
  @Test func searchesAsTheUserWhereThereIsOne() async throws {
    let bench = try Bench()
    bench.transport.on(
      Self.docWiki, .refusal(99_991_668), .data(#"{"total":0,"has_more":false,"res_units":[]}"#))
    bench.transport.on(Self.legacy, .refusal(99_991_668))
    withIndex(bench)
    let search = SearchDocs(client: bench.client)
    let arguments = try JSONDecoding.decode(SearchDocsArguments.self, from: ["query": "指南"])
    let first = try await search.run(arguments, bench.context())
    #expect(first.text.contains("Searched as the bot"))
    var context = bench.context()
    context.userToken = "u-1"
    let second = try await search.run(arguments, context)
    #expect(second.text.contains("Searched as the user"))
    #expect(bench.transport.requests(Self.docWiki).last?.fields[0].value == "Bearer u-1")
  }

  @Test func usesLarksSearchWhereItAnswers() async throws {
    let bench = try Bench()
    bench.transport.on(
      Self.docWiki,
      .data(
        """
        {"total":30,"has_more":true,"page_token":"next==","res_units":[{
         "title_highlighted":"<h>飞书</h>文档<hb>指南</hb>","summary_highlighted":"创建\\n<h>编辑</h>",
         "entity_type":"WIKI","result_meta":{"doc_types":"DOCX","update_time":1766567446,
         "url":"https://t.feishu.cn/wiki/x","owner_name":"张三","token":"wikx"}}]}
        """))
    let search = SearchDocs(client: bench.client)
    let report = try await run(search, bench, #"{"query":"飞书","page_size":1}"#)
    #expect(
      report.text == """
        1 of 30 documents for "飞书"
        1. 飞书文档指南 (wiki docx) https://t.feishu.cn/wiki/x by 张三, updated 2025-12-24
           创建 编辑

        Searched as the bot: Lark's search of documents and wikis (titles and content).
        More results: page_token "d:next==".
        """)
    #expect(report.structured["scope"] == "doc_wiki_search")
    _ = try await run(search, bench, #"{"query":"飞书","page_token":"d:next=="}"#)
    #expect(bench.transport.bodies(Self.docWiki).map { $0["page_token"] } == [nil, "next=="])
    #expect(bench.transport.requests(Self.links).isEmpty)
  }

  @Test(arguments: [99_991_663 as Int64, 99_991_668, 1_274_011])
  func fallsBackToTheOldSearch(_ code: Int64) async throws {
    let bench = try Bench()
    bench.transport.on(Self.docWiki, .refusal(code))
    bench.transport.on(
      Self.legacy,
      .data(
        """
        {"docs_entities":[{"docs_token":"shtcn1","docs_type":"sheet","title":"预算",
         "owner_id":"ou_1"}],"has_more":true,"total":2}
        """
      ))
    bench.transport.on(Self.links, .refusal(99_991_672))
    let report = try await run(SearchDocs(client: bench.client), bench, #"{"query":"预算"}"#)
    #expect(bench.transport.requests(Self.docWiki).count == 1)
    #expect(report.structured["scope"] == "docs_search")
    #expect(report.structured["not_searched"] == ["doc_wiki_search"])
    #expect(report.structured["page_token"] == "s:1")
    #expect(report.text.contains("https://www.feishu.cn/sheets/shtcn1"))
    #expect(report.text.contains("takes a user's identity (code \(code))"))
  }

  @Test func fallsBackToWhatIsShared() async throws {
    let bench = try Bench()
    bench.transport.on(Self.docWiki, .refusal(99_991_668))
    bench.transport.on(Self.legacy, .refusal(99_991_663))
    withIndex(bench)
    let report = try await run(SearchDocs(client: bench.client), bench, #"{"query":"指南"}"#)
    #expect(report.structured["scope"] == "shared_with_app")
    #expect(report.structured["complete"] == true)
    let results = try #require(report.structured["results"]?.array)
    #expect(
      results.map { $0["url"]?.string } == [
        "https://t.feishu.cn/docx/doxcn1", "https://t.feishu.cn/wiki/wikcn1",
      ])
    #expect(
      bench.transport.bodies(Self.links).map { $0["request_docs"] }
        == [[["doc_token": "wikcn1", "doc_type": "wiki"]]])
  }

  @Test func remembersRefusalsAndTheIndex() async throws {
    let bench = try Bench()
    bench.transport.on(Self.docWiki, .refusal(99_991_668))
    bench.transport.on(Self.legacy, .refusal(99_991_668))
    withIndex(bench)
    let search = SearchDocs(client: bench.client)
    for _ in 0..<3 { _ = try await run(search, bench, #"{"query":"One"}"#) }
    #expect(bench.transport.requests(Self.docWiki).count == 1)
    #expect(bench.transport.requests(Self.legacy).count == 1)
    #expect(bench.transport.requests(Self.files).count == 1)
    bench.clock.advance(milliseconds: SearchMemory.refusalMilliseconds)
    _ = try await run(search, bench, #"{"query":"One"}"#)
    #expect(bench.transport.requests(Self.docWiki).count == 2)
    #expect(bench.transport.requests(Self.files).count == 2)
  }

  @Test func namesAMissingPermission() async throws {
    let bench = try Bench()
    bench.transport.on(
      Self.docWiki,
      .refusal(99_991_672, error: #"{"permission_violations":[{"subject":"search:docs:read"}]}"#))
    bench.transport.on(Self.legacy, .refusal(99_991_668))
    withIndex(bench)
    let report = try await run(SearchDocs(client: bench.client), bench, #"{"query":"One"}"#)
    #expect(report.text.contains("lacks the permission search:docs:read; grant it at https://"))
  }

  @Test func saysWhatCouldNotBeLookedAt() async throws {
    let bench = try Bench()
    bench.transport.on(Self.docWiki, .refusal(99_991_668))
    bench.transport.on(Self.legacy, .refusal(99_991_668))
    bench.transport.on(Self.files, .refusal(99_991_672, "denied: [drive:drive]"))
    bench.transport.on(Self.spaces, .data(#"{"items":[{"space_id":"7"}],"has_more":false}"#))
    bench.transport.on(
      Self.nodes, .data(#"{"items":[{"node_token":"w","obj_type":"docx","title":"Guide"}]}"#))
    bench.transport.on(Self.links, .refusal(1_069_701))
    let report = try await run(SearchDocs(client: bench.client), bench, #"{"query":"guide"}"#)
    #expect(report.text.contains("Not everything that is shared with the app could be looked at: "))
    #expect(report.structured["complete"] == false)
  }

  @Test func failsWhereNothingCanBeRead() async throws {
    let bench = try Bench()
    bench.transport.on(Self.docWiki, .refusal(99_991_668))
    bench.transport.on(Self.legacy, .refusal(99_991_668))
    bench.transport.on(Self.files, .refusal(99_991_672, "denied: [drive:drive]"))
    bench.transport.on(Self.spaces, .refusal(99_991_672, "denied: [wiki:wiki]"))
    let error = await failure { () async throws(LarkFailure) in
      try await run(SearchDocs(client: bench.client), bench, #"{"query":"guide"}"#)
    }
    #expect(error?.words.contains("drive:drive") == true)
  }

  @Test func doesNotFallBackOnOtherFailures() async throws {
    let bench = try Bench()
    bench.transport.on(Self.docWiki, .refusal(1_274_002, "illegal enum value"))
    let error = await failure { () async throws(LarkFailure) in
      try await run(SearchDocs(client: bench.client), bench, #"{"query":"guide"}"#)
    }
    #expect(error?.code == 1_274_002)
    #expect(bench.transport.requests(Self.legacy).isEmpty)
  }
}
