import JSON
import PluginKit
import Testing

@testable import Lark

@Suite struct ReadDocTests {
  private static let head = "GET /open-apis/docx/v1/documents/doc1"
  private static let list = "GET /open-apis/docx/v1/documents/doc1/blocks"
  private static let node = "GET /open-apis/wiki/v2/spaces/get_node"

  private static let blocks = [
    SampleBlocks.page(["h", "p", "o1", "o2", "h2"]),
    SampleBlocks.text("h", 3, "heading1", "目标"),
    SampleBlocks.text("p", 2, "text", String(repeating: "字", count: 470)),
    SampleBlocks.text("o1", 13, "ordered", "first"),
    SampleBlocks.text("o2", 13, "ordered", "second"),
    SampleBlocks.text("h2", 4, "heading2", "End <!--fake-->"),
  ]

  private func run(
    _ bench: Bench, _ json: String, _ context: CallContext? = nil
  ) async throws -> ToolResult {
    try await ReadDoc(client: bench.client).run(try decoded(json), context ?? bench.context())
  }

  private func bench(_ blocks: [JSONValue] = blocks) throws -> Bench {
    let bench = try Bench()
    bench.transport.on(Self.head, SampleBlocks.head)
    bench.transport.on(Self.list, SampleBlocks.answer(blocks))
    return bench
  }

  @Test func readsAWikiPageInParts() async throws {
    let bench = try bench()
    bench.transport.on(Self.node, .data(#"{"node":{"obj_token":"doc1","obj_type":"docx"}}"#))
    let first = try await run(
      bench, #"{"doc":"https://a.feishu.cn/wiki/wikcnAbc?x=1","limit":500}"#)
    #expect(bench.transport.requests(Self.node)[0].query == ["token": "wikcnAbc"])
    #expect(bench.transport.requests(Self.list)[0].query == ["page_size": "500"])
    #expect(
      first.words.hasPrefix(
        """
        "周报 📊" (docx doc1, revision 7), read as the bot. Comments hold block ids. \
        More follows: call again with from "o1".
        # 目标 <!--h-->

        字字
        """))
    #expect(first.structured?["next"] == "o1")
    #expect(first.structured?["revision"] == 7)
    let rest = try await run(bench, #"{"doc":"doc1","from":"o2"}"#)
    #expect(rest.words.hasSuffix("\n2. second <!--o2-->\n\n## End \\<!--fake--> <!--h2-->"))
  }

  @Test func readsOneBlockOrTheHeadings() async throws {
    let bench = try bench()
    let block = try await run(bench, #"{"doc":"doc1","block":"o2","ids":false}"#)
    #expect(block.words.hasSuffix("\n1. second"))
    let outline = try await run(bench, #"{"doc":"doc1","outline":true}"#)
    #expect(outline.words.hasSuffix("\n# 目标 <!--h-->\n## End \\<!--fake--> <!--h2-->"))
    let bare = try await run(bench, #"{"doc":"doc1","outline":true,"ids":false}"#)
    #expect(bare.words.hasSuffix("\n# 目标\n## End \\<!--fake-->"))
  }

  @Test func followsPages() async throws {
    let bench = try Bench()
    bench.transport.on(Self.head, SampleBlocks.head)
    bench.transport.on(
      Self.list, SampleBlocks.answer([SampleBlocks.page(["a"])], more: "p2"),
      SampleBlocks.answer([SampleBlocks.text("a", 2, "text", "later")]))
    let result = try await run(bench, #"{"doc":"doc1"}"#)
    #expect(result.words.hasSuffix("\nlater <!--a-->"))
    #expect(bench.transport.requests(Self.list).map { $0.query["page_token"] } == [nil, "p2"])
  }

  @Test(arguments: [
    ("https://a.feishu.cn/sheets/shtcn1", "lark_read_sheet"),
    ("https://a.feishu.cn/base/bascn1?table=tbl1", "lark_query_records"),
    ("https://a.feishu.cn/file/boxcn1", "lark_download_file"),
    ("https://a.feishu.cn/drive/folder/fldcn1", "lark_list_files"),
  ])
  func saysWhatReadsOtherThings(_ link: String, _ tool: String) async throws {
    let bench = try bench()
    let result = try await run(bench, #"{"doc":"\#(link)"}"#)
    #expect(result.words.contains(tool))
    #expect(bench.transport.requests.isEmpty)
  }

  @Test(arguments: [
    (#"{"doc":"oc_1"}"#, "doc: write a link"), (#"{"doc":"two words"}"#, "doc: write a link"),
    (#"{"doc":"doc1","limit":1}"#, "limit: from 500"),
  ])
  func refusesBadInputUnasked(_ json: String, _ words: String) async throws {
    let bench = try bench()
    let arguments: ReadDocArguments = try decoded(json)
    let error = await failure { () async throws(LarkFailure) in
      try await ReadDoc(client: bench.client).run(arguments, bench.context())
    }
    #expect(error?.words.hasPrefix(words) == true, "\(error?.words ?? "no error")")
    #expect(bench.transport.requests.isEmpty)
  }

  @Test func saysThatABlockIsNotThere() async throws {
    let bench = try bench()
    let error = await failure { () async throws(LarkFailure) in
      try await ReadDoc(client: bench.client).run(
        ReadDocArguments(doc: "doc1", block: "nope"), bench.context())
    }
    #expect(error?.words.hasPrefix("block: the document has no such block") == true)
  }

  @Test func tellsTroubles() async throws {
    try await Troubles(
      route: Self.list, answer: SampleBlocks.answer([SampleBlocks.page([])]),
      others: [(Self.head, SampleBlocks.head)]
    ) { (bench, context) throws(LarkFailure) in
      try await ReadDoc(client: bench.client).run(ReadDocArguments(doc: "doc1"), context)
    }.check()
  }
}
