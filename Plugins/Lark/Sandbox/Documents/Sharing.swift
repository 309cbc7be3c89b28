import JSON

/// `drive/v1/permissions`: who may see and edit a document.
enum Sharing {
  private static let path = "/drive/v1/permissions/:token/members"

  static let endpoints: [Endpoint] = [
    Endpoint("POST \(path)", add), Endpoint("GET \(path)", list),
    Endpoint("DELETE \(path)/:member_id", remove),
    Endpoint("PATCH /drive/v2/permissions/:token/public", setPublic),
  ]

  static func add(_ state: inout SandboxState, _ call: Call) throws(APIError) -> Answer {
    let token = try target(state, call)
    let (type, id) = (call.text("member_type") ?? "", call.text("member_id") ?? "")
    let isKnown: Bool
    switch type {
    case "openid": isKnown = state.people.person(openID: id) != nil || id == Bot.openID
    case "unionid": isKnown = state.people.person(id, .unionID) != nil
    case "userid": isKnown = state.people.person(id, .userID) != nil
    case "email": isKnown = state.people.person(email: id) != nil
    case "openchat": isKnown = state.chats.chat(id) != nil
    default: isKnown = true
    }
    guard isKnown, let permission = Collaborator.Permission(rawValue: call.text("perm") ?? "")
    else { throw .code(1_063_001) }
    let member = Collaborator(
      memberType: type, memberID: id, permission: permission,
      type: call.filledText("type") ?? (type == "openchat" ? "chat" : "user"))
    state.collaborators[token, default: []].removeAll { $0.memberID == id }
    state.collaborators[token, default: []].append(member)
    return .data(["member": .object(member.json)])
  }

  /// The owner is among them.
  static func list(_ state: inout SandboxState, _ call: Call) throws(APIError) -> Answer {
    let token = try target(state, call)
    var items: [JSONValue] = []
    if let document = state.documents.document(token) {
      items.append([
        "member_type": "openid", "member_id": .string(document.owner.openID),
        "perm": "full_access", "perm_type": "container", "type": "user",
        "name": .string(document.owner.name),
      ])
    }
    for member in state.collaborators[token] ?? [] {
      var json = member.json
      let name =
        state.people.mentioned(member.memberID)?.name
        ?? state.people.person(email: member.memberID)?.name
        ?? state.chats.chat(member.memberID)?.name ?? ""
      json["name"] = .string(name)
      items.append(.object(json))
    }
    return .data(["items": .array(items)])
  }

  static func remove(_ state: inout SandboxState, _ call: Call) throws(APIError) -> Answer {
    let token = try target(state, call)
    let id = call.parameter("member_id")
    guard (state.collaborators[token] ?? []).contains(where: { $0.memberID == id }) else {
      throw .code(1_063_001)
    }
    state.collaborators[token]?.removeAll { $0.memberID == id }
    return .empty
  }

  static func setPublic(_ state: inout SandboxState, _ call: Call) throws(APIError) -> Answer {
    _ = try target(state, call)
    return .data(["permission_public": .object(call.body)])
  }

  /// The token of the document or the folder, if the caller may share it.
  private static func target(_ state: SandboxState, _ call: Call) throws(APIError) -> String {
    let token = call.parameter("token")
    if state.documents.folder(token) != nil { return token }
    let node = state.documents.nodes.first { $0.token == token }
    let document = try state.document(
      node?.document.token ?? token, call, edits: true, missing: .code(1_063_005),
      forbidden: .code(1_063_002))
    return document.token
  }
}
