internal import JSON

/// The arguments of the tool `get_calendar`.
struct GetCalendarArguments: Decodable, Sendable {
  var calendars: StringList?
  var from: String?
  var to: String?
  var days: Int?
  var timeZone: String?

  enum CodingKeys: String, CodingKey {
    case calendars, from, to, days
    case timeZone = "time_zone"
  }
}

/// Strings, or a single one: agents write both.
struct StringList: Decodable, Sendable {
  var values: [String]

  init(from decoder: any Decoder) throws {
    let value = try JSONValue(from: decoder)
    values = try value.string.map { [$0] } ?? [String](from: decoder)
  }
}

/// Reads calendars with their recurring events expanded.
struct GetCalendar: Sendable {
  let client: LarkClient
  let zones: ZoneDirectory

  /// What was found for one owner.
  struct Section: Sendable {
    enum Content: Sendable {
      case events([CalendarEvent])
      /// Whoever reads may not see the events, only when its owner is busy.
      case busy([TimeWindow])
      case failure(LarkFailure)
    }

    var owner: CalendarOwner
    var calendarID: String?
    var content: Content
    /// Times that could not be read.
    var skipped: [TimeWindow] = []
  }

  func run(
    _ arguments: GetCalendarArguments, _ context: CallContext
  ) async throws(LarkFailure) -> Agenda {
    let zone = try LarkCore(client: client, zones: zones).zone(arguments.timeZone)
    let window = try CalendarWindow(zone: zone, now: client.clock.unixSeconds()).resolve(
      from: arguments.from?.nonEmpty, to: arguments.to?.nonEmpty, days: arguments.days)
    let owners = try CalendarOwner.list(arguments.calendars?.values ?? [])
    let directory = CalendarDirectory(client: client, context: context)
    let identity = try directory.reader()
    let found = await directory.find(owners)
    let reader = CalendarReader(client: client, context: context, window: window, zone: zone)
    let sections = await sections(owners, found, reader)
    if let failure = GetCalendar.commonFailure(sections) { throw failure }
    return Agenda(window: window, zone: zone, sections: sections, reader: identity)
  }

  /// One after the other; once Lark is out of reach, the rest is not tried.
  private func sections(
    _ owners: [CalendarOwner], _ found: CalendarDirectory.Found, _ reader: CalendarReader
  ) async -> [Section] {
    var sections: [Section] = []
    var outage: LarkFailure?
    for owner in owners {
      switch found[owner] {
      case .success(let entry)? where outage == nil:
        let section = await reader.section(owner, entry)
        outage = GetCalendar.outage(section.content)
        sections.append(section)
      case .failure(let failure)?:
        sections.append(Section(owner: owner, content: .failure(failure)))
      default:
        sections.append(Section(owner: owner, content: .failure(outage ?? .cancelled)))
      }
    }
    return sections
  }

  private static func outage(_ content: Section.Content) -> LarkFailure? {
    guard case .failure(let failure) = content, failure.apiError == nil else { return nil }
    return failure
  }

  /// The first failure where there is nothing else to show.
  private static func commonFailure(_ sections: [Section]) -> LarkFailure? {
    var first: LarkFailure?
    for section in sections {
      guard case .failure(let failure) = section.content else { return nil }
      first = first ?? failure
    }
    return first
  }
}

extension String {
  /// Nil where there is nothing but white space.
  var nonEmpty: String? {
    let text = trimmingSpaces
    return text.isEmpty ? nil : text
  }
}
