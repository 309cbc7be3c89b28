internal import JSON

/// People as an endpoint takes them: ids that are all of one kind.
struct PeopleIDs: Equatable, Sendable {
  /// The value of `user_id_type`.
  var kind: String
  /// Without repeats.
  var ids: [String]
  /// Of the person who was named last.
  var last: String?

  /// What Lark takes at a time for each of addresses and numbers.
  static let lookUpSize = 50

  /// Looks up e-mail addresses and telephone numbers. Refuses, naming the argument, what is none of
  /// the accepted forms or nobody's.
  static func resolve(
    _ texts: [String], _ argument: String, maximum: Int, _ client: LarkClient,
    _ context: CallContext
  ) async throws(LarkFailure) -> PeopleIDs {
    let references = try parse(texts, argument, maximum: maximum)
    let kind = try kind(of: references, argument)
    let contacts = try await lookUp(references, kind, client, context)
    var people = PeopleIDs(kind: kind, ids: [])
    for reference in references {
      let id: String
      switch reference {
      case .openID(let text), .unionID(let text), .userID(let text): id = text
      case .email(let text), .mobile(let text):
        guard let found = contacts[reference] else {
          throw .argument(
            "\(argument): nobody with \(singleLine(text, limit: 80)) is visible to the app; use an "
              + "id, or check it with find_people.")
        }
        id = found
      case .name: continue
      }
      if !people.ids.contains(id) { people.ids.append(id) }
      people.last = id
    }
    return people
  }

  static func parse(
    _ texts: [String], _ argument: String, maximum: Int
  ) throws(LarkFailure) -> [PersonReference] {
    guard (1...maximum).contains(texts.count) else {
      throw .argument("\(argument): from 1 to \(maximum) people.")
    }
    var references: [PersonReference] = []
    for text in texts {
      guard let reference = PersonReference(text), !reference.isName else {
        throw .argument(
          "\(argument): \"\(singleLine(text, limit: 60))\" is not an id; write "
            + "\(PersonReference.ids). find_people looks up names.")
      }
      references.append(reference)
    }
    return references
  }

  private static func kind(
    of references: [PersonReference], _ argument: String
  ) throws(LarkFailure) -> String {
    let kinds = Set(references.compactMap(\.idKind))
    guard kinds.count <= 1 else {
      throw .argument("\(argument): write ids of one kind, all open ids or all union ids.")
    }
    return kinds.first ?? "open_id"
  }

  /// Ids by address and number; who is not visible to the app is missing.
  static func lookUp(
    _ references: [PersonReference], _ kind: String, _ client: LarkClient, _ context: CallContext
  ) async throws(LarkFailure) -> [PersonReference: String] {
    var emails = references.compactMap { if case .email(let text) = $0 { text } else { nil } }
    var mobiles = references.compactMap { if case .mobile(let text) = $0 { text } else { nil } }
    var found: [PersonReference: String] = [:]
    while !emails.isEmpty || !mobiles.isEmpty {
      var body = JSONObject()
      if !emails.isEmpty { body["emails"] = .array(take(&emails)) }
      if !mobiles.isEmpty { body["mobiles"] = .array(take(&mobiles)) }
      let request = APIRequest(
        .findUserByEmailOrPhone, query: [("user_id_type", kind)], body: .object(body),
        purpose: "look up people by e-mail address or telephone number")
      let payload = try await client.send(request, context)
      for user in payload["user_list"]?.array ?? [] {
        guard let id = user["user_id"]?.nonEmptyString else { continue }
        if let email = user["email"]?.nonEmptyString { found[.email(email)] = id }
        if let mobile = user["mobile"]?.nonEmptyString { found[.mobile(mobile)] = id }
      }
    }
    return found
  }

  private static func take(_ texts: inout [String]) -> [JSONValue] {
    let batch = texts.prefix(lookUpSize).map { JSONValue.string($0) }
    texts.removeFirst(batch.count)
    return batch
  }
}

extension PersonReference {
  var isName: Bool { if case .name = self { true } else { false } }

  /// The value of `user_id_type`; nil for what is no id.
  var idKind: String? {
    switch self {
    case .openID: "open_id"
    case .unionID: "union_id"
    case .userID: "user_id"
    case .email, .mobile, .name: nil
    }
  }
}
