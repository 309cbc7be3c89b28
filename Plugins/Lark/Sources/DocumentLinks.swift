internal import JSON

/// Asks Lark for the links of documents that a search gave without them.
enum DocumentLinks {
  /// Nil where there is nothing to ask for.
  static func request(for documents: [FoundDocument]) -> APIRequest? {
    let missing = documents.filter { $0.url == nil && !$0.type.isEmpty }
    guard !missing.isEmpty else { return nil }
    let body: JSONValue = [
      "with_url": true,
      "request_docs": .array(
        missing.map { document in
          ["doc_token": .string(document.token), "doc_type": .string(document.metaType)]
        }),
    ]
    return APIRequest(.fileMetadata, body: body, purpose: "ask for links")
  }

  static func completed(_ documents: [FoundDocument], with payload: JSONValue) -> [FoundDocument] {
    var links: [String: String] = [:]
    for meta in payload["metas"]?.array ?? [] {
      let token = meta["request_doc_info"]?["doc_token"]?.string ?? meta["doc_token"]?.string
      if let token, let url = meta["url"]?.nonEmptyString { links[token] = url }
    }
    return documents.map { document in
      var document = document
      document.url = document.url ?? links[document.token]
      return document
    }
  }
}
