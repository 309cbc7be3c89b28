internal import JSON

/// Who and what is invited: people, chats with all of their members, and rooms.
struct AttendeeList: Sendable, Equatable {
  var people: [Participant] = []
  var chats: [String] = []
  var rooms: [String] = []

  static let maximumCount = 200
  static let forms = "\(Participant.forms), a chat id \"oc_...\", or a room id \"omm_...\""

  /// Checked without asking Lark.
  init(_ texts: [String], _ argument: String = "attendees") throws(LarkFailure) {
    var names: [String] = []
    for text in texts {
      guard let text = text.nonEmpty else { continue }
      if text.hasPrefix("omm_"), LarkReference.isToken(text) {
        if !rooms.contains(text) { rooms.append(text) }
      } else if let reference = LarkReference(parsing: text), reference.kind == .chat {
        if !chats.contains(reference.token) { chats.append(reference.token) }
      } else if Participant(text) != nil {
        names.append(text)
      } else {
        throw .argument(
          "\(argument): \"\(singleLine(text, limit: 60))\" cannot be invited; write "
            + "\(AttendeeList.forms).")
      }
    }
    people = try Participant.list(names, argument, atMost: ParticipantLookup.maximumPeople)
    guard count <= AttendeeList.maximumCount else {
      throw .argument("\(argument): at most \(AttendeeList.maximumCount) at a time.")
    }
  }

  var count: Int { people.count + chats.count + rooms.count }
  var isEmpty: Bool { count == 0 }

  /// The entries of the request. E-mail addresses of nobody in the company are invited by mail.
  func entries(
    _ lookup: ParticipantLookup, _ argument: String = "attendees"
  ) async throws(LarkFailure) -> [JSONObject] {
    let known = try await lookup.find(people)
    var entries: [JSONObject] = []
    for person in people {
      if let id = known[person] {
        entries.append(["type": "user", "user_id": .string(id)])
      } else if case .email(let address) = person {
        entries.append(["type": "third_party", "third_party_email": .string(address)])
      } else {
        throw .argument(
          "\(argument): nobody known as \(singleLine(person.name, limit: 80)) is visible to the "
            + "app.")
      }
    }
    entries += chats.map { ["type": "chat", "chat_id": .string($0)] }
    entries += rooms.map { ["type": "resource", "room_id": .string($0)] }
    return entries
  }
}

/// Somebody or something that is invited, as Lark tells it.
struct Attendee: Sendable, Equatable {
  var kind: String
  var id: String
  var name: String
  var answer: String
  var isOptional: Bool
  var isOrganizer: Bool

  init(_ item: JSONValue) {
    kind = item["type"]?.string ?? "user"
    let ids = ["user_id", "chat_id", "room_id", "third_party_email"]
    id = ids.lazy.compactMap { item[$0]?.nonEmptyString }.first ?? ""
    name = item["display_name"]?.nonEmptyString ?? ""
    answer = item["rsvp_status"]?.nonEmptyString ?? "needs_action"
    isOptional = item["is_optional"]?.bool ?? false
    isOrganizer = item["is_organizer"]?.bool ?? false
  }

  /// `Li Lei (ou_...): accept`
  var line: String {
    var words = Attendee.kindNames[kind].map { "\($0) " } ?? ""
    words += name.isEmpty ? id : "\(singleLine(name, limit: 60)) (\(singleLine(id, limit: 80)))"
    if isOrganizer { words += ", organizer" }
    if isOptional { words += ", optional" }
    return "\(words): \(Attendee.answerNames[answer] ?? singleLine(answer, limit: 20))"
  }

  var structured: JSONValue {
    ["type": .string(kind), "id": .string(id), "name": .string(name), "answer": .string(answer)]
  }

  private static let kindNames = ["chat": "chat", "resource": "room", "third_party": "by mail"]
  private static let answerNames = [
    "needs_action": "no answer yet", "accept": "accepted", "decline": "declined",
    "tentative": "perhaps", "removed": "removed",
  ]
}
