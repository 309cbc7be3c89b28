internal import JSON
internal import PluginKit

/// The arguments of the tool `list_comments`.
struct ListCommentsArguments: Decodable, Sendable {
  var doc: String
  var state: String?
  var limit: Int?
  var pageToken: String?

  enum CodingKeys: String, CodingKey {
    case doc, state, limit
    case pageToken = "page_token"
  }
}

/// Lists the comments of a document with their replies.
struct ListComments: Sendable {
  static let kinds: Set<String> = ["doc", "docx", "sheet", "file", "slides"]
  static let states = ["open", "resolved", "all"]
  static let maximumLimit = 100
  static let defaultLimit = 50

  let core: LarkCore

  func run(
    _ arguments: ListCommentsArguments, _ context: CallContext
  ) async throws(LarkFailure) -> ToolResult {
    let limit = arguments.limit ?? ListComments.defaultLimit
    guard (1...ListComments.maximumLimit).contains(limit) else {
      throw .argument("limit: from 1 to \(ListComments.maximumLimit).")
    }
    let state = arguments.state?.nonEmpty ?? "open"
    guard ListComments.states.contains(state) else {
      throw .argument("state: one of \(ListComments.states.joined(separator: ", ")).")
    }
    let document = try await CommentTarget.of(arguments.doc, core.client, context)
    let zone = try core.zone()
    var query = [(name: "file_type", value: document.kind)]
    if state != "all" {
      query.append((name: "is_solved", value: state == "resolved" ? "true" : "false"))
    }
    query.append((name: "page_size", value: String(limit)))
    if let token = arguments.pageToken?.nonEmpty {
      query.append((name: "page_token", value: token))
    }
    let payload = try await core.client.send(
      APIRequest(
        .listComments, path: ["file_token": document.token], query: query,
        purpose: "list the comments"), context)
    let threads = (payload["items"]?.array ?? []).map { CommentThread(json: $0, zone: zone) }
    let kind = state == "all" ? "" : "\(state) "
    var lines = [
      "\(threads.count) \(kind)comment\(threads.count == 1 ? "" : "s") of the \(document.kind)"
        + " \(document.token), read as the \(context.actedAs)."
    ]
    lines += threads.flatMap(\.lines)
    var structured: JSONObject = [
      "comment_ids": .array(threads.map { .string($0.id) }), "token": .string(document.token),
    ]
    if payload["has_more"]?.bool == true, let next = payload["page_token"]?.nonEmptyString {
      lines.append("More: page_token \"\(singleLine(next, limit: 400))\".")
      structured["page_token"] = .string(next)
    }
    return ToolResult([.text(lines.joined(separator: "\n"))], structured: .object(structured))
  }
}

/// What comments stand in.
enum CommentTarget {
  /// Comments belong to what a wiki page shows.
  static func of(
    _ text: String, _ client: LarkClient, _ context: CallContext
  ) async throws(LarkFailure) -> ShareableDocument {
    let document = try ShareableDocument(
      text, "doc", allowing: ListComments.kinds.union(["wiki"]))
    guard document.kind == "wiki" else { return document }
    let reference = try await LarkReference(.wiki, document.token).resolved(client, context)
    return try ShareableDocument(
      "\(reference.kind.rawValue):\(reference.token)", "doc", allowing: ListComments.kinds)
  }
}

extension ListComments {
  static func tool(_ core: LarkCore) -> LarkTool {
    let lister = ListComments(core: core)
    return LarkTool(
      "list_comments", "Lists the comments of a Lark document with their replies.",
      core, group: .docs,
      endpoints: [.listComments, .getWikiNode], identity: .userFirst, effect: .reads,
      offer: .inPresets,
      input: .object(
        [
          "doc": .string("Link, or kind:token"),
          "state": .enumeration(states, default: "open"),
          "limit": .integer(minimum: 1, maximum: maximumLimit, default: defaultLimit),
          "page_token": .string("From the last result"),
        ], required: ["doc"])
    ) { (arguments: ListCommentsArguments, context) throws(LarkFailure) in
      try await lister.run(arguments, context)
    }
  }
}
