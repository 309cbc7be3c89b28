internal import JSON

/// One block of a document.
struct DocumentBlock: Sendable, Equatable {
  let id: String
  let parent: String?
  let kind: BlockKind
  let children: [String]
  /// All members, as Lark gave them.
  let json: JSONValue

  /// Nil where it has no id.
  init?(_ json: JSONValue) {
    guard let id = json["block_id"]?.nonEmptyString else { return nil }
    self.id = id
    self.json = json
    parent = json["parent_id"]?.nonEmptyString
    kind = BlockKind(number: json["block_type"]?.integer ?? 999)
    children = (json["children"]?.array ?? []).compactMap(\.nonEmptyString)
  }

  /// The member that holds what the block shows.
  var content: JSONValue { json[kind.rawValue] ?? [:] }

  /// The pieces of its text.
  var elements: [JSONValue] { content["elements"]?.array ?? [] }

  /// The token of what it shows, where it shows something that has one.
  var token: String? { content["token"]?.nonEmptyString }
}
