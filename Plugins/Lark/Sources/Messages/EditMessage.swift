internal import JSON
internal import PluginKit

struct EditMessageArguments: Decodable, Sendable {
  var message: String
  var text: String?
  var markdown: String?
  var card: JSONValue?
  var title: String?
}

/// Replaces what a message says.
enum EditMessage {
  static func run(
    _ arguments: EditMessageArguments, _ client: LarkClient, _ context: CallContext
  ) async throws(LarkFailure) -> ToolResult {
    let id = try MessageIDs.message(arguments.message, "message")
    let content = try MessageContent(
      text: arguments.text, markdown: arguments.markdown, card: arguments.card)
    var plan = try MessagePlan(content, title: arguments.title)
    if case .markdown = content {
      try checkCount(plan, content)
      plan = try await fitting(content, arguments.title, id, client, context)
    }
    try checkCount(plan, content)
    let request = request(id, plan.kind, plan.contents[0])
    _ = try await client.send(request, context)
    let kind = plan.kind == .card ? "card" : plan.kind.rawValue
    return ToolResult(
      [.text("Edited \(id) (\(kind)) as the \(context.actedAs).")],
      structured: ["message_id": .string(id), "kind": .string(kind)])
  }

  /// A card stays a card and a post a post: Lark does not turn one into the other.
  private static func fitting(
    _ content: MessageContent, _ title: String?, _ id: String, _ client: LarkClient,
    _ context: CallContext
  ) async throws(LarkFailure) -> MessagePlan {
    let request = APIRequest(
      .getMessage, path: ["message_id": id], purpose: "look at the message to edit")
    let payload = try await client.send(request, context)
    let type = payload["items"]?[0]?["msg_type"]?.string
    return try MessagePlan(content, title: title, asCard: type == "interactive")
  }

  private static func checkCount(
    _ plan: MessagePlan, _ content: MessageContent
  ) throws(LarkFailure) {
    guard plan.contents.count == 1 else {
      throw .argument(
        "\(content.argument): takes \(plan.contents.count) messages, and an edit has one; shorten "
          + "it.")
    }
  }

  private static func request(
    _ id: String, _ kind: MessagePlan.Kind, _ content: JSONValue
  ) -> APIRequest {
    let content = JSONValue.string(content.description)
    guard kind != .card else {
      return APIRequest(
        .updateCard, path: ["message_id": id], body: ["content": content],
        purpose: "update the card")
    }
    return APIRequest(
      .editMessage, path: ["message_id": id],
      body: ["msg_type": .string(kind.rawValue), "content": content], purpose: "edit the message")
  }

  static func tool(_ core: LarkCore) -> LarkTool {
    LarkTool(
      "edit_message",
      "Replaces what a Lark message of the bot says: give one of text, markdown and card.",
      core, group: .im,
      endpoints: [.editMessage, .updateCard, .getMessage], identity: .botFirst, effect: .changes,
      input: .object(
        [
          "message": .string("Message id om_..."), "text": .string(),
          "markdown": .string("Tables and headings only where the message is a card."),
          "card": .raw([
            "type": ["object", "string"], "description": "The whole card, to replace one.",
          ]),
          "title": .string(maxLength: 200),
        ], required: ["message"])
    ) { (arguments: EditMessageArguments, context) throws(LarkFailure) in
      try await run(arguments, core.client, context)
    }
  }
}
