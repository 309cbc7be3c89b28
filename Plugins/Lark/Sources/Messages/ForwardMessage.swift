internal import JSON
internal import PluginKit

struct ForwardMessageArguments: Decodable, Sendable {
  var messages: StringList
  var to: String
}

/// Forwards messages one by one.
enum ForwardMessage {
  static let maximumMessages = 10

  /// Where they go.
  struct Target: Sendable {
    var id: String
    /// The value of `receive_id_type`.
    var kind: String
    var key: PacingKey

    init(_ text: String) throws(LarkFailure) {
      if let reference = LarkReference(parsing: text), [.thread, .chat].contains(reference.kind) {
        id = reference.token
        kind = reference.kind == .thread ? "thread_id" : "chat_id"
        key = .chat(id)
        return
      }
      let recipient = try Recipient(text)
      (id, kind, key) = (recipient.id, recipient.kind.rawValue, recipient.pacingKey)
    }
  }

  static func run(
    _ arguments: ForwardMessageArguments, _ client: LarkClient, _ context: CallContext
  ) async throws(LarkFailure) -> ToolResult {
    let ids = try MessageIDs.messages(arguments.messages, "messages", maximum: maximumMessages)
    let target = try Target(arguments.to)
    var sent: [String] = []
    var chat: String?
    for (part, id) in ids.enumerated() {
      let request = APIRequest(
        .forwardMessage, path: ["message_id": id], query: [("receive_id_type", target.kind)],
        body: ["receive_id": .string(target.id)], purpose: "forward the message",
        keys: [target.key], part: part)
      do throws(LarkFailure) {
        let payload = try await client.send(request, context)
        sent.append(payload["message_id"]?.string ?? "")
        chat = payload["chat_id"]?.nonEmptyString ?? chat
      } catch {
        guard !sent.isEmpty else { throw error }
        var result = result(sent, chat, target, context)
        result.error = error.toolError(
          note: "\(sent.count) of \(ids.count) did arrive; go on with \(id).")
        return result
      }
    }
    return result(sent, chat, target, context)
  }

  private static func result(
    _ sent: [String], _ chat: String?, _ target: Target, _ context: CallContext
  ) -> ToolResult {
    let place = chat.map { " in chat \($0)" } ?? ""
    var structured: JSONObject = ["message_ids": .array(sent.map { .string($0) })]
    if let chat { structured["chat_id"] = .string(chat) }
    let list = sent.joined(separator: ", ")
    return ToolResult(
      [
        .text(
          "Forwarded to \(singleLine(target.id, limit: 80)) as the \(context.actedAs): "
            + "\(list)\(place).")
      ], structured: .object(structured))
  }

  static func tool(_ core: LarkCore) -> LarkTool {
    LarkTool(
      "forward_message", "Forwards Lark messages to a person, a chat or a thread.",
      core, group: .im, endpoints: [.forwardMessage],
      identity: .botFirst, effect: .adds, offer: .inPresets,
      input: .object(
        [
          "messages": .stringList(.string(), "Message ids om_...", maxItems: maximumMessages),
          "to": .string("oc_..., omt_... (thread), ou_..., on_..., e-mail, or user_id:..."),
        ], required: ["messages", "to"])
    ) { (arguments: ForwardMessageArguments, context) throws(LarkFailure) in
      try await run(arguments, core.client, context)
    }
  }
}
