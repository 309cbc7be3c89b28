import JSON
import PluginKit
import Testing

@testable import Lark

@Suite struct EditDocTests {
  private static let head = "GET /open-apis/docx/v1/documents/doc1"
  private static let list = "GET /open-apis/docx/v1/documents/doc1/blocks"
  private static let update = "PATCH /open-apis/docx/v1/documents/doc1/blocks/batch_update"
  private static let delete =
    "DELETE /open-apis/docx/v1/documents/doc1/blocks/doc1/children/batch_delete"

  private static let blocks = [
    SampleBlocks.page(["h", "t", "img", "b", "r", "tab"]),
    SampleBlocks.text("h", 4, "heading2", "old"),
    SampleBlocks.text("t", 17, "todo", "task", style: ["done": false]),
    SampleBlocks.other("img", 27, "image", ["token": "boxI"]),
    SampleBlocks.text("b", 12, "bullet", "list", children: ["b1"]),
    SampleBlocks.other("b1", 43, "board", ["token": "wb"], parent: "b"),
    [
      "block_id": "r", "parent_id": "doc1", "block_type": 2,
      "text": ["elements": [["reminder": ["create_user_id": "ou_1"]]]],
    ],
    SampleBlocks.other("tab", 31, "table", ["cells": ["c"]], children: ["c"]),
    SampleBlocks.other("c", 32, "table_cell", parent: "tab"),
  ]

  private func bench() throws -> Bench {
    let bench = try Bench()
    bench.transport.on(Self.head, SampleBlocks.head)
    bench.transport.on(Self.list, SampleBlocks.answer(Self.blocks))
    bench.transport.on(Self.update, .data(#"{"document_revision_id":8}"#))
    bench.transport.on(Self.delete, .data(#"{"document_revision_id":9}"#))
    bench.transport.on(CreateDocTests.convert, CreateDocTests.converted)
    bench.transport.on(CreateDocTests.insert, CreateDocTests.inserted)
    return bench
  }

  private func edit(_ bench: Bench, _ json: String) async throws -> ToolResult {
    try await EditDoc(client: bench.client).run(try decoded(json), bench.context())
  }

  private func refusal(_ bench: Bench, _ json: String) async throws -> String {
    let arguments: EditDocArguments = try decoded(json)
    let error = await failure { () async throws(LarkFailure) in
      try await EditDoc(client: bench.client).run(arguments, bench.context())
    }
    return error?.words ?? "no error"
  }

  @Test func oneLineReplacesTheTextInPlace() async throws {
    let bench = try bench()
    let result = try await edit(
      bench, #"{"doc":"doc1","blocks":"h","markdown":"\u0023# **新** title <!--h-->","revision":7}"#)
    #expect(
      bench.transport.bodies(Self.update) == [
        [
          "requests": [
            [
              "block_id": "h",
              "update_text_elements": [
                "elements": [
                  ["text_run": ["content": "新", "text_element_style": ["bold": true]]],
                  ["text_run": ["content": " title", "text_element_style": [:]]],
                ]
              ],
            ]
          ]
        ]
      ])
    let request = try #require(bench.transport.requests(Self.update).first)
    #expect(request.query["document_revision_id"] == "7")
    #expect(result.structured?["revision"] == 8)
    #expect(bench.transport.requests(CreateDocTests.convert).isEmpty)
  }

  @Test func aTodoIsTicked() async throws {
    let bench = try bench()
    _ = try await edit(bench, #"{"doc":"doc1","blocks":["t"],"markdown":"- [x] task"}"#)
    let change = bench.transport.bodies(Self.update)[0]["requests"]?[0]?["update_text"]
    #expect(change?["style"] == ["done": true])
    #expect(change?["fields"] == [2])
  }

  @Test func otherMarkdownTakesThePlaceOfBlocks() async throws {
    let bench = try bench()
    let result = try await edit(
      bench, #"{"doc":"doc1","blocks":["t","h"],"markdown":"one\n\ntwo"}"#)
    #expect(bench.transport.bodies(CreateDocTests.insert)[0]["index"] == 0)
    #expect(bench.transport.bodies(Self.delete) == [["start_index": 1, "end_index": 3]])
    #expect(bench.transport.requests(Self.delete)[0].query["document_revision_id"] == "3")
    #expect(result.words.hasPrefix("Replaced 2 blocks by 1 block (blk1)."))
  }

  @Test func deletesRangesFromBelow() async throws {
    let bench = try bench()
    _ = try await edit(
      bench, #"{"doc":"doc1","blocks":["h","t","tab"],"delete":true}"#)
    #expect(
      bench.transport.bodies(Self.delete) == [
        ["start_index": 5, "end_index": 6], ["start_index": 0, "end_index": 2],
      ])
    let keys = bench.transport.requests(Self.delete).map { $0.query["client_token"] }
    #expect(Set(keys).count == 2)
  }

  @Test(arguments: [
    (#"{"doc":"doc1","blocks":"img","delete":true}"#, "image (img)"),
    (#"{"doc":"doc1","blocks":"b","markdown":"1. other"}"#, "whiteboard (b1)"),
    (#"{"doc":"doc1","blocks":"r","markdown":"plain"}"#, "reminder"),
    (#"{"doc":"doc1","blocks":"c","delete":true}"#, "c is a table cell"),
    (#"{"doc":"doc1","blocks":"doc1","delete":true}"#, "is the whole document"),
    (#"{"doc":"doc1","blocks":"zz","delete":true}"#, "no block \"zz\""),
    (#"{"doc":"doc1","blocks":["h","img"],"markdown":"x\n\ny"}"#, "next to each other"),
    (#"{"doc":"doc1","blocks":"h","markdown":"x","revision":5}"#, "changed since revision 5"),
  ])
  func losesNothingSilently(_ json: String, _ words: String) async throws {
    let bench = try bench()
    let refusal = try await refusal(bench, json)
    #expect(refusal.contains(words), "\(refusal)")
    #expect(bench.transport.requests(Self.delete).isEmpty)
    #expect(bench.transport.requests(Self.update).isEmpty)
    #expect(bench.transport.requests(CreateDocTests.insert).isEmpty)
  }

  @Test func losesOnDemand() async throws {
    let bench = try bench()
    _ = try await edit(
      bench, #"{"doc":"doc1","blocks":"img","delete":true,"delete_embedded":true}"#)
    #expect(bench.transport.bodies(Self.delete) == [["start_index": 2, "end_index": 3]])
  }

  @Test(arguments: [
    (#"{"doc":"doc1","blocks":[],"delete":true}"#, "blocks: from 1"),
    (#"{"doc":"doc1","blocks":"h"}"#, "markdown, delete:"),
    (#"{"doc":"doc1","blocks":"h","markdown":"a","delete":true}"#, "markdown, delete:"),
    (#"{"doc":"https://a.feishu.cn/sheets/s1","blocks":"h","delete":true}"#, "doc: s1 is a spread"),
  ])
  func refusesBadInputUnasked(_ json: String, _ words: String) async throws {
    let bench = try bench()
    let refusal = try await refusal(bench, json)
    #expect(refusal.hasPrefix(words), "\(refusal)")
    #expect(bench.transport.requests.isEmpty)
  }

  @Test func tellsTroubles() async throws {
    let json = #"{"doc":"doc1","blocks":"h","markdown":"a"}"#
    let arguments: EditDocArguments = try decoded(json)
    try await Troubles(
      route: Self.update, answer: .data("{}"),
      others: [(Self.head, SampleBlocks.head), (Self.list, SampleBlocks.answer(Self.blocks))]
    ) { (bench, context) throws(LarkFailure) in
      try await EditDoc(client: bench.client).run(arguments, context)
    }.check()
  }

  // MARK: append_doc

  private func append(_ bench: Bench, _ json: String) async throws -> ToolResult {
    try await AppendDoc(client: bench.client).run(try decoded(json), bench.context())
  }

  @Test func appendsWithoutReading() async throws {
    let bench = try bench()
    let result = try await append(bench, #"{"doc":"doc1","markdown":"你好 👋"}"#)
    #expect(bench.transport.bodies(CreateDocTests.insert)[0]["index"] == -1)
    #expect(bench.transport.requests(Self.list).isEmpty)
    #expect(result.structured?["block_ids"] == ["blk1"])
    #expect(result.structured?["revision"] == 3)
  }

  @Test func insertsNextToABlock() async throws {
    let bench = try bench()
    _ = try await append(bench, #"{"doc":"doc1","markdown":"a","after":"img"}"#)
    _ = try await append(bench, #"{"doc":"doc1","markdown":"a","before":"img"}"#)
    #expect(bench.transport.bodies(CreateDocTests.insert).map { $0["index"] } == [3, 2])
    #expect(
      bench.transport.requests(CreateDocTests.insert)[0].query["document_revision_id"] == "7")
  }

  /// The comment of read_doc and a link to the block name it as well as the bare id does.
  @Test(arguments: [
    "t", "<!--t-->", "<!--t table with 2 merged cells-->", "https://a.feishu.cn/docx/doc1#t",
  ])
  func blocksAreNamedInSeveralWays(_ name: String) throws {
    #expect(try BlockID.parse(name, "blocks") == "t")
  }

  @Test(arguments: ["the second one", "块", "<!---->", "a/b", "https://a.feishu.cn/docx/doc1", ""])
  func nonsenseIsNotLookedFor(_ name: String) async throws {
    let bench = try bench()
    let context = bench.context()
    let names: StringList = try decoded(JSONValue.array([.string(name)]).description)
    let edited = await failure { () async throws(LarkFailure) in
      try await EditDoc(client: bench.client).run(
        EditDocArguments(doc: "doc1", blocks: names, delete: true), context)
    }
    #expect(edited?.words.hasPrefix("blocks: \"\(name)\" is no block id") == true)
    guard !name.isEmpty else { return }
    for (after, before) in [(name, nil), (nil, name)] as [(String?, String?)] {
      let appended = await failure { () async throws(LarkFailure) in
        try await AppendDoc(client: bench.client).run(
          AppendDocArguments(doc: "doc1", markdown: "a", after: after, before: before), context)
      }
      #expect(appended?.words.hasPrefix(after == nil ? "before: " : "after: ") == true)
    }
    for (block, from) in [(name, nil), (nil, name)] as [(String?, String?)] {
      let read = await failure { () async throws(LarkFailure) in
        try await ReadDoc(client: bench.client).run(
          ReadDocArguments(doc: "doc1", block: block, from: from), context)
      }
      #expect(read?.words.hasPrefix(block == nil ? "from: " : "block: ") == true)
    }
    #expect(bench.transport.requests.isEmpty)
  }

  @Test func appendRefusesBothPlacesUnasked() async throws {
    let bench = try bench()
    let error = await failure { () async throws(LarkFailure) in
      try await AppendDoc(client: bench.client).run(
        AppendDocArguments(doc: "doc1", markdown: "a", after: "x", before: "y"), bench.context())
    }
    #expect(error?.words.hasPrefix("after, before:") == true)
    #expect(bench.transport.requests.isEmpty)
  }

  @Test func appendTellsTroubles() async throws {
    try await Troubles(
      route: CreateDocTests.insert, answer: CreateDocTests.inserted,
      others: [(CreateDocTests.convert, CreateDocTests.converted)]
    ) { (bench, context) throws(LarkFailure) in
      try await AppendDoc(client: bench.client).run(
        AppendDocArguments(doc: "doc1", markdown: "a"), context)
    }.check()
  }
}
