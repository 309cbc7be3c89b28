import JSON
import PluginKit
import Testing

@testable import Lark

/// Blocks as Lark lists them.
enum SampleBlocks {
  static func text(
    _ id: String, _ type: Int64, _ member: String, _ text: String, parent: String = "doc1",
    children: [String] = [], style: JSONValue = [:]
  ) -> JSONValue {
    [
      "block_id": .string(id), "parent_id": .string(parent),
      "block_type": .number(JSONNumber(type)), "children": .array(children.map { .string($0) }),
      member: [
        "elements": [["text_run": ["content": .string(text), "text_element_style": [:]]]],
        "style": style,
      ],
    ]
  }

  static func other(
    _ id: String, _ type: Int64, _ member: String, _ content: JSONValue = [:],
    parent: String = "doc1", children: [String] = []
  ) -> JSONValue {
    [
      "block_id": .string(id), "parent_id": .string(parent),
      "block_type": .number(JSONNumber(type)), "children": .array(children.map { .string($0) }),
      member: content,
    ]
  }

  static func page(_ children: [String], title: String = "周报 📊") -> JSONValue {
    text("doc1", 1, "page", title, parent: "", children: children)
  }

  static func tree(_ blocks: [JSONValue]) -> DocumentTree {
    var tree = DocumentTree(document: "doc1", revision: 7)
    tree.insert(blocks)
    return tree
  }

  /// What `list_blocks` answers.
  static func answer(_ blocks: [JSONValue], more: String? = nil) -> HTTPResponse {
    var data: JSONObject = ["items": .array(blocks), "has_more": .bool(more != nil)]
    if let more { data["page_token"] = .string(more) }
    return .data(JSONValue.object(data).description)
  }

  static let head = HTTPResponse.data(
    #"{"document":{"document_id":"doc1","revision_id":7,"title":"周报 📊"}}"#)
}

@Suite struct DocumentMarkdownTests {
  private func markdown(
    _ blocks: [JSONValue], ids: Bool = false, cellIDs: Bool = false
  ) throws -> String {
    let tree = SampleBlocks.tree(blocks)
    let page = try #require(tree.page)
    return BlockMarkdown(tree: tree, showsIDs: ids, showsCellIDs: cellIDs)
      .lines(of: tree.children(of: page)).joined(separator: "\n")
  }

  @Test func textListsQuotesAndCode() throws {
    let blocks = [
      SampleBlocks.page(["h", "p", "e", "b1", "b2", "o1", "t1", "t2", "q", "c", "d", "x"]),
      SampleBlocks.text("h", 4, "heading2", "本周 *进展*"),
      SampleBlocks.text("p", 2, "text", "- not a list, 🎉"),
      SampleBlocks.text("e", 2, "text", ""),
      SampleBlocks.text("b1", 12, "bullet", "one", children: ["b11", "o11"]),
      SampleBlocks.text("b11", 12, "bullet", "inner", parent: "b1"),
      SampleBlocks.text("o11", 13, "ordered", "numbered", parent: "b1", children: ["deep"]),
      SampleBlocks.text("deep", 2, "text", "paragraph", parent: "o11"),
      SampleBlocks.text("b2", 12, "bullet", "two"),
      SampleBlocks.text("o1", 13, "ordered", "third", style: ["sequence": "3"]),
      SampleBlocks.text("t1", 17, "todo", "写文档", style: ["done": true]),
      SampleBlocks.text("t2", 17, "todo", "发版", style: ["done": false]),
      SampleBlocks.text("q", 15, "quote", "说\n说"),
      SampleBlocks.text("c", 14, "code", "let a = \"```\"\n\nprint(a)", style: ["language": 61]),
      SampleBlocks.other("d", 22, "divider"),
      SampleBlocks.text("x", 16, "equation", "x"),
    ]
    #expect(
      try markdown(blocks) == """
        ## 本周 \\*进展\\*

        \\- not a list, 🎉

        - one
            - inner
            1. numbered
                paragraph
        - two
        3. third
        - [x] 写文档
        - [ ] 发版

        > 说<br>说

        ````swift
        let a = "```"

        print(a)
        ````

        ---

        x
        """)
  }

  private static let rich = [
    SampleBlocks.page(["tab", "call", "grid", "img", "board", "sheet", "fr", "odd"]),
    SampleBlocks.other(
      "tab", 31, "table",
      [
        "cells": ["c1", "c2", "c3", "c4"],
        "property": [
          "row_size": 2, "column_size": 2,
          "merge_info": [["row_span": 1, "col_span": 2], [:], [:], [:]],
        ],
      ], children: ["c1", "c2", "c3", "c4"]),
    SampleBlocks.other("c1", 32, "table_cell", parent: "tab", children: ["c1a"]),
    SampleBlocks.text("c1a", 2, "text", "姓名 | 部门", parent: "c1"),
    SampleBlocks.other("c2", 32, "table_cell", parent: "tab"),
    SampleBlocks.other("c3", 32, "table_cell", parent: "tab", children: ["c3a", "c3b"]),
    SampleBlocks.text("c3a", 2, "text", "李雷", parent: "c3"),
    SampleBlocks.text("c3b", 12, "bullet", "研发", parent: "c3"),
    SampleBlocks.other("c4", 32, "table_cell", parent: "tab", children: ["c4a"]),
    SampleBlocks.text("c4a", 2, "text", "✅", parent: "c4"),
    SampleBlocks.other("call", 19, "callout", ["emoji_id": "bulb"], children: ["call1"]),
    SampleBlocks.text("call1", 2, "text", "注意", parent: "call"),
    SampleBlocks.other("grid", 24, "grid", ["column_size": 2], children: ["g1", "g2"]),
    SampleBlocks.other("g1", 25, "grid_column", parent: "grid", children: ["g1a"]),
    SampleBlocks.text("g1a", 2, "text", "left", parent: "g1"),
    SampleBlocks.other("g2", 25, "grid_column", parent: "grid", children: ["g2a"]),
    SampleBlocks.text("g2a", 2, "text", "right", parent: "g2"),
    SampleBlocks.other("img", 27, "image", ["token": "boxI", "caption": ["content": "图 1"]]),
    SampleBlocks.other("board", 43, "board", ["token": "wbT"]),
    SampleBlocks.other("sheet", 30, "sheet", ["token": "sht_1"]),
    SampleBlocks.other(
      "fr", 26, "iframe", ["component": ["url": "https%3A%2F%2Fa.cn%2Fv%3Fx%3D1"]]),
    SampleBlocks.other("odd", 999, "undefined"),
  ]

  @Test func tablesCalloutsColumnsAndPlaceholders() throws {
    #expect(
      try markdown(Self.rich, ids: true) == """
        <!--tab table with 1 merged cell-->
        | 姓名 \\| 部门 |  |
        | --- | --- |
        | 李雷<br>- 研发 | ✅ |

        <!--call-->
        > [!callout]
        > 注意 <!--call1-->

        <!--grid columns-->
        <!--g1 column 1-->
        left <!--g1a-->

        <!--g2 column 2-->
        right <!--g2a-->

        ![图 1](lark://image/boxI) <!--img-->

        [whiteboard](lark://board/wbT) <!--board-->

        [sheet](lark://sheet/sht_1) <!--sheet-->

        [embedded page](https://a.cn/v?x=1) <!--fr-->

        [block of an unknown kind](lark://unknown/odd) <!--odd-->
        """)
    let cells = try markdown(Self.rich, ids: true, cellIDs: true)
    #expect(cells.contains("| 李雷 <!--c3a--><br>- 研发 <!--c3b--> | ✅ <!--c4a--> |"))
  }

  @Test func cyclesEnd() throws {
    let blocks = [
      SampleBlocks.page(["a", "a", "gone"]),
      SampleBlocks.text("a", 12, "bullet", "x", children: ["b", "a"]),
      SampleBlocks.text("b", 12, "bullet", "y", parent: "a", children: ["a"]),
    ]
    #expect(try markdown(blocks) == "- x\n    - y")
    #expect(SampleBlocks.tree(blocks).subtree(of: "doc1").map(\.id) == ["doc1", "a", "b"])
  }
}
