internal import JSON
internal import PluginKit

extension SendMessage {
  static func tool(_ core: LarkCore) -> LarkTool {
    let sender = SendMessage(client: core.client)
    return LarkTool(
      "send_message",
      "Sends a Lark (Feishu) message to a person or a group as the app's bot. Give at most one of "
        + "text, markdown and card, files, or both, and either to or reply_to. Long text is split "
        + "into several messages; each file is a message.",
      core, group: .im,
      endpoints: [.sendMessage, .replyMessage, .uploadImage, .uploadImFile],
      identity: .botFirst, effect: .adds, input: input
    ) { (arguments: SendMessageArguments, context) throws(LarkFailure) in
      let outcome = try await sender.run(arguments, context)
      var result = ToolResult(
        [.text(outcome.text(actedAs: context.actedAs))], structured: outcome.structured)
      result.error = outcome.failure?.toolError(note: outcome.partialNote)
      return result
    }
  }

  private static let input = Schema.object([
    "to": .string(
      "Chat id oc_..., open id ou_..., union id on_..., e-mail address, or user_id:..."),
    "text": .string("Plain text. Mention: <at user_id=\"ou_...\"></at>, all: user_id=\"all\"."),
    "markdown": .string("Markdown, with tables, headings, code and mentions as in text."),
    "card": .raw([
      "type": ["object", "string"],
      "description": "Card JSON (schema 2.0), or {\"type\":\"template\",\"data\":{...}}.",
    ]),
    "title": .string("Title above text or markdown.", maxLength: 200),
    "files": .raw([
      "type": ["array", "string"],
      "items": ["type": ["string", "object"]],
      "description":
        "https addresses, paths in the server's folder, img_/file_ keys, or {base64, name}.",
    ]),
    "reply_to": .string("Message id om_... to answer, in its chat."),
    "in_thread": .boolean("Reply in the message's thread."),
  ])
}
