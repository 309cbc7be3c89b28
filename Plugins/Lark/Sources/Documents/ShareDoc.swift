internal import JSON
internal import PluginKit

/// The arguments of the tool `share_doc`.
struct ShareDocArguments: Decodable, Sendable {
  var doc: String
  var with: StringList?
  var access: String?
  var link: String?
  var notify: Bool?
}

/// Gives people access to a document, takes it from them, and sets who may open its link.
struct ShareDoc: Sendable {
  static let accessLevels = Access.levels + ["none"]
  /// By the names that agents see: the setting `link_share_entity`.
  static let links = [
    "off": "closed", "company_view": "tenant_readable", "company_edit": "tenant_editable",
    "anyone_view": "anyone_readable", "anyone_edit": "anyone_editable",
  ]
  static let linkNames = ["off", "company_view", "company_edit", "anyone_view", "anyone_edit"]

  let client: LarkClient

  func run(
    _ arguments: ShareDocArguments, _ context: CallContext
  ) async throws(LarkFailure) -> ToolResult {
    let document = try ShareableDocument(arguments.doc, "doc")
    let targets = try ShareTarget.all(arguments.with?.values ?? [], "with")
    let access = arguments.access?.nonEmpty ?? "view"
    guard ShareDoc.accessLevels.contains(access) else {
      throw .argument("access: one of \(ShareDoc.accessLevels.joined(separator: ", ")).")
    }
    let link = try arguments.link?.nonEmpty.map(ShareDoc.linkSetting)
    guard !targets.isEmpty || link != nil else {
      throw .argument("with, link: name people, or set who may open the link.")
    }
    guard link == nil || document.kind != "folder" else {
      throw .argument("link: Lark has no such setting for folders.")
    }
    var lines: [String] = []
    if let link { lines.append(try await set(link, document, context)) }
    let outcome =
      access == "none"
      ? try await remove(targets, document, context)
      : try await Sharing.share(
        document.token, kind: document.kind, with: targets, access: access,
        notifies: arguments.notify ?? false && isUser(context), client, context)
    if lines.isEmpty, outcome.shared.isEmpty, let failure = outcome.failure { throw failure }
    if !outcome.shared.isEmpty {
      let names = outcome.shared.map { singleLine($0, limit: 80) }.joined(separator: ", ")
      lines.append(access == "none" ? "Removed \(names)." : "Shared with \(names) (\(access)).")
    }
    lines += outcome.failures.map { "Not done: \($0)" }
    lines.append("\(document.kind) \(document.token), as the \(context.actedAs).")
    return ToolResult(
      [.text(lines.joined(separator: "\n"))],
      structured: [
        "token": .string(document.token), "kind": .string(document.kind),
        "members": .array(outcome.shared.map { .string($0) }), "access": .string(access),
      ])
  }

  private static func linkSetting(_ name: String) throws(LarkFailure) -> String {
    guard let setting = links[name] else {
      throw .argument("link: one of \(linkNames.joined(separator: ", ")).")
    }
    return setting
  }

  /// Lark takes the wish to notify from users only.
  private func isUser(_ context: CallContext) -> Bool {
    let request = APIRequest(.shareFile, purpose: "share the document")
    return (try? client.identity(for: request, context)) == .user
  }

  private func set(
    _ link: String, _ document: ShareableDocument, _ context: CallContext
  ) async throws(LarkFailure) -> String {
    var body: JSONObject = ["link_share_entity": .string(link)]
    if link.hasPrefix("anyone") { body["external_access_entity"] = "open" }
    _ = try await client.send(
      APIRequest(
        .publicPermission, path: ["token": document.token],
        query: [("type", document.kind)], body: .object(body),
        purpose: "change who may open the link"), context)
    return "Link: \(ShareDoc.links.first { $0.value == link }?.key ?? link)."
  }

  private func remove(
    _ targets: [ShareTarget], _ document: ShareableDocument, _ context: CallContext
  ) async throws(LarkFailure) -> Sharing.Outcome {
    var outcome = Sharing.Outcome()
    for target in targets {
      do throws(LarkFailure) {
        _ = try await client.send(
          APIRequest(
            .unshareFile, path: ["token": document.token, "member_id": target.id],
            query: [("type", document.kind), ("member_type", target.kind)], body: target.removal,
            purpose: "take access from \(singleLine(target.id, limit: 80))"), context)
        outcome.shared.append(target.id)
      } catch {
        guard error != .cancelled else { throw error }
        outcome.failure = outcome.failure ?? error
        outcome.failures.append(error.toolError.summary)
      }
    }
    return outcome
  }
}

extension ShareDoc {
  static func tool(_ core: LarkCore) -> LarkTool {
    let sharer = ShareDoc(client: core.client)
    return LarkTool(
      "share_doc",
      "Shares a Lark document, sheet, base, file, folder or wiki page, or takes access away.",
      core, group: .docs,
      endpoints: [.shareFile, .unshareFile, .publicPermission], identity: .userFirst,
      effect: .changes,
      input: .object(
        [
          "doc": .string("Link, or kind:token"),
          "with": .stringList(
            .string(), "E-mail, ou_..., oc_... or od-...", maxItems: ShareTarget.maximumCount),
          "access": .enumeration(accessLevels, "none removes", default: "view"),
          "link": .enumeration(linkNames, "Who may open its link"),
          "notify": .boolean("Only as a user", default: false),
        ], required: ["doc"])
    ) { (arguments: ShareDocArguments, context) throws(LarkFailure) in
      try await sharer.run(arguments, context)
    }
  }
}
