import JSON

/// Someone a document was shared with.
struct Collaborator: Sendable {
  enum Permission: String, Sendable { case view, edit, fullAccess = "full_access" }

  let memberType: String
  let memberID: String
  var permission: Permission
  var type: String

  var json: JSONObject {
    [
      "member_type": .string(memberType), "member_id": .string(memberID),
      "perm": .string(permission.rawValue), "perm_type": "container", "type": .string(type),
    ]
  }
}

extension SandboxState {
  /// The owner as an answer names it.
  func person(of identity: Identity) -> Person {
    if case .user(let openID) = identity {
      people.person(openID: openID) ?? Bot.person
    } else {
      Bot.person
    }
  }

  /// The document of that token. Throws `missing` if there is none, `forbidden` if the caller may
  /// not see it, or may not edit it.
  func document(
    _ token: String, _ call: Call, edits: Bool = false, missing: APIError, forbidden: APIError
  ) throws(APIError) -> Document {
    guard let document = documents.document(token) else { throw missing }
    guard may(call.identity, see: document, edits: edits) else { throw forbidden }
    return document
  }

  /// By ownership, by sharing, by the folder, by the wiki; a private one needs one of the first
  /// two.
  func may(_ identity: Identity, see document: Document, edits: Bool) -> Bool {
    let person = person(of: identity)
    if document.owner.openID == person.openID { return true }
    if let permission = permission(of: person, identity, on: document) {
      return !edits || permission != .view
    }
    return documents.searchable(by: identity).contains { $0.token == document.token }
  }

  private func permission(
    of person: Person, _ identity: Identity, on document: Document
  ) -> Collaborator.Permission? {
    let chats = chats.all.filter { isInside($0, identity) }.map(\.id)
    let ids = [person.openID, person.unionID, person.userID, person.email] + chats
    return (collaborators[document.token] ?? []).first { ids.contains($0.memberID) }?.permission
  }

  /// A new document of the caller's, in a folder or a wiki.
  mutating func addDocument(
    _ kind: Document.Kind, title: String, text: String = "", folder: String? = nil,
    space: String? = nil, _ call: Call
  ) -> Document {
    let now = clock.seconds
    let document = Document(
      key: identifiers.uuid(), kind: kind, title: title, text: text,
      owner: person(of: call.identity), createSeconds: now, editSeconds: now, openSeconds: now,
      folder: folder, spaceID: space)
    documents.documents.append(document)
    return document
  }
}
