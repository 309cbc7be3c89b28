internal import JSON
internal import PluginKit

struct RecallMessageArguments: Decodable, Sendable {
  var messages: StringList
}

/// Takes messages back.
enum RecallMessage {
  static let maximumMessages = 20

  static func run(
    _ arguments: RecallMessageArguments, _ client: LarkClient, _ context: CallContext
  ) async throws(LarkFailure) -> ToolResult {
    let ids = try MessageIDs.messages(arguments.messages, "messages", maximum: maximumMessages)
    var recalled: [String] = []
    for id in ids {
      let request = APIRequest(
        .recallMessage, path: ["message_id": id], purpose: "recall the message")
      do throws(LarkFailure) {
        _ = try await client.send(request, context)
        recalled.append(id)
      } catch {
        guard !recalled.isEmpty else { throw error }
        var result = result(recalled, context)
        let rest = ids.dropFirst(recalled.count).joined(separator: ", ")
        result.error = error.toolError(
          note: "Recalled before that: \(recalled.joined(separator: ", ")); not: \(rest).")
        return result
      }
    }
    return result(recalled, context)
  }

  private static func result(_ ids: [String], _ context: CallContext) -> ToolResult {
    ToolResult(
      [.text("Recalled \(ids.joined(separator: ", ")) as the \(context.actedAs).")],
      structured: ["recalled": .array(ids.map { .string($0) })])
  }

  static func tool(_ core: LarkCore) -> LarkTool {
    LarkTool(
      "recall_message",
      "Recalls (deletes for everybody) Lark messages that the bot or the user sent.",
      core, group: .im, endpoints: [.recallMessage],
      identity: .botFirst, effect: .changes,
      input: .object(
        ["messages": .stringList(.string(), "Message ids om_...", maxItems: maximumMessages)],
        required: ["messages"])
    ) { (arguments: RecallMessageArguments, context) throws(LarkFailure) in
      try await run(arguments, core.client, context)
    }
  }
}
