import JSON

/// `drive/v1/permissions`: who may see and edit a document.
enum Sharing {
  private static let path = "/drive/v1/permissions/:token/members"

  static let endpoints: [Endpoint] = [
    Endpoint("POST \(path)", add), Endpoint("GET \(path)", list),
    Endpoint("DELETE \(path)/:member_id", remove),
    Endpoint("GET /drive/v2/permissions/:token/public", getPublic),
    Endpoint("PATCH /drive/v2/permissions/:token/public", setPublic),
  ]

  static func add(_ state: inout SandboxState, _ call: Call) throws(APIError) -> Answer {
    let token = try target(state, call)
    let (type, id) = (call.text("member_type") ?? "", call.text("member_id") ?? "")
    try requireGroup(type, call)
    let isKnown: Bool
    switch type {
    case "openid": isKnown = state.people.person(openID: id) != nil || id == Bot.openID
    case "unionid": isKnown = state.people.person(id, .unionID) != nil
    case "userid": isKnown = state.people.person(id, .userID) != nil
    case "email": isKnown = state.people.person(email: id) != nil
    // The app sees no departments.
    case "opendepartmentid": isKnown = call.isUser
    case "openchat": isKnown = state.chats.chat(id) != nil
    default: isKnown = true
    }
    guard isKnown, let permission = Collaborator.Permission(rawValue: call.text("perm") ?? "")
    else { throw .code(1_063_001) }
    let member = Collaborator(
      memberType: type, memberID: id, permission: permission,
      type: call.filledText("type") ?? (type == "openchat" ? "chat" : "user"))
    let owner = state.documents.document(token)?.owner
    let isOwner = [owner?.openID, owner?.unionID, owner?.userID, owner?.email].contains(id)
    guard !isOwner else { throw .code(1_063_003) }
    state.collaborators[token, default: []].removeAll { $0.memberID == id }
    state.collaborators[token, default: []].append(member)
    return .data(["member": .object(member.json)])
  }

  /// The owner is among them. Names and the like are told only where `fields` asks for them.
  static func list(_ state: inout SandboxState, _ call: Call) throws(APIError) -> Answer {
    let token = try target(state, call)
    var members = state.collaborators[token] ?? []
    if let owner = state.documents.document(token)?.owner {
      members.insert(
        Collaborator(
          memberType: "openid", memberID: owner.openID, permission: .fullAccess, type: "user"),
        at: 0)
    }
    let asked = Set(call.queryTexts("fields"))
    return .data(["items": .array(members.map { json($0, asked, state) })])
  }

  private static func json(
    _ member: Collaborator, _ asked: Set<String>, _ state: SandboxState
  ) -> JSONValue {
    let person =
      state.people.mentioned(member.memberID) ?? state.people.person(email: member.memberID)
    let name = person?.name ?? state.chats.chat(member.memberID)?.name ?? ""
    let avatar = person.flatMap { Contacts.avatar($0)["avatar_72"] } ?? ""
    var json = member.json
    json["type"] = nil
    let more: JSONObject = [
      "type": .string(member.type), "name": .string(name), "avatar": avatar,
      "external_label": false,
    ]
    for field in more.members where asked.contains("*") || asked.contains(field.key) {
      json[field.key] = field.value
    }
    return .object(json)
  }

  static func remove(_ state: inout SandboxState, _ call: Call) throws(APIError) -> Answer {
    let token = try target(state, call)
    let id = call.parameter("member_id")
    try requireGroup(call.queryText("member_type") ?? "", call)
    guard (state.collaborators[token] ?? []).contains(where: { $0.memberID == id }) else {
      throw .code(1_063_001)
    }
    state.collaborators[token]?.removeAll { $0.memberID == id }
    return .empty
  }

  static func getPublic(_ state: inout SandboxState, _ call: Call) throws(APIError) -> Answer {
    let token = try target(state, call)
    return .data(["permission_public": .object(state.linkSettings(of: token))])
  }

  /// Only what is given changes; links for everyone need a document that may leave the company.
  static func setPublic(_ state: inout SandboxState, _ call: Call) throws(APIError) -> Answer {
    let token = try target(state, call)
    var settings = state.linkSettings(of: token)
    for member in call.body.members
    where settings[member.key] != nil && member.key != "lock_switch" {
      settings[member.key] = member.value
    }
    let link = settings["link_share_entity"]?.string ?? ""
    guard !link.hasPrefix("anyone") || settings["external_access_entity"] == "open",
      !link.hasPrefix("partner"), settings["external_access_entity"] != "allow_share_partner_tenant"
    else { throw .code(1_063_003) }
    state.linkSettings[token] = settings
    return .data(["permission_public": .object(settings)])
  }

  /// Members of a wiki are named by their group too.
  private static func requireGroup(_ memberType: String, _ call: Call) throws(APIError) {
    let groups = ["wiki_space_member", "wiki_space_viewer", "wiki_space_editor"]
    guard memberType != "wikispaceid" || groups.contains(call.text("type") ?? "") else {
      throw .code(1_063_001)
    }
  }

  /// The token of the document or the folder, if it is of the type and the caller may share it.
  private static func target(_ state: SandboxState, _ call: Call) throws(APIError) -> String {
    let token = call.parameter("token")
    let type = call.queryText("type")
    if state.documents.folder(token) != nil {
      guard type == "folder" else { throw .code(1_063_001) }
      return token
    }
    let node = state.documents.nodes.first { $0.token == token }
    let document = try state.document(
      node?.document.token ?? token, call, edits: true, missing: .code(1_063_005),
      forbidden: .code(1_063_002))
    guard type == (node == nil ? document.kind.rawValue : "wiki") else { throw .code(1_063_001) }
    return document.token
  }
}

extension SandboxState {
  /// What the link of a document allows, and to whom.
  func linkSettings(of token: String) -> JSONObject {
    if let settings = linkSettings[token] { return settings }
    let isPrivate = documents.document(token)?.isPrivate ?? false
    return [
      "external_access_entity": "closed", "security_entity": "anyone_can_view",
      "comment_entity": "anyone_can_view", "share_entity": "same_tenant",
      "manage_collaborator_entity": "collaborator_can_view",
      "link_share_entity": isPrivate ? "closed" : "tenant_readable",
      "copy_entity": "anyone_can_view", "lock_switch": false,
    ]
  }
}
