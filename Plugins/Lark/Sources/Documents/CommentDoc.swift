internal import JSON
internal import PluginKit

/// The arguments of the tool `comment_doc`.
struct CommentDocArguments: Decodable, Sendable {
  var doc: String
  var text: String?
  var comment: LooseID?
  var resolve: Bool?
}

/// Comments on a document, replies to a comment, resolves it or opens it again.
struct CommentDoc: Sendable {
  let client: LarkClient

  func run(
    _ arguments: CommentDocArguments, _ context: CallContext
  ) async throws(LarkFailure) -> ToolResult {
    let text = arguments.text.flatMap { $0.allSatisfy(\.isWhitespace) ? nil : $0 }
    let comment = arguments.comment?.text.nonEmpty
    guard text != nil || arguments.resolve != nil else {
      throw .argument("text: write the comment.")
    }
    guard comment != nil || arguments.resolve == nil else {
      throw .argument("comment: write the id of the comment to resolve; list_comments shows it.")
    }
    guard (text?.count ?? 0) <= CommentText.maximumCharacters else {
      throw .argument("text: at most \(CommentText.maximumCharacters) characters.")
    }
    if let comment, !LarkReference.isToken(comment) {
      throw .argument("comment: write the id of a comment; list_comments shows it.")
    }
    let document = try await CommentTarget.of(arguments.doc, client, context)
    guard text == nil || document.kind != "slides" else {
      throw .argument("doc: Lark takes no comments of apps on slides.")
    }
    var done: [String] = []
    var id = comment
    if let text {
      if let comment {
        try await reply(text, to: comment, document, context)
        done.append("Replied to the comment \(comment)")
      } else {
        id = try await add(text, document, context)
        done.append("Commented (\(id ?? ""))")
      }
    }
    if let comment, let resolve = arguments.resolve {
      try await set(resolve, comment, document, context)
      done.append(resolve ? "Resolved \(comment)" : "Opened \(comment) again")
    }
    return ToolResult(
      [
        .text(
          "\(done.joined(separator: ". ")). \(document.kind) \(document.token), as the"
            + " \(context.actedAs).")
      ], structured: ["comment_id": id.map { .string($0) } ?? nil])
  }

  private func add(
    _ text: String, _ document: ShareableDocument, _ context: CallContext
  ) async throws(LarkFailure) -> String? {
    guard document.kind == "docx" || document.kind == "doc" else {
      throw .argument("doc: Lark takes new comments on documents only; reply to one with comment.")
    }
    let content: JSONValue = ["content": ["elements": .array(CommentText.elements(text))]]
    let payload = try await client.send(
      APIRequest(
        .addComment, path: ["file_token": document.token],
        query: [("file_type", document.kind)], body: ["reply_list": ["replies": [content]]],
        purpose: "comment on the document"), context)
    return payload["comment_id"]?.nonEmptyString
  }

  private func reply(
    _ text: String, to comment: String, _ document: ShareableDocument, _ context: CallContext
  ) async throws(LarkFailure) {
    _ = try await client.send(
      APIRequest(
        .replyComment, path: ["file_token": document.token, "comment_id": comment],
        query: [("file_type", document.kind)],
        body: ["content": ["elements": .array(CommentText.elements(text))]],
        purpose: "reply to the comment"), context)
  }

  private func set(
    _ isSolved: Bool, _ comment: String, _ document: ShareableDocument, _ context: CallContext
  ) async throws(LarkFailure) {
    _ = try await client.send(
      APIRequest(
        .resolveComment, path: ["file_token": document.token, "comment_id": comment],
        query: [("file_type", document.kind)], body: ["is_solved": .bool(isSolved)],
        purpose: "resolve the comment"), context)
  }
}

extension CommentDoc {
  static func tool(_ core: LarkCore) -> LarkTool {
    let commenter = CommentDoc(client: core.client)
    return LarkTool(
      "comment_doc",
      "Comments on a Lark document, replies to a comment, or resolves it.",
      core, group: .docs,
      endpoints: [.addComment, .replyComment, .resolveComment, .getWikiNode],
      identity: .userFirst, effect: .adds, offer: .inPresets,
      input: .object(
        [
          "doc": .string("Link, or kind:token"),
          "text": .string("Plain; mentions as <at user_id=\"ou_x\"></at>"),
          "comment": .looseID("Comment to reply to or to resolve"),
          "resolve": .boolean("false opens it again"),
        ], required: ["doc"])
    ) { (arguments: CommentDocArguments, context) throws(LarkFailure) in
      try await commenter.run(arguments, context)
    }
  }
}
