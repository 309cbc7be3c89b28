import JSON
import Testing

@testable import Lark

@Suite struct SearchQueryTests {
  private func query(_ json: String) throws -> SearchQuery {
    let arguments = try JSONDecoding.decode(
      SearchDocsArguments.self, from: JSONValue(parsing: json))
    return try SearchQuery(arguments)
  }

  @Test func cutsToFiftyCharacters() throws {
    let short = try query(#"{"query":"  飞书 文档\n指南 "}"#)
    #expect(short.text == "飞书 文档 指南")
    #expect(!short.isCut)
    let long = try query(#"{"query":"\#(String(repeating: "文", count: 60))"}"#)
    #expect(long.text.count == 50)
    #expect(long.isCut)
    let emoji = try query(#"{"query":"\#(String(repeating: "👩‍💻", count: 20))"}"#)
    #expect(emoji.text.utf16.count == 50)
  }

  @Test(arguments: [
    #"{"query":" "}"#, #"{"query":"a","page_size":0}"#, #"{"query":"a","page_size":21}"#,
    #"{"query":"a","types":["pdf"]}"#,
  ])
  func refuses(_ json: String) { #expect(throws: LarkFailure.self) { try query(json) } }

  @Test func asksDocumentsAndWikis() throws {
    let body = try query(#"{"query":"a"}"#).docWikiBody(pageToken: nil)
    #expect(body == ["query": "a", "page_size": 10, "doc_filter": [:], "wiki_filter": [:]])
    let typed = try query(#"{"query":"a","types":["doc","sheet"],"page_size":5}"#)
    #expect(
      typed.docWikiBody(pageToken: "p") == [
        "query": "a", "page_size": 5, "doc_filter": ["doc_types": ["DOC", "DOCX", "SHEET"]],
        "wiki_filter": ["doc_types": ["DOC", "DOCX", "SHEET"]], "page_token": "p",
      ])
    let wiki = try query(#"{"query":"a","types":"wiki"}"#).docWikiBody(pageToken: nil)
    #expect(wiki == ["query": "a", "page_size": 10, "wiki_filter": [:]])
  }

  @Test func keepsTheOldSearchWithinItsRange() throws {
    let query = try query(#"{"query":"a","types":["docx"],"page_size":20}"#)
    #expect(
      query.legacyBody(offset: 0)
        == ["search_key": "a", "count": 20, "offset": 0, "docs_types": ["doc"]])
    #expect(query.legacyBody(offset: 190)?["count"] == 9)
    #expect(query.legacyBody(offset: 199) == nil)
    #expect(try self.query(#"{"query":"a","types":["folder"]}"#).legacyBody(offset: 0) == nil)
  }

  @Test func knowsTypes() throws {
    let query = try query(#"{"query":"a","types":["doc","wiki"]}"#)
    #expect(query.accepts(type: "docx", isWiki: false))
    #expect(query.accepts(type: "sheet", isWiki: true))
    #expect(!query.accepts(type: "sheet", isWiki: false))
  }
}

@Suite struct SearchCursorTests {
  @Test func goesRoundTrip() throws {
    let cursor = try SearchCursor("d:token:with:colons")
    #expect(cursor == SearchCursor(.docWiki, "token:with:colons"))
    #expect(cursor.text == "d:token:with:colons")
    #expect(try SearchCursor("i:20").offset == 20)
  }

  @Test(arguments: [
    "", "x", "d:", ":1", "z:1", "s:-1", "s:x", "i:99999999999999999999", "i:9999999",
  ])
  func refuses(_ text: String) {
    #expect(throws: LarkFailure.self) { try SearchCursor(text) }
  }
}

@Suite struct VisibleIndexTests {
  private func value(_ json: String) throws -> JSONValue { try JSONValue(parsing: json) }

  @Test func walksLevelByLevelAndThroughEmptyPages() throws {
    var index = VisibleIndex()
    let root = try present(index.next())
    #expect(root == VisibleIndex.Step(list: .files(folder: nil)))
    index.received(try value(#"{"files":[],"has_more":true,"next_page_token":"n1"}"#), for: root)
    let more = try present(index.next())
    #expect(more == VisibleIndex.Step(list: .files(folder: nil), pageToken: "n1"))
    let folder = #"{"token":"f1","name":"Plans","type":"folder"}"#
    index.received(try value(#"{"files":[\#(folder)],"has_more":false}"#), for: more)
    let spaces = try present(index.next())
    #expect(spaces == VisibleIndex.Step(list: .spaces))
    index.received(
      try value(#"{"items":[{"space_id":"7","name":"W"}],"has_more":false}"#), for: spaces)
    #expect(index.next() == VisibleIndex.Step(list: .files(folder: "f1")))
    let nodes = try present(index.next())
    #expect(nodes == VisibleIndex.Step(list: .nodes(space: "7", parent: nil)))
    let node = #"{"node_token":"w1","obj_type":"docx","title":"Guide","has_child":true}"#
    index.received(try value(#"{"items":[\#(node)],"has_more":false}"#), for: nodes)
    #expect(index.next() == VisibleIndex.Step(list: .nodes(space: "7", parent: "w1")))
    #expect(index.next() == nil)
    #expect(index.isComplete)
    #expect(index.documents.map(\.title) == ["Plans", "Guide"])
  }

  @Test func asksWithTheRightNames() {
    let step = VisibleIndex.Step(list: .nodes(space: "7/x", parent: "w 1"), pageToken: "p")
    #expect(
      VisibleIndex.request(step).url(base: "")
        == "/open-apis/wiki/v2/spaces/7%2Fx/nodes?page_size=50&parent_node_token=w%201&page_token=p"
    )
    #expect(
      VisibleIndex.request(.init(list: .files(folder: "f"))).url(base: "")
        == "/open-apis/drive/v1/files?page_size=200&folder_token=f")
  }

  @Test func isBounded() throws {
    var index = VisibleIndex()
    var requests = 0
    while let step = index.next() {
      requests += 1
      index.received(
        try value(#"{"files":[],"items":[],"has_more":true,"page_token":"p"}"#), for: step)
    }
    #expect(requests == VisibleIndex.maximumRequests)
    #expect(!index.isComplete)
  }

  @Test func ranksTitles() throws {
    var index = VisibleIndex()
    let files = ["Old q1 plan", "Q1 PLAN 2026", "plan q1", "q1 plan", "Q1 budget"].enumerated().map
    {
      #"{"token":"t\#($0)","name":"\#($1)","type":"docx"}"#
    }
    let step = try present(index.next())
    index.received(try value(#"{"files":[\#(files.joined(separator: ","))]}"#), for: step)
    let query = try SearchQuery(SearchDocsArguments(query: "Q1 Plan"))
    #expect(
      index.matches(query).map(\.title) == ["q1 plan", "Q1 PLAN 2026", "Old q1 plan", "plan q1"])
  }
}

@Suite struct SearchMemoryTests {
  @Test func forgetsInTime() {
    var memory = SearchMemory()
    let failure = LarkFailure.argument("x")
    memory.refused(.docWiki, failure, at: 0)
    #expect(memory.refusal(of: .docWiki, at: SearchMemory.refusalMilliseconds - 1) == failure)
    #expect(memory.refusal(of: .legacy, at: 0) == nil)
    #expect(memory.refusal(of: .docWiki, at: SearchMemory.refusalMilliseconds) == nil)
    memory.keep(VisibleIndex(), at: 0)
    #expect(memory.index(at: SearchMemory.indexMilliseconds - 1) != nil)
    #expect(memory.index(at: SearchMemory.indexMilliseconds) == nil)
    #expect(memory.asksForLinks(at: 0))
    memory.linksRefused(at: 0)
    #expect(!memory.asksForLinks(at: 1))
  }
}
