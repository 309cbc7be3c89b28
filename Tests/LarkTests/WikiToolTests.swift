import JSON
import PluginKit
import Testing

@testable import Lark

@Suite struct WikiToolTests {
  private static let space = "7034502641455497244"
  private static let spaces = "GET /open-apis/wiki/v2/spaces"
  private static let nodes = "GET /open-apis/wiki/v2/spaces/7034502641455497244/nodes"
  private static let create = "POST /open-apis/wiki/v2/spaces/7034502641455497244/nodes"
  private static let node = "GET /open-apis/wiki/v2/spaces/get_node"
  private static let move =
    "POST /open-apis/wiki/v2/spaces/7034502641455497244/nodes/move_docs_to_wiki"
  private static let page = HTTPResponse.data(
    #"""
    {"node":{"space_id":"7034502641455497244","node_token":"wik1","obj_type":"sheet",
    "title":"首页"}}
    """#
  )

  private func list(_ bench: Bench, _ json: String) async throws -> ToolResult {
    try await ListWiki(client: bench.client).run(try decoded(json), bench.context())
  }

  private func move(_ bench: Bench, _ json: String) async throws -> ToolResult {
    try await MoveToWiki(client: bench.client).run(try decoded(json), bench.context())
  }

  @Test func listsSpacesOverEmptyPages() async throws {
    let bench = try Bench()
    bench.transport.on(
      Self.spaces, .data(#"{"items":[],"has_more":true,"page_token":"p2"}"#),
      .data(
        #"""
        {"items":[{"name":"研发","space_id":"7034502641455497244","visibility":"private"}],
        "has_more":false}
        """#
      ))
    let result = try await list(bench, "{}")
    #expect(
      result.words == """
        1 wiki space that the bot is in. Read as the bot.
        - 研发 (space 7034502641455497244, private)
        """)
    #expect(bench.transport.requests(Self.spaces).map { $0.query["page_token"] } == [nil, "p2"])
    #expect(bench.transport.requests(Self.spaces)[0].query["page_size"] == "50")
  }

  @Test func listsPagesOfASpaceAndBelowAPage() async throws {
    let bench = try Bench()
    bench.transport.on(Self.node, Self.page)
    bench.transport.on(
      Self.nodes,
      .data(
        #"""
        {"items":[{"title":"Plan","node_token":"wik2","obj_type":"docx","obj_token":"d2",
        "node_type":"origin","has_child":true}],"has_more":true,"page_token":"n"}
        """#))
    let below = try await list(
      bench, #"{"place":"https://a.feishu.cn/wiki/wik1","limit":1,"page_token":"m"}"#)
    #expect(
      bench.transport.requests(Self.nodes)[0].query
        == ["parent_node_token": "wik1", "page_size": "1", "page_token": "m"])
    #expect(
      below.words == """
        1 page of the wiki space 7034502641455497244 below "首页". Read as the bot.
        - Plan (docx, has pages below) https://www.feishu.cn/wiki/wik2
        More: page_token "n".
        """)
    _ = try await list(bench, #"{"place":7034502641455497244,"limit":1}"#)
    #expect(bench.transport.requests(Self.nodes)[1].query == ["page_size": "1"])
    #expect(bench.transport.requests(Self.node).count == 1)
  }

  @Test func createsPagesAndShortcuts() async throws {
    let bench = try Bench()
    bench.transport.on(Self.node, Self.page)
    bench.transport.on(Self.create, .data(#"{"node":{"node_token":"wik9","obj_token":"sht9"}}"#))
    let creator = CreateWikiPage(client: bench.client)
    let made = try await creator.run(
      try decoded(#"{"parent":"7034502641455497244","title":"表","kind":"sheet"}"#),
      bench.context())
    #expect(made.structured?["url"] == "https://www.feishu.cn/wiki/wik9")
    _ = try await creator.run(
      try decoded(#"{"parent":"7034502641455497244","shortcut_to":"wikcn5"}"#), bench.context())
    #expect(
      bench.transport.bodies(Self.create) == [
        ["obj_type": "sheet", "node_type": "origin", "title": "表"],
        ["obj_type": "sheet", "node_type": "shortcut", "origin_node_token": "wikcn5"],
      ])
  }

  @Test func movesADocumentAndWaits() async throws {
    let bench = try Bench()
    let task = "GET /open-apis/wiki/v2/tasks/t-1"
    bench.transport.on(Self.node, Self.page)
    bench.transport.on(Self.move, .data(#"{"task_id":"t-1"}"#))
    bench.transport.on(
      task, .data(#"{"task":{"move_result":[{"status":1}]}}"#),
      .data(#"{"task":{"move_result":[{"status":0,"node":{"node_token":"wik7"}}]}}"#))
    let result = try await move(
      bench, #"{"doc":"https://a.cn/docx/doc1","parent":"https://a.feishu.cn/wiki/wik1"}"#)
    #expect(
      bench.transport.bodies(Self.move) == [
        ["obj_type": "docx", "obj_token": "doc1", "parent_wiki_token": "wik1"]
      ])
    #expect(bench.transport.requests(task)[0].query == ["task_type": "move"])
    #expect(result.structured?["node_token"] == "wik7")
  }

  @Test func movesAPage() async throws {
    let bench = try Bench()
    let route = "POST /open-apis/wiki/v2/spaces/7034502641455497244/nodes/wikcn8/move"
    bench.transport.on(Self.node, Self.page)
    bench.transport.on(route, .data(#"{"node":{"node_token":"wikcn8"}}"#))
    _ = try await move(bench, #"{"doc":"wikcn8","parent":"7034502641455497244"}"#)
    #expect(bench.transport.bodies(route) == [["target_space_id": .string(Self.space)]])
  }

  @Test func refuseBadInputUnasked() async throws {
    let bench = try Bench()
    var errors: [LarkFailure?] = []
    for json in [#"{"place":"oc_1"}"#, #"{"limit":0}"#] {
      let arguments: ListWikiArguments = try decoded(json)
      errors.append(
        await failure { () async throws(LarkFailure) in
          try await ListWiki(client: bench.client).run(arguments, bench.context())
        })
    }
    for json in [#"{"parent":"oc_1","title":"a"}"#, #"{"parent":"wik1"}"#] {
      let arguments: CreateWikiPageArguments = try decoded(json)
      errors.append(
        await failure { () async throws(LarkFailure) in
          try await CreateWikiPage(client: bench.client).run(arguments, bench.context())
        })
    }
    for json in [
      #"{"doc":"folder:f1","parent":"wikcn1"}"#, #"{"doc":"doc1","parent":"two words"}"#,
    ] {
      let arguments: MoveToWikiArguments = try decoded(json)
      errors.append(
        await failure { () async throws(LarkFailure) in
          try await MoveToWiki(client: bench.client).run(arguments, bench.context())
        })
    }
    let starts = ["place:", "limit:", "parent:", "title:", "doc:", "parent:"]
    for (error, start) in zip(errors, starts) {
      #expect(error?.words.hasPrefix(start) == true, "\(error?.words ?? "no error")")
    }
    #expect(bench.transport.requests.isEmpty)
  }

  @Test func tellTroubles() async throws {
    try await Troubles(route: Self.spaces, answer: .data("{}")) {
      (bench, context) throws(LarkFailure) in
      try await ListWiki(client: bench.client).run(ListWikiArguments(), context)
    }.check()
    let page: CreateWikiPageArguments = try decoded(
      #"{"parent":"7034502641455497244","title":"a"}"#)
    try await Troubles(
      route: Self.create, answer: .data(#"{"node":{"node_token":"w"}}"#)
    ) { (bench, context) throws(LarkFailure) in
      try await CreateWikiPage(client: bench.client).run(page, context)
    }.check()
    let move: MoveToWikiArguments = try decoded(
      #"{"doc":"doc1","parent":"7034502641455497244"}"#)
    try await Troubles(route: Self.move, answer: .data(#"{"wiki_token":"w"}"#)) {
      (bench, context) throws(LarkFailure) in
      try await MoveToWiki(client: bench.client).run(move, context)
    }.check()
  }
}
