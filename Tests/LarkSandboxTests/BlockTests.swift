import JSON
import Testing

@testable import LarkSandbox

@Suite struct BlockTests {
  private func tree(_ markdown: String) -> BlockTree {
    var tree = BlockTree(id: "doc", title: "")
    let reader = MarkdownReader(markdown, prefix: "b")
    tree.insert(DocxEdits.linked(reader.blocks), roots: reader.roots, under: "doc", at: -1)
    return tree
  }

  @Test(arguments: [
    "## 标题\n\ntext with **bold**, *italic*, ~~gone~~ and `code`\n",
    "- one\n\n- two\n\n1. first\n\n2. second\n", "- [ ] open\n\n- [x] done\n",
    "> quoted\n\n---\n\n```\nlet a = 1\n\nlet b = 2\n```\n",
    "| a | b |\n| --- | --- |\n| 1 | 😀 |\n", "```swift\nlet a = 1\n```\n",
  ])
  func markdownComesBack(_ text: String) {
    #expect(MarkdownWriter.markdown(tree(text)) == text)
  }

  @Test(arguments: [
    ("", 1), ("nonsense", 1), ("ABAP", 2), ("c++", 9), ("python", 49), ("py linenos", 49),
    ("toml", 75),
  ])
  func languagesAreNumbered(_ fence: String, _ number: Int64) {
    let code = MarkdownReader("```\(fence)\nx\n```", prefix: "b").blocks.first
    #expect(code?["code"]?["style"]?["language"]?.integer == number)
  }

  @Test func linksArePercentEncoded() {
    let text = MarkdownWriter.markdown(tree("[there](https://a.example/b)"))
    #expect(text == "[there](https%3A%2F%2Fa.example%2Fb)\n")
  }

  @Test func imagesAreToldApart() {
    let reader = MarkdownReader("![](https://a.example/i.png)", prefix: "b")
    #expect(reader.images == [["block_id": "b-1", "image_url": "https://a.example/i.png"]])
  }

  @Test func whatIsRemovedTakesItsChildrenAlong() {
    var tree = tree("| a | b |\n|---|---|\n| 1 | 2 |\n\nlast")
    #expect(tree.blocks.count == 11)
    tree.remove(0..<1, under: "doc")
    #expect(tree.blocks.count == 2 && tree.plainText == "last")
    #expect(tree.revision == 3)
  }

  @Test func writesToOneDocumentArePaced() {
    let client = Client()
    let made = client.post("docx/v1/documents", ["title": "x"])
    let id = made.data["document"]?["document_id"]?.string ?? ""
    let body: JSONValue = ["children": [["block_type": 22, "divider": [:]]]]
    let path = "docx/v1/documents/\(id)/blocks/\(id)/children"
    for _ in 0..<3 { #expect(client.post(path, body).code == 0) }
    let refused = client.post(path, body)
    #expect(refused.status == 429 && refused.response.field("x-ogw-ratelimit-reset") == "1")
  }
}
