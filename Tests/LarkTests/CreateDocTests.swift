import JSON
import PluginKit
import Testing

@testable import Lark

@Suite struct CreateDocTests {
  static let create = "POST /open-apis/docx/v1/documents"
  static let convert = "POST /open-apis/docx/v1/documents/blocks/convert"
  static let insert = "POST /open-apis/docx/v1/documents/doc1/blocks/doc1/descendant"
  static let share = "POST /open-apis/drive/v1/permissions/doc1/members"
  static let node = "GET /open-apis/wiki/v2/spaces/get_node"
  static let nodes = "POST /open-apis/wiki/v2/spaces/7034502641455497244/nodes"

  /// One paragraph, as Lark converts it.
  static let converted = HTTPResponse.data(
    #"""
    {"first_level_block_ids":["t1"],"blocks":[{"block_id":"t1","block_type":2,"parent_id":"",
    "text":{"elements":[{"text_run":{"content":"你好 👋","text_element_style":{}}}]}}],
    "block_id_to_image_urls":[]}
    """#)
  static let inserted = HTTPResponse.data(
    #"""
    {"children":[{"block_id":"blk1"}],"document_revision_id":3,
    "block_id_relations":[{"temporary_block_id":"t1","block_id":"blk1"}]}
    """#)
  static let made = HTTPResponse.data(#"{"document":{"document_id":"doc1","revision_id":1}}"#)

  private func run(_ bench: Bench, _ json: String) async throws -> ToolResult {
    try await CreateDoc(client: bench.client).run(try decoded(json), bench.context())
  }

  private func bench() throws -> Bench {
    let bench = try Bench()
    bench.transport.on(Self.create, Self.made)
    bench.transport.on(Self.convert, Self.converted)
    bench.transport.on(Self.insert, Self.inserted)
    return bench
  }

  @Test func createsFillsAndShares() async throws {
    let bench = try bench()
    bench.transport.on(Self.share, .data("{}"))
    let result = try await run(
      bench,
      #"""
      {"title":"周报","markdown":"你好 👋","parent":"https://a.feishu.cn/drive/folder/fldcnX",
      "share_with":["li@a.cn","ou_1"],"access":"view"}
      """#)
    #expect(
      bench.transport.bodies(Self.convert) == [["content_type": "markdown", "content": "你好 👋"]])
    #expect(bench.transport.bodies(Self.create) == [["title": "周报", "folder_token": "fldcnX"]])
    let request = try #require(bench.transport.requests(Self.insert).first)
    #expect(request.query["document_revision_id"] == "-1")
    #expect(request.query["client_token"]?.count == 36)
    #expect(
      bench.transport.bodies(Self.insert) == [
        [
          "children_id": ["t1"], "index": -1,
          "descendants": [
            [
              "block_id": "t1", "block_type": 2,
              "text": [
                "elements": [["text_run": ["content": "你好 👋", "text_element_style": [:]]]]
              ],
            ]
          ],
        ]
      ])
    #expect(
      bench.transport.bodies(Self.share) == [
        ["member_type": "email", "member_id": "li@a.cn", "perm": "view"],
        ["member_type": "openid", "member_id": "ou_1", "perm": "view"],
      ])
    #expect(bench.transport.requests(Self.share)[0].query == ["type": "docx"])
    #expect(result.structured?["document_id"] == "doc1")
    #expect(result.structured?["url"] == "https://www.feishu.cn/docx/doc1")
    #expect(result.words.hasSuffix("Shared with li@a.cn, ou_1 (view)."))
  }

  @Test func createsBelowAWikiPage() async throws {
    let bench = try bench()
    bench.transport.on(
      Self.node, .data(#"{"node":{"space_id":"7034502641455497244","node_token":"wik1"}}"#))
    bench.transport.on(Self.nodes, .data(#"{"node":{"node_token":"wik2","obj_token":"doc1"}}"#))
    let result = try await run(
      bench, #"{"title":"Plan","markdown":"x","parent":"https://a.feishu.cn/wiki/wik1"}"#)
    #expect(
      bench.transport.bodies(Self.nodes) == [
        [
          "obj_type": "docx", "node_type": "origin", "parent_node_token": "wik1", "title": "Plan",
        ]
      ])
    #expect(result.structured?["url"] == "https://www.feishu.cn/wiki/wik2")
    #expect(bench.transport.requests(Self.create).isEmpty)
    _ = try await run(bench, #"{"title":"Top","parent":"7034502641455497244"}"#)
    #expect(bench.transport.bodies(Self.nodes)[1]["parent_node_token"] == nil)
  }

  @Test func whatTheBotMakesForItselfIsTold() async throws {
    let bench = try bench()
    let result = try await run(bench, #"{"title":"a"}"#)
    #expect(result.words.contains("share it with share_doc"))
    #expect(bench.transport.bodies(Self.create) == [["title": "a"]])
  }

  @Test func whatIsThereAfterAFailureIsTold() async throws {
    let bench = try Bench()
    bench.transport.on(Self.create, Self.made)
    bench.transport.on(Self.convert, Self.converted)
    bench.transport.on(Self.insert, .refusal(1_770_033, "content size exceed limit"))
    let result = try await run(bench, #"{"title":"a","markdown":"b"}"#)
    let error = try #require(result.error)
    #expect(error.detail?.contains("docx/doc1 was made, with 0 of 1 blocks") == true)
  }

  @Test func anUnshareableDocumentIsMadeAllTheSame() async throws {
    let bench = try bench()
    bench.transport.on(Self.share, .refusal(1_063_003))
    let result = try await run(bench, #"{"title":"a","share_with":"ou_1"}"#)
    #expect(result.error == nil)
    #expect(result.words.contains("Not shared: Lark refused to share the document with ou_1"))
  }

  @Test(arguments: [
    (#"{"title":" "}"#, "title: from 1"),
    (#"{"title":"a","parent":"oc_1"}"#, "parent: write"),
    (#"{"title":"a","share_with":"nobody"}"#, "share_with: \"nobody\" is nobody"),
    (#"{"title":"a","access":"own"}"#, "access: view, edit"),
    (#"{"title":"a","markdown":"![i](lark://image/b)"}"#, "markdown: a lark://image link"),
  ])
  func refusesBadInputUnasked(_ json: String, _ words: String) async throws {
    let bench = try bench()
    let arguments: CreateDocArguments = try decoded(json)
    let error = await failure { () async throws(LarkFailure) in
      try await CreateDoc(client: bench.client).run(arguments, bench.context())
    }
    #expect(error?.words.hasPrefix(words) == true, "\(error?.words ?? "no error")")
    #expect(bench.transport.requests.isEmpty)
  }

  @Test func tellsTroubles() async throws {
    try await Troubles(route: Self.create, answer: Self.made) {
      (bench, context) throws(LarkFailure) in
      try await CreateDoc(client: bench.client).run(CreateDocArguments(title: "a"), context)
    }.check()
  }
}

@Suite struct DocumentImageTests {
  private static let image = "GET /a.png"
  private static let media = "POST /open-apis/drive/v1/medias/upload_all"
  private static let update = "PATCH /open-apis/docx/v1/documents/doc1/blocks/batch_update"

  private func bench() throws -> Bench {
    let bench = try Bench()
    bench.transport.on(CreateDocTests.create, CreateDocTests.made)
    bench.transport.on(
      CreateDocTests.convert,
      .data(
        #"""
        {"first_level_block_ids":["i1"],"blocks":[{"block_id":"i1","block_type":27,"image":{}}],
        "block_id_to_image_urls":[{"block_id":"i1","image_url":"https://img.test/a.png"}]}
        """#))
    bench.transport.on(
      CreateDocTests.insert,
      .data(#"{"block_id_relations":[{"temporary_block_id":"i1","block_id":"blkI"}]}"#))
    bench.transport.on(Self.media, .data(#"{"file_token":"boxI"}"#))
    bench.transport.on(Self.update, .data("{}"))
    return bench
  }

  private func run(_ bench: Bench) async throws -> ToolResult {
    try await CreateDoc(client: bench.client).run(
      CreateDocArguments(title: "a", markdown: "![x](https://img.test/a.png)"), bench.context())
  }

  @Test func areUploadedIntoTheirBlocks() async throws {
    let bench = try bench()
    bench.transport.on(
      Self.image,
      HTTPResponse(status: 200, fields: [HTTPField("Content-Type", "image/png")], body: [1, 2, 3]))
    let result = try await run(bench)
    #expect(result.structured?["document_id"] == "doc1")
    let form = String(decoding: bench.transport.requests(Self.media)[0].body, as: UTF8.self)
    for part in [
      "name=\"parent_type\"\r\n\r\ndocx_image\r\n", "\r\n\r\nblkI\r\n", "\r\n\r\n3\r\n",
      "name=\"extra\"\r\n\r\n{\"drive_route_token\":\"doc1\"}\r\n",
    ] {
      #expect(form.contains(part))
    }
    #expect(
      bench.transport.bodies(Self.update) == [
        ["requests": [["block_id": "blkI", "replace_image": ["token": "boxI"]]]]
      ])
    #expect(bench.transport.requests(Self.image)[0].fields.isEmpty)
  }

  @Test func becomeLinksWhereTheyCannotBeFetched() async throws {
    let bench = try bench()
    bench.transport.on(Self.image, HTTPResponse(status: 404, body: []))
    let result = try await run(bench)
    #expect(result.words.contains("https://img.test/a.png is a link: markdown: the address"))
    let body = try #require(bench.transport.bodies(CreateDocTests.insert).first)
    let link = body["descendants"]?[0]?["text"]?["elements"]?[0]?["text_run"]
    #expect(link?["content"] == "https://img.test/a.png")
    #expect(bench.transport.requests(Self.media).isEmpty)
  }
}
