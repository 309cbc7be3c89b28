internal import JSON

extension NewBlocks {
  /// The body of `insert_blocks`; -1 stands for the end.
  func body(index: Int) -> JSONValue {
    [
      "children_id": .array(top.map { .string($0) }),
      "index": .number(JSONNumber(Int64(index))),
      "descendants": .array(blocks),
    ]
  }

  /// The image becomes a paragraph with a link to it.
  mutating func replaceImage(_ image: Image) {
    images.removeAll { $0 == image }
    guard let place = blocks.firstIndex(where: { $0["block_id"]?.string == image.block }) else {
      return
    }
    var style = InlineStyle()
    style.url = image.url
    blocks[place] = [
      "block_id": .string(image.block),
      "block_type": .number(JSONNumber(BlockKind.text.number)),
      "text": ["elements": [InlineParser.element(image.url, style)]],
      "children": [],
    ]
  }
}
