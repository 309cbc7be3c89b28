internal import JSON
internal import PluginKit

struct DeleteEventArguments: Decodable, Sendable {
  var event: String
  var calendar: String?
  var notify: Bool?
}

/// Cancels an event.
enum DeleteEvent {
  /// "event is deleted".
  private static let alreadyCancelled: Int64 = 193_003

  static func tool(_ core: LarkCore) -> LarkTool {
    LarkTool(
      "delete_event", "Cancels a Lark calendar event for everybody; only its organizer may.",
      title: "Cancel a Lark event", core, group: .calendar,
      endpoints: [.deleteEvent] + CalendarChoice.endpoints, identity: .userFirst, effect: .changes,
      input: .object(
        [
          "event": .string("Event id; that of one occurrence cancels that one."),
          "calendar": .string(CalendarChoice.schemaText),
          "notify": .boolean("Tell those invited.", default: true),
        ], required: ["event"])
    ) { (arguments: DeleteEventArguments, context) throws(LarkFailure) in
      try await run(arguments, core.client, context)
    }
  }

  static func run(
    _ arguments: DeleteEventArguments, _ client: LarkClient, _ context: CallContext
  ) async throws(LarkFailure) -> ToolResult {
    let target = try EventTarget(arguments.event, calendar: arguments.calendar)
    let path = try await target.path(client, context)
    let notifies = arguments.notify ?? true
    do throws(LarkFailure) {
      _ = try await client.send(
        APIRequest(
          .deleteEvent, path: path, query: [("need_notification", notifies ? "true" : "false")],
          purpose: "cancel the event"), context)
    } catch {
      guard error.code == alreadyCancelled else { throw error }
    }
    return ToolResult(
      [.text("Cancelled the event \(target.eventID) as the \(context.actedAs).")],
      structured: ["event": .string(target.eventID)])
  }
}
