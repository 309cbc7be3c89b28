import Testing

@testable import Lark

@Suite struct MarkdownBlocksTests {
  private func kinds(_ text: String) -> [MarkdownBlock.Kind] {
    MarkdownBlocks.scan(text).map(\.kind)
  }

  @Test func splitsAtBlankLines() {
    let blocks = MarkdownBlocks.scan("one\ntwo\n\n\nthree\r\n\r\nfour")
    #expect(blocks.map(\.text) == ["one\ntwo", "three", "four"])
    #expect(kinds("") == [])
    #expect(kinds("\n \n") == [])
  }

  @Test func knowsHeadings() {
    #expect(kinds("# A\ntext\n## B") == [.heading, .paragraph, .heading])
    #expect(kinds("#tag") == [.paragraph])
    #expect(kinds("####### seven") == [.paragraph])
    #expect(kinds("    # code") == [.paragraph])
  }

  @Test func knowsTables() {
    let table = "| a | b |\n|---|:-:|\n| 1 | 2 |"
    #expect(
      MarkdownBlocks.scan("before\n\(table)\n\nafter").map(\.kind) == [
        .paragraph, .table, .paragraph,
      ])
    #expect(MarkdownBlocks.scan(table)[0].lines.count == 3)
    #expect(kinds("a | b\n--- | ---\n1 | 2") == [.table])
    #expect(kinds("a | b\nnot a delimiter") == [.paragraph])
    #expect(kinds("\(table)\n\n\(table)") == [.table, .table])
  }

  @Test func keepsCodeTogether() {
    let text = "```swift\nlet a = 1\n\n# no heading\n| no | table |\n|---|---|\n```\nafter"
    let blocks = MarkdownBlocks.scan(text)
    #expect(blocks.map(\.kind) == [.code(closing: "```"), .paragraph])
    #expect(blocks[0].lines.count == 7)
    #expect(kinds("~~~\n```\n~~~") == [.code(closing: "~~~")])
    #expect(kinds("````\n```\n````\nx") == [.code(closing: "````"), .paragraph])
    #expect(kinds("``` not a fence ` x") == [.paragraph])
    #expect(kinds("```\nnever closed\n\nmore") == [.code(closing: "```")])
  }

  @Test func keepsListItemsWithTheirContinuation() {
    let blocks = MarkdownBlocks.scan("1. one\n\n   more of one\n\n2. two")
    #expect(blocks.map(\.text) == ["1. one\n\n   more of one", "2. two"])
  }
}

@Suite struct MarkdownDialectTests {
  @Test(arguments: [
    #"<at user_id="ou_1">Tom</at>"#, "<at id=ou_1>Tom</at>", #"<at id="ou_1">Tom</at>"#,
    "<at user_id='ou_1'>Tom</at>",
  ])
  func translatesMentions(_ text: String) {
    #expect(MarkdownDialect.message.rewrite("a \(text) b") == #"a <at user_id="ou_1">Tom</at> b"#)
    #expect(MarkdownDialect.card.rewrite("a \(text) b") == "a <at id=ou_1></at> b")
  }

  @Test func translatesAllAndSeveral() {
    let text = #"<at user_id="all"></at><at id=ou_2></at>"#
    #expect(MarkdownDialect.card.rewrite(text) == "<at id=all></at><at id=ou_2></at>")
  }

  @Test(arguments: [
    "<at ", "<at >", "<at id=>x</at>", "<at id=ou_1>", "1 < 2 <atom>", "<at foo=1>x</at>",
  ])
  func leavesOtherTextAlone(_ text: String) {
    #expect(MarkdownDialect.card.rewrite(text) == text)
    #expect(MarkdownDialect.message.rewrite(text) == text)
  }

  @Test func turnsImagesOfTheWebIntoLinks() {
    let text = "![图](https://x.test/a.png) ![k](img_v2_1) ![ ![x"
    #expect(MarkdownDialect.card.rewrite(text) == "[图](https://x.test/a.png) ![k](img_v2_1) ![ ![x")
    #expect(MarkdownDialect.card.rewrite("![a](http://b)\n![") == "[a](http://b)\n![")
  }

  @Test func findsImagesOnTheirLine() {
    let images = MarkdownImage.all(in: "![a](img_1) ![b\n](img_2) ![c](img_3)")
    #expect(images.map { $0.address.prefix(5) } == ["img_1", "img_3"])
    #expect(MarkdownImage.all(in: "![![![x](y)").count == 3)
  }

  /// Takes seconds where each mark is looked for through the whole rest of the text.
  @Test(.timeLimit(.minutes(1)), arguments: ["<at id=x>", "![", "![x](", "<at ", "<at >", "| a\n"])
  func takesNoLongerForOddText(_ unit: String) {
    let text = String(repeating: unit, count: 250_000 / unit.utf8.count)
    #expect(MarkdownDialect.card.rewrite(text).utf8.count <= text.utf8.count)
    #expect(!MarkdownBlocks.scan(text).isEmpty)
  }
}
