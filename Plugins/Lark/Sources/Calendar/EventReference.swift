internal import JSON

/// An event: by its id, or by a link to it.
enum EventReference {
  static let maximumBytes = 256

  /// The id. Links of Lark's carry the event's key and the start that one occurrence had at first.
  static func id(_ text: String) throws(LarkFailure) -> String {
    let text = text.trimmingSpaces
    if let link = LinkText(text) {
      if let id = link.query["eventId"] ?? link.query["event_id"] { return try checked(id) }
      if let key = link.query["key"] {
        return try checked("\(key)_\(link.query["originalTime"] ?? "0")")
      }
    }
    return try checked(text)
  }

  private static func checked(_ text: String) throws(LarkFailure) -> String {
    guard (3...maximumBytes).contains(text.utf8.count), !Recipient.isEmail(text),
      text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != 0x2F && $0 != 0x3F })
    else {
      throw .argument(
        "event: write an event id as get_calendar or search_events tells it, \"..._0\".")
    }
    return text
  }
}

/// The calendar that a tool works on.
struct CalendarChoice: Sendable {
  let client: LarkClient
  let context: CallContext

  static let endpoints: [Endpoint] = [
    .primaryCalendar, .primaryCalendarsOfUsers, .findUserByEmailOrPhone,
  ]
  static let schemaText = "E-mail, ou_ or calendar id; default own."

  /// Checked without asking Lark. The own calendar where nothing is named.
  static func owner(_ text: String?) throws(LarkFailure) -> CalendarOwner {
    guard let text = text?.nonEmpty, text != "primary", text != "me" else { return .own }
    do throws(LarkFailure) {
      return try CalendarOwner(text)
    } catch {
      throw .argument(
        "calendar: \"\(singleLine(text, limit: 60))\" is not a calendar; write "
          + "\(CalendarOwner.forms).")
    }
  }

  func id(of owner: CalendarOwner) async throws(LarkFailure) -> String {
    if case .calendar(let id) = owner { return id }
    let directory = CalendarDirectory(client: client, context: context)
    switch await directory.find([owner])[owner] {
    case .success(let entry): return entry.calendarID
    case .failure(let failure): throw failure
    case nil:
      let name = owner.name(readBy: try directory.reader())
      throw .argument("calendar: Lark tells no calendar of \(name).")
    }
  }
}
