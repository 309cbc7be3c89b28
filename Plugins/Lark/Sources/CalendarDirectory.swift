internal import JSON

/// Finds the calendar ids of people.
struct CalendarDirectory: Sendable {
  let client: LarkClient
  let context: CallContext

  /// What is known of an owner's calendar.
  struct Entry: Equatable, Sendable {
    /// For free/busy; nil for a calendar that was asked for by its id.
    var person: Person?
    var calendarID: String
    /// Whether the reader's role there is known to hide the events.
    var showsOnlyBusy = false
  }

  /// An id, and the kind of id (`user_id_type`).
  struct Person: Hashable, Sendable {
    var kind: String
    var id: String
  }

  typealias Found = [CalendarOwner: Result<Entry, LarkFailure>]

  /// An entry, or the reason why there is none, for each owner.
  func find(_ owners: [CalendarOwner]) async -> Found {
    var found: Found = [:]
    var people: [CalendarOwner: Person] = [:]
    var emails: [String] = []
    for owner in owners {
      switch owner {
      case .own: found[owner] = await own()
      case .calendar(let id): found[owner] = .success(Entry(calendarID: id))
      case .openID(let id): people[owner] = Person(kind: "open_id", id: id)
      case .unionID(let id): people[owner] = Person(kind: "union_id", id: id)
      case .email(let email): emails.append(email)
      }
    }
    for (email, person) in await persons(behind: emails) {
      switch person {
      case .success(let person): people[.email(email)] = person
      case .failure(let failure): found[.email(email)] = .failure(failure)
      }
    }
    for kind in ["open_id", "union_id"] {
      let group = people.filter { $0.value.kind == kind }
      let entries = await primaries(Array(Set(group.values.map(\.id))).sorted(), kind)
      for (owner, person) in group { found[owner] = entries[person.id] }
    }
    return found
  }

  /// As whom calendars are read: whose own one it is.
  func reader() throws(LarkFailure) -> Identity {
    try client.identity(for: CalendarDirectory.ownRequest, context)
  }

  private static let ownRequest = APIRequest(.primaryCalendar, purpose: "find the own calendar")

  private func own() async -> Result<Entry, LarkFailure> {
    do throws(LarkFailure) {
      let payload = try await client.send(CalendarDirectory.ownRequest, context)
      let entry = CalendarDirectory.entries(payload, kind: "open_id").values.first
      let name = CalendarOwner.own.name(readBy: try reader())
      return entry.map { .success($0) } ?? .failure(CalendarDirectory.missing(name))
    } catch {
      return .failure(error)
    }
  }

  private func persons(behind emails: [String]) async -> [String: Result<Person, LarkFailure>] {
    guard !emails.isEmpty else { return [:] }
    var persons: [String: Result<Person, LarkFailure>] = [:]
    do throws(LarkFailure) {
      let ids = try await openIDs(of: emails)
      for email in emails {
        let id = ids[email.lowercased()]
        persons[email] =
          id.map { .success(Person(kind: "open_id", id: $0)) }
          ?? .failure(CalendarDirectory.unknown(email))
      }
    } catch {
      for email in emails { persons[email] = .failure(error) }
    }
    return persons
  }

  private static func unknown(_ email: String) -> LarkFailure {
    .argument(
      "Nobody with the e-mail address \(singleLine(email, limit: 80)) is visible to the app: check "
        + "the spelling, and the app's contact range; enterprise mailbox addresses do not count.")
  }

  private func openIDs(of emails: [String]) async throws(LarkFailure) -> [String: String] {
    let body: JSONValue = ["emails": .array(emails.map { .string($0) })]
    let payload = try await client.send(
      APIRequest(
        .findUserByEmailOrPhone, query: [("user_id_type", "open_id")], body: body,
        purpose: "look up people by e-mail address"), context)
    var ids: [String: String] = [:]
    for user in payload["user_list"]?.array ?? [] {
      if let email = user["email"]?.string, let id = user["user_id"]?.nonEmptyString {
        ids[email.lowercased()] = id
      }
    }
    return ids
  }

  /// One question for all; where that is refused, one for each, so that one person who left does
  /// not hide the others.
  private func primaries(
    _ ids: [String], _ kind: String
  ) async -> [String: Result<Entry, LarkFailure>] {
    guard !ids.isEmpty else { return [:] }
    var found: [String: Result<Entry, LarkFailure>] = [:]
    do throws(LarkFailure) {
      let entries = CalendarDirectory.entries(try await primaries(of: ids, kind), kind: kind)
      for id in ids {
        found[id] = entries[id].map { .success($0) } ?? .failure(CalendarDirectory.missing(id))
      }
    } catch {
      let isAboutOne = error.apiError.map { [.arguments, .access].contains($0.meaning.kind) }
      for id in ids {
        found[id] = .failure(error)
        guard ids.count > 1, isAboutOne == true else { continue }
        found.merge(await primaries([id], kind)) { _, single in single }
      }
    }
    return found
  }

  private func primaries(
    of ids: [String], _ kind: String
  ) async throws(LarkFailure) -> JSONValue {
    try await client.send(
      APIRequest(
        .primaryCalendarsOfUsers, query: [("user_id_type", kind)],
        body: ["user_ids": .array(ids.map { .string($0) })], purpose: "find people's calendars"),
      context)
  }

  private static func missing(_ id: String) -> LarkFailure {
    .argument("Lark tells no calendar of \(singleLine(id, limit: 80)).")
  }

  private static func entries(_ payload: JSONValue, kind: String) -> [String: Entry] {
    var entries: [String: Entry] = [:]
    for item in payload["calendars"]?.array ?? [] {
      guard let calendar = item["calendar"], let id = calendar["calendar_id"]?.nonEmptyString else {
        continue
      }
      let user = item["user_id"]?.string ?? ""
      entries[user] = Entry(
        person: user.isEmpty ? nil : Person(kind: kind, id: user), calendarID: id,
        showsOnlyBusy: calendar["role"]?.string == "free_busy_reader")
    }
    return entries
  }
}
