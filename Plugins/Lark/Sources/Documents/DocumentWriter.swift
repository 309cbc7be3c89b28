internal import JSON

/// Puts blocks into one document and takes them out, request by request within one call.
struct DocumentWriter: Sendable {
  let client: LarkClient
  let document: String
  let context: CallContext
  /// The revision that the next write builds on; nil: whatever is the latest.
  var revision: Int64?
  /// The topmost blocks that were inserted so far, with the ids that Lark gave them.
  private(set) var inserted: [String] = []
  /// The ids that Lark gave, by those that the blocks had before.
  private var identifiers: [String: String] = [:]
  private var parts: [Endpoint: Int] = [:]

  init(
    _ client: LarkClient, document: String, revision: Int64? = nil, _ context: CallContext
  ) {
    (self.client, self.document, self.revision) = (client, document, revision)
    self.context = context
  }

  /// The Markdown as blocks, by Lark's own conversion. Nothing is changed yet.
  static func convert(
    _ markdown: String, _ client: LarkClient, _ context: CallContext
  ) async throws(LarkFailure) -> NewBlocks {
    let content = StyleLinks.hidden(MentionLinks.hidden(MarkdownInput.withoutIDs(markdown)))
    let payload = try await client.send(
      APIRequest(
        .convertMarkdown, body: ["content_type": "markdown", "content": .string(content)],
        purpose: "turn the Markdown into blocks"), context)
    let blocks = NewBlocks(converted: payload)
    guard !blocks.isEmpty else { throw .argument("markdown: Lark makes no blocks of it.") }
    return blocks
  }

  /// Below that parent, from that place on; nil: at its end.
  mutating func insert(
    _ batches: [NewBlocks], below parent: String, at index: Int?
  ) async throws(LarkFailure) {
    var index = index
    for batch in batches {
      let payload = try await write(
        .insertBlocks, block: parent, body: batch.body(index: index ?? -1),
        purpose: "insert the blocks")
      for relation in payload["block_id_relations"]?.array ?? [] {
        guard let before = relation["temporary_block_id"]?.string,
          let after = relation["block_id"]?.string
        else { continue }
        identifiers[before] = after
      }
      let made = (payload["children"]?.array ?? []).compactMap { $0["block_id"]?.nonEmptyString }
      inserted += batch.top.enumerated().map { place, id in
        identifiers[id] ?? (place < made.count && made.count == batch.top.count ? made[place] : id)
      }
      index = index.map { $0 + batch.top.count }
    }
  }

  /// The id that Lark gave to a new block.
  func identifier(of block: String) -> String? { identifiers[block] }

  mutating func update(_ requests: [JSONValue]) async throws(LarkFailure) {
    _ = try await write(
      .updateBlocks, block: nil, body: ["requests": .array(requests)],
      purpose: "change the block")
  }

  /// The children of the parent from `range.lowerBound` on, without `range.upperBound`.
  mutating func delete(_ range: Range<Int>, below parent: String) async throws(LarkFailure) {
    _ = try await write(
      .deleteBlocks, block: parent,
      body: [
        "start_index": .number(JSONNumber(Int64(range.lowerBound))),
        "end_index": .number(JSONNumber(Int64(range.upperBound))),
      ], purpose: "delete the blocks")
  }

  private mutating func write(
    _ endpoint: Endpoint, block: String?, body: JSONValue, purpose: String
  ) async throws(LarkFailure) -> JSONValue {
    var path = ["document_id": document]
    path["block_id"] = block
    let part = parts[endpoint, default: 0]
    parts[endpoint] = part + 1
    let payload = try await client.send(
      APIRequest(
        endpoint, path: path, query: [("document_revision_id", String(revision ?? -1))],
        body: body, purpose: purpose, part: part), context)
    revision = payload["document_revision_id"]?.integer
    return payload
  }
}
