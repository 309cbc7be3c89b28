internal import JSON

/// The event and the calendar that a tool works on.
struct EventTarget: Sendable, Equatable {
  var eventID: String
  var owner: CalendarOwner

  /// Checked without asking Lark.
  init(_ event: String, calendar: String?) throws(LarkFailure) {
    eventID = try EventReference.id(event)
    owner = try CalendarChoice.owner(calendar)
  }

  /// The values of the path's parameters.
  func path(
    _ client: LarkClient, _ context: CallContext
  ) async throws(LarkFailure) -> [String: String] {
    let calendar = try await CalendarChoice(client: client, context: context).id(of: owner)
    return ["calendar_id": calendar, "event_id": eventID]
  }
}
