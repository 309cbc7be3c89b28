internal import JSON

/// Reads the blocks of a document.
struct DocumentReader: Sendable {
  static let pageSize = 500
  /// 10,000 blocks; what comes after them is not read.
  static let maximumPages = 20

  let client: LarkClient

  /// The revision first, then the blocks of that revision or a later one.
  func tree(
    _ document: String, purpose: String, _ context: CallContext
  ) async throws(LarkFailure) -> DocumentTree {
    let head = try await client.send(
      APIRequest(.getDoc, path: ["document_id": document], purpose: purpose), context)
    var tree = DocumentTree(
      document: document, revision: head["document"]?["revision_id"]?.integer)
    var token: String?
    for page in 1...DocumentReader.maximumPages {
      var query = [(name: "page_size", value: String(DocumentReader.pageSize))]
      if let token { query.append((name: "page_token", value: token)) }
      let payload = try await client.send(
        APIRequest(
          .listBlocks, path: ["document_id": document], query: query, purpose: purpose), context)
      tree.insert(payload["items"]?.array ?? [])
      guard payload["has_more"]?.bool == true, let next = payload["page_token"]?.nonEmptyString
      else { break }
      tree.isWhole = page < DocumentReader.maximumPages
      token = next
    }
    return tree
  }
}
