internal import JSON

/// Finds the open ids of people, so that one request can name people of every form.
struct ParticipantLookup: Sendable {
  let client: LarkClient
  let context: CallContext

  /// What Lark takes at a time.
  static let maximumPeople = 50
  static let endpoints: [Endpoint] = [.findUserByEmailOrPhone, .getUsers, .whoamiUser]

  /// In the order that was asked for, each one once. Throws who is not known.
  func openIDs(
    of people: [Participant], _ argument: String
  ) async throws(LarkFailure) -> [String] {
    let found = try await find(people)
    var ids: [String] = []
    for person in people {
      guard let id = found[person] else {
        throw .argument(
          "\(argument): nobody known as \(singleLine(person.name, limit: 80)) is visible to the "
            + "app: check the spelling, and the app's contact range.")
      }
      if !ids.contains(id) { ids.append(id) }
    }
    return ids
  }

  /// The one person, as an open id.
  func openID(
    of text: String, _ argument: String
  ) async throws(LarkFailure) -> String {
    let people = try Participant.list([text], argument, atMost: 1)
    guard let id = try await openIDs(of: people, argument).first else {
      throw .argument("\(argument): write \(Participant.forms).")
    }
    return id
  }

  /// Those that Lark knows.
  func find(
    _ people: [Participant]
  ) async throws(LarkFailure) -> [Participant: String] {
    var found: [Participant: String] = [:]
    for case .openID(let id) in people { found[.openID(id)] = id }
    let emails = people.compactMap { if case .email(let text) = $0 { text } else { nil } }
    for (email, id) in try await ids(ofEmails: emails) { found[.email(email)] = id }
    let unions = people.compactMap { if case .unionID(let text) = $0 { text } else { nil } }
    for (union, id) in try await ids(of: unions, "union_id") { found[.unionID(union)] = id }
    let users = people.compactMap { if case .userID(let text) = $0 { text } else { nil } }
    for (user, id) in try await ids(of: users, "user_id") { found[.userID(user)] = id }
    if people.contains(.me) { found[.me] = try await ownID() }
    return found
  }

  private func ids(ofEmails emails: [String]) async throws(LarkFailure) -> [String: String] {
    guard !emails.isEmpty else { return [:] }
    let payload = try await client.send(
      APIRequest(
        .findUserByEmailOrPhone, query: [("user_id_type", "open_id")],
        body: ["emails": .array(emails.map { .string($0) })],
        purpose: "look up people by e-mail address"), context)
    var ids: [String: String] = [:]
    for user in payload["user_list"]?.array ?? [] {
      guard let id = user["user_id"]?.nonEmptyString else { continue }
      for email in emails where email.lowercased() == user["email"]?.string?.lowercased() {
        ids[email] = id
      }
    }
    return ids
  }

  private func ids(
    of ids: [String], _ kind: String
  ) async throws(LarkFailure) -> [String: String] {
    guard !ids.isEmpty else { return [:] }
    let payload = try await client.send(
      APIRequest(
        .getUsers, query: ids.map { ("user_ids", $0) } + [("user_id_type", kind)],
        purpose: "look up people by id"), context)
    var found: [String: String] = [:]
    for user in payload["items"]?.array ?? [] {
      guard let asked = user[kind]?.string, let id = user["open_id"]?.nonEmptyString else {
        continue
      }
      found[asked] = id
    }
    return found
  }

  private func ownID() async throws(LarkFailure) -> String? {
    let payload = try await client.send(
      APIRequest(.whoamiUser, purpose: "be called \"me\""), context)
    return payload["open_id"]?.nonEmptyString
  }
}
