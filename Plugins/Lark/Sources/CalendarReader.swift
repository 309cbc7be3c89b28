internal import JSON

/// Reads one calendar within a window: its events, or where they may not be seen, when its owner
/// is busy.
struct CalendarReader: Sendable {
  let client: LarkClient
  let context: CallContext
  let window: TimeWindow
  let zone: ZoneRules

  /// `freebusy/list` answers for at most 90 days.
  static let maximumBusySeconds = 89 * TimeWindow.secondsPerDay

  func section(
    _ owner: CalendarOwner, _ entry: CalendarDirectory.Entry
  ) async -> GetCalendar.Section {
    var section = GetCalendar.Section(
      owner: owner, calendarID: entry.calendarID, content: .busy([]))
    do throws(LarkFailure) {
      if let person = entry.person, entry.showsOnlyBusy {
        section.content = .busy(try await busyTimes(person))
      } else {
        (section.content, section.skipped) = try await eventsOrBusyTimes(entry)
      }
    } catch {
      section.content = .failure(error)
    }
    return section
  }

  private func eventsOrBusyTimes(
    _ entry: CalendarDirectory.Entry
  ) async throws(LarkFailure) -> (GetCalendar.Section.Content, [TimeWindow]) {
    do throws(LarkFailure) {
      let (events, skipped) = try await events(entry.calendarID)
      return (.events(events), skipped)
    } catch {
      guard let person = entry.person, CalendarReader.hidesEvents(error) else { throw error }
      return (.busy(try await busyTimes(person)), [])
    }
  }

  /// Whoever reads has no role there, or the calendar is of a kind that cannot be read.
  private static func hidesEvents(_ failure: LarkFailure) -> Bool {
    failure.apiError?.meaning.kind == .access || failure.code == invalidCalendarType
  }

  private func events(
    _ calendarID: String
  ) async throws(LarkFailure) -> ([CalendarEvent], [TimeWindow]) {
    var queue = WindowQueue(window)
    var events: [CalendarEvent] = []
    while let part = queue.next() {
      do throws(LarkFailure) {
        let payload = try await client.send(
          CalendarReader.instanceView(calendarID, part), context)
        events += (payload["items"]?.array ?? []).compactMap { CalendarEvent($0) }
      } catch {
        guard CalendarReader.isTooLarge(error) else { throw error }
        queue.tooLarge(part)
      }
    }
    let shown = events.filter { $0.overlaps(window, in: zone) }
    return (CalendarEvent.merged(shown, in: zone), queue.skipped)
  }

  private static func isTooLarge(_ failure: LarkFailure) -> Bool {
    failure.code == windowTooLong || failure.code == tooManyInstances
  }

  static func instanceView(_ calendarID: String, _ window: TimeWindow) -> APIRequest {
    APIRequest(
      .eventInstancesView, path: ["calendar_id": calendarID],
      query: [("start_time", String(window.start)), ("end_time", String(window.end))],
      purpose: "read the calendar")
  }

  private func busyTimes(
    _ person: CalendarDirectory.Person
  ) async throws(LarkFailure) -> [TimeWindow] {
    var times: [BusyTime] = []
    for part in window.pieces(maximumSeconds: CalendarReader.maximumBusySeconds) {
      let body: JSONValue = [
        "time_min": .string(zone.localTime(at: part.start).rfc3339),
        "time_max": .string(zone.localTime(at: part.end).rfc3339),
        "user_id": .string(person.id),
      ]
      let payload = try await client.send(
        APIRequest(
          .freeBusy, query: [("user_id_type", person.kind)], body: body,
          purpose: "read when the person is busy"), context)
      times += (payload["freebusy_list"]?.array ?? []).compactMap { BusyTime($0) }
    }
    return BusyTime.merged(times, in: window)
  }

  private static let windowTooLong: Int64 = 193_103
  private static let tooManyInstances: Int64 = 193_104
  private static let invalidCalendarType: Int64 = 191_004
}
