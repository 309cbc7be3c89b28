internal import JSON
internal import PluginKit

/// Somebody a document is shared with: a person, a chat, a department.
struct ShareTarget: Sendable, Equatable {
  /// A value of `member_type`.
  let kind: String
  let id: String
  /// The value of `type`, which Lark asks for where the members of a wiki are meant.
  var group: String?

  static let forms =
    "an e-mail address, an open id \"ou_...\", a chat id \"oc_...\", a department \"od-...\", "
    + "or a kind and an id such as \"userid:...\""

  private static let kinds = [
    "email", "openid", "unionid", "openchat", "opendepartmentid", "userid", "groupid",
  ]
  /// By the names that agents see. A wiki whose members are in groups has no `wiki_space_member`,
  /// any other one has nothing but that.
  private static let wikiGroups = [
    "wikispaceid": "wiki_space_member", "wiki_space_member": "wiki_space_member",
    "wiki_space_viewer": "wiki_space_viewer", "wiki_space_editor": "wiki_space_editor",
  ]

  init(_ text: String, _ argument: String) throws(LarkFailure) {
    let text = text.trimmingSpaces
    if let colon = text.firstIndex(of: ":") {
      let (kind, id) = (String(text[..<colon]), String(text[text.index(after: colon)...]))
      group = ShareTarget.wikiGroups[kind]
      guard group != nil || ShareTarget.kinds.contains(kind), ShareTarget.isID(id) else {
        throw ShareTarget.misfit(text, argument)
      }
      (self.kind, self.id) = (group == nil ? kind : "wikispaceid", id)
      return
    }
    let prefixes = [
      ("ou_", "openid"), ("on_", "unionid"), ("oc_", "openchat"), ("od-", "opendepartmentid"),
    ]
    if let match = prefixes.first(where: { text.hasPrefix($0.0) }), ShareTarget.isID(text) {
      (kind, id) = (match.1, text)
    } else if Recipient.isEmail(text) {
      (kind, id) = ("email", text)
    } else {
      throw ShareTarget.misfit(text, argument)
    }
  }

  static func all(_ texts: [String], _ argument: String) throws(LarkFailure) -> [ShareTarget] {
    var targets: [ShareTarget] = []
    for text in texts { targets.append(try ShareTarget(text, argument)) }
    guard targets.count <= maximumCount else {
      throw .argument("\(argument): at most \(maximumCount) at once.")
    }
    return targets
  }

  static let maximumCount = 50

  private static func isID(_ text: String) -> Bool {
    !text.isEmpty && text.utf8.count <= 256 && text.utf8.allSatisfy { $0 > 0x20 && $0 != 0x7F }
  }

  private static func misfit(_ text: String, _ argument: String) -> LarkFailure {
    .argument("\(argument): \"\(singleLine(text, limit: 60))\" is nobody; write \(forms).")
  }

  /// The body of `share_file`.
  func body(access: String) -> JSONValue {
    var body: JSONObject = [
      "member_type": .string(kind), "member_id": .string(id), "perm": .string(access),
    ]
    if let group { body["type"] = .string(group) }
    return .object(body)
  }

  /// The body of `unshare_file`.
  var removal: JSONValue? { group.map { ["type": .string($0)] } }
}

/// Gives access to one document, one target after the other.
enum Sharing {
  /// Who got it, and why others did not.
  struct Outcome: Sendable {
    var shared: [String] = []
    var failures: [String] = []
    /// The first one.
    var failure: LarkFailure?
  }

  static func share(
    _ token: String, kind: String, with targets: [ShareTarget], access: String,
    notifies: Bool = false, _ client: LarkClient, _ context: CallContext
  ) async throws(LarkFailure) -> Outcome {
    var outcome = Outcome()
    for (part, target) in targets.enumerated() {
      var query = [(name: "type", value: kind)]
      if notifies { query.append((name: "need_notification", value: "true")) }
      do throws(LarkFailure) {
        _ = try await client.send(
          APIRequest(
            .shareFile, path: ["token": token], query: query, body: target.body(access: access),
            purpose: "share the document with \(singleLine(target.id, limit: 80))", part: part),
          context)
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
