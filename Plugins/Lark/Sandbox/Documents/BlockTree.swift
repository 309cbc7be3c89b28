import JSON

/// The blocks of a document: a tree whose root has the document's own id.
struct BlockTree: Sendable {
  static let pageType = 1
  static let maximumBlocks = 40_000
  /// The member that holds the text of a block, by `block_type`.
  static let names: [Int: String] = [
    1: "page", 2: "text", 3: "heading1", 4: "heading2", 5: "heading3", 6: "heading4",
    7: "heading5", 8: "heading6", 9: "heading7", 10: "heading8", 11: "heading9", 12: "bullet",
    13: "ordered", 14: "code", 15: "quote", 17: "todo", 19: "callout", 22: "divider",
    27: "image", 31: "table", 32: "table_cell", 34: "quote_container",
  ]

  let id: String
  private(set) var revision = 1
  private(set) var blocks: [String: JSONObject]

  init(id: String, title: String) {
    self.id = id
    blocks = [
      id: [
        "block_id": .string(id), "parent_id": "", "children": [], "block_type": 1,
        "page": ["style": ["align": 1], "elements": .array(Self.elements(title))],
      ]
    ]
  }

  static func elements(_ text: String) -> [JSONValue] {
    text.isEmpty ? [] : [["text_run": ["content": .string(text), "text_element_style": [:]]]]
  }

  func children(_ id: String) -> [String] { texts(blocks[id]?["children"]) }

  static func type(_ block: JSONObject) -> Int { Int(block["block_type"]?.integer ?? 2) }

  /// What is written in one block.
  static func text(_ block: JSONObject) -> String {
    let content = block[names[type(block)] ?? ""]
    return (content?["elements"]?.array ?? []).compactMap { element in
      element["text_run"]?["content"]?.string ?? element["equation"]?["content"]?.string
        ?? element["mention_user"]?["user_id"]?.string
    }.joined()
  }

  var title: String { blocks[id].map(Self.text) ?? "" }

  /// All blocks, parents first, in the order of reading.
  var ordered: [JSONObject] {
    var found: [JSONObject] = []
    var waiting = [id]
    while let next = waiting.popLast() {
      guard let block = blocks[next] else { continue }
      found.append(block)
      waiting += children(next).reversed()
    }
    return found
  }

  /// Puts blocks under a parent; `index` -1 is the end. Their ids are final.
  mutating func insert(_ new: [JSONObject], roots: [String], under parent: String, at index: Int) {
    for block in new { blocks[block["block_id"]?.string ?? ""] = block }
    var children = children(parent)
    let place = index < 0 ? children.count : min(index, children.count)
    children.insert(contentsOf: roots, at: place)
    blocks[parent]?["children"] = .array(children.map(JSONValue.string))
    for root in roots { blocks[root]?["parent_id"] = .string(parent) }
    revision += 1
  }

  mutating func remove(_ range: Range<Int>, under parent: String) {
    var children = children(parent)
    var waiting = Array(children[range])
    children.removeSubrange(range)
    blocks[parent]?["children"] = .array(children.map(JSONValue.string))
    while let next = waiting.popLast() {
      waiting += self.children(next)
      blocks[next] = nil
    }
    revision += 1
  }

  /// Changes one block in place.
  mutating func change(_ id: String, _ edit: (inout JSONObject) -> Void) {
    guard var block = blocks[id] else { return }
    edit(&block)
    blocks[id] = block
  }

  mutating func nextRevision() { revision += 1 }

  /// The text without its marks, a line for each block.
  var plainText: String {
    ordered.map(Self.text).filter { !$0.isEmpty }.joined(separator: "\n")
  }
}
