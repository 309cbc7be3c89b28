import JSON
import Testing

@testable import Lark

@Suite struct MarkdownInputTests {
  @Test(arguments: [
    ("<b>注意：</b>内容", "[注意：](https://style.invalid/b)内容"),
    (
      "<u><em>a</em></u>!<del>b</del>",
      "[a](https://style.invalid/ui)\\![b](https://style.invalid/s)"
    ),
    ("<b>a\\</b>b</b>", "[a\\</b>b](https://style.invalid/b)"),
    ("<u>[a](b)</u> <b>open", "<u>[a](b)</u> <b>open"), ("\\<b>a</b>", "\\<b>a</b>"),
    ("`<b>a</b>` <u> </u>", "`<b>a</b>` <u> </u>"),
    ("<strong>~~a~~</strong>", "[~~a~~](https://style.invalid/b)"),
  ])
  func stylesGoAsLinks(_ markdown: String, _ sent: String) {
    #expect(StyleLinks.hidden(markdown) == sent)
  }

  @Test func stylesComeBackFromLinks() {
    func run(_ style: JSONValue) -> JSONValue {
      ["text_run": ["content": "a", "text_element_style": style]]
    }
    let link: JSONValue = ["url": .string(percentEncoded("https://style.invalid/bu"))]
    #expect(
      StyleLinks.restored(run(["italic": true, "link": link]))
        == run(["bold": true, "italic": true, "underline": true]))
    let other = run(["link": ["url": "https%3A%2F%2Fa.cn"]])
    #expect(StyleLinks.restored(other) == other)
  }

  @Test func idsOfBlocksAreTakenOutButNotInCode() {
    let markdown = """
      <!--tab table with 1 merged cell-->
      | a <!--c1--> | b |
      # Title 标题 <!--h-->
      ```
      <!--kept-->
      ```
      text <!-- a note --> end
      """
    #expect(
      MarkdownInput.withoutIDs(markdown) == """
        | a | b |
        # Title 标题
        ```
        <!--kept-->
        ```
        text <!-- a note --> end
        """)
  }

  @Test(arguments: [
    ("## 标题 **x**", BlockKind.heading2, "标题 **x**"), ("- a", .bullet, "a"),
    ("- [x] done", .todo, "done"), ("12. twelve", .ordered, "twelve"), ("> q", .quote, "q"),
    ("```swift\nlet a = 1\n\nlet b\n```", .code, "let a = 1\n\nlet b"),
  ])
  func oneBlockIsKnownByItsMark(_ markdown: String, _ kind: BlockKind, _ text: String) {
    let block = BlockText("\n\(markdown)\n")
    #expect(block?.kind == kind)
    #expect(block?.text == text)
  }

  @Test(arguments: ["a\nb", "| a | b |", "![x](https://a.cn/b.png)", "---", "```\na\n```\nb", ""])
  func moreThanTextIsNoText(_ markdown: String) {
    #expect(BlockText(markdown) == nil)
  }

  @Test func textWithoutAMarkHasNoKind() {
    #expect(BlockText("1.5 is a number 😀")?.kind == nil)
    #expect(BlockText("#hashtag")?.text == "#hashtag")
  }

  @Test func mentionsGoThroughTheConversionAsLinks() throws {
    let hidden = MentionLinks.hidden(
      "Hi <at user_id=\"ou_1\">李雷</at>!\n```\n<at id=ou_2></at>\n```")
    #expect(hidden == "Hi [@ou_1](https://mention.invalid/ou_1)!\n```\n<at id=ou_2></at>\n```")
    let inline = #"行内 `<at user_id="ou_4">码</at>` and <at user_id="ou_1">A</at>"#
    #expect(
      MentionLinks.hidden(inline)
        == #"行内 `<at user_id="ou_4">码</at>` and [@ou_1](https://mention.invalid/ou_1)"#)
    let converted: JSONValue = [
      "text_run": [
        "content": "@ou_1",
        "text_element_style": ["link": ["url": "https%3A%2F%2Fmention.invalid%2Fou_1"]],
      ]
    ]
    #expect(MentionLinks.restored(converted) == ["mention_user": ["user_id": "ou_1"]])
  }

  @Test func batchesKeepBlocksWhole() throws {
    let rows = (0..<3).map { table in
      SampleBlocks.other(
        "t\(table)", 31, "table", ["property": ["merge_info": [["row_span": 1]], "row_size": 1]],
        children: (0..<499).map { "t\(table)c\($0)" })
    }
    let cells = (0..<3).flatMap { table in
      (0..<499).map { SampleBlocks.other("t\(table)c\($0)", 32, "table_cell") }
    }
    let blocks = NewBlocks(converted: [
      "first_level_block_ids": ["t0", "t1", "t2"], "blocks": .array(cells + rows),
    ])
    let batches = try blocks.batches()
    #expect(batches.map(\.top) == [["t0", "t1"], ["t2"]])
    #expect(batches.map(\.blocks.count) == [1_000, 500])
    #expect(batches[1].blocks[0]["table"] == ["property": ["row_size": 1]])
    #expect(batches[1].blocks[0]["parent_id"] == nil)
  }

  @Test func aBlockThatIsTooLargeIsRefused() {
    let cells = (0..<1_000).map { SampleBlocks.other("c\($0)", 32, "table_cell") }
    let table = SampleBlocks.other("t", 31, "table", children: (0..<1_000).map { "c\($0)" })
    let blocks = NewBlocks(converted: [
      "first_level_block_ids": ["t"], "blocks": .array(cells + [table]),
    ])
    let error = failure { () throws(LarkFailure) in try blocks.batches() }
    #expect(error?.words.hasPrefix("markdown: one block has 1001 parts") == true)
  }
}
