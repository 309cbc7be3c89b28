import JSON
import Testing

@testable import Lark

/// Blocks to Markdown with ids, and Markdown to blocks.
@Suite struct GoldenDocumentTests {
  @Test func thereAreEnoughOfThem() throws {
    #expect(GoldenFile.all(in: "documents", ".json").count >= 12)
    #expect(try lines().count >= 12)
  }

  /// Each is a list of blocks as Lark lists them.
  @Test(arguments: GoldenFile.all(in: "documents", ".json"))
  func blocksBecomeMarkdown(_ file: GoldenFile) throws {
    let items = try JSONValue(parsing: try #require(file.text)).array ?? []
    var tree = DocumentTree(document: "doc")
    tree.insert(items)
    let page = try #require(tree.page)
    #expect(tree.subtree(of: "doc").count == items.count, "a block has no parent")
    let lines = BlockMarkdown(tree: tree).lines(of: tree.children(of: page))
    try file.beside(".md").check(lines.joined(separator: "\n"))
  }

  private func lines() throws -> [String] {
    let text = try #require(GoldenFile(name: "lines.md").text)
    return text.split(separator: "\n").map(String.init)
  }

  /// Each line of `lines.md` is the text of one block.
  @Test func linesBecomeBlocks() throws {
    let blocks = try lines().map { line -> JSONValue in
      let text = try #require(BlockText(line), "\(line)")
      var block: JSONObject = [
        "markdown": .string(line), "kind": .string(text.kind?.rawValue ?? "as before"),
      ]
      if let isDone = text.isDone { block["done"] = .bool(isDone) }
      block["elements"] = .array(InlineParser.elements(text.text))
      return .object(block)
    }
    try GoldenFile(name: "lines.json").check(JSONValue.array(blocks).lines())
  }

  /// What goes to Lark's conversion: without ids, with links for mentions.
  @Test func markdownIsMadeFitForTheConversion() throws {
    let text = try #require(GoldenFile(name: "conversion.md").text)
    let sent = MentionLinks.hidden(MarkdownInput.withoutIDs(text))
    try GoldenFile(name: "conversion-sent.md").check(sent)
  }

  /// What comes from Lark's conversion, as it is inserted.
  @Test func convertedBlocksAreInserted() throws {
    let answer = try JSONValue(
      parsing: try #require(GoldenFile(name: "converted.json").text))
    let body = NewBlocks(converted: answer).body(index: -1)
    try GoldenFile(name: "converted-inserted.json").check(body.lines())
  }
}
