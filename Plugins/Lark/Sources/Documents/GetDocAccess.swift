internal import JSON
internal import PluginKit

/// The arguments of the tool `get_doc_access`.
struct GetDocAccessArguments: Decodable, Sendable {
  var doc: String
}

/// Lists who has access to a document, and what its link allows.
struct GetDocAccess: Sendable {
  static let maximumShown = 200
  static let settings = [
    "link_share_entity", "external_access_entity", "security_entity", "comment_entity",
    "share_entity", "manage_collaborator_entity", "copy_entity",
  ]

  let client: LarkClient

  func run(
    _ arguments: GetDocAccessArguments, _ context: CallContext
  ) async throws(LarkFailure) -> ToolResult {
    let document = try ShareableDocument(arguments.doc, "doc")
    let query = [(name: "type", value: document.kind)]
    let payload = try await client.send(
      APIRequest(
        .listPermissions, path: ["token": document.token],
        query: query + [(name: "fields", value: "name")],
        purpose: "list who has access"), context)
    let members = payload["items"]?.array ?? []
    var lines = [
      "\(members.count) member\(members.count == 1 ? "" : "s") of the \(document.kind)"
        + " \(document.token), read as the \(context.actedAs)."
    ]
    lines += members.prefix(GetDocAccess.maximumShown).map(GetDocAccess.line)
    if members.count > GetDocAccess.maximumShown { lines.append("…") }
    var structured: JSONObject = [
      "token": .string(document.token), "kind": .string(document.kind),
      "count": .number(JSONNumber(Int64(members.count))),
    ]
    if document.kind != "folder" {
      lines.append(try await linkLine(document, query, &structured, context))
    }
    return ToolResult([.text(lines.joined(separator: "\n"))], structured: .object(structured))
  }

  private static func line(_ member: JSONValue) -> String {
    let name = member["name"]?.nonEmptyString.map { "\(singleLine($0, limit: 80)) " } ?? ""
    let scope = member["perm_type"]?.string == "single_page" ? ", this page only" : ""
    return "- \(name)\(singleLine(member["member_type"]?.string ?? "", limit: 30)):"
      + "\(singleLine(member["member_id"]?.string ?? "", limit: 128))"
      + " \(singleLine(member["perm"]?.string ?? "", limit: 30))\(scope)"
  }

  /// Members are told also where the settings may not be read.
  private func linkLine(
    _ document: ShareableDocument, _ query: [(name: String, value: String)],
    _ structured: inout JSONObject, _ context: CallContext
  ) async throws(LarkFailure) -> String {
    do throws(LarkFailure) {
      let payload = try await client.send(
        APIRequest(
          .getPublicPermission, path: ["token": document.token], query: query,
          purpose: "read what the link allows"), context)
      let setting = payload["permission_public"]
      var told: JSONObject = [:]
      for name in GetDocAccess.settings { told[name] = setting?[name] }
      structured["link"] = .object(told)
      let words = told.members.map { "\($0.key) \(singleLine($0.value.string ?? "", limit: 60))" }
      return "Link: \(words.joined(separator: ", "))."
    } catch {
      guard error != .cancelled else { throw error }
      return "Link settings: \(error.toolError.summary)"
    }
  }
}

extension GetDocAccess {
  static func tool(_ core: LarkCore) -> LarkTool {
    let reader = GetDocAccess(client: core.client)
    return LarkTool(
      "get_doc_access", "Lists who has access to a Lark document, and what its link allows.",
      title: "Who has access to a Lark document", core, group: .docs,
      endpoints: [.listPermissions, .getPublicPermission], identity: .userFirst, effect: .reads,
      offer: .inPresets,
      input: .object(["doc": .string("Link, or kind:token")], required: ["doc"])
    ) { (arguments: GetDocAccessArguments, context) throws(LarkFailure) in
      try await reader.run(arguments, context)
    }
  }
}
