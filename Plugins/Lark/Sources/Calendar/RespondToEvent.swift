internal import JSON
internal import PluginKit

struct RespondToEventArguments: Decodable, Sendable {
  var event: String
  var answer: String
  var calendar: String?
}

/// Answers an invitation.
enum RespondToEvent {
  static let answers = ["accept", "decline", "tentative"]

  static func tool(_ core: LarkCore) -> LarkTool {
    LarkTool(
      "respond_to_event", "Accepts or declines an invitation to a Lark event, for whoever acts.",
      title: "Answer a Lark invitation", core, group: .calendar,
      endpoints: [.replyEvent] + CalendarChoice.endpoints, identity: .userFirst, effect: .changes,
      input: .object(
        [
          "event": .string("Event id."), "answer": .enumeration(answers),
          "calendar": .string(CalendarChoice.schemaText),
        ], required: ["event", "answer"])
    ) { (arguments: RespondToEventArguments, context) throws(LarkFailure) in
      try await run(arguments, core.client, context)
    }
  }

  static func run(
    _ arguments: RespondToEventArguments, _ client: LarkClient, _ context: CallContext
  ) async throws(LarkFailure) -> ToolResult {
    guard answers.contains(arguments.answer) else {
      throw .argument("answer: one of \(answers.joined(separator: ", ")).")
    }
    let target = try EventTarget(arguments.event, calendar: arguments.calendar)
    let path = try await target.path(client, context)
    _ = try await client.send(
      APIRequest(
        .replyEvent, path: path, body: ["rsvp_status": .string(arguments.answer)],
        purpose: "answer the invitation"), context)
    return ToolResult(
      [.text("Answered \(arguments.answer) to \(target.eventID) as the \(context.actedAs).")],
      structured: ["event": .string(target.eventID), "answer": .string(arguments.answer)])
  }
}
