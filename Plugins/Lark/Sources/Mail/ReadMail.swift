internal import JSON
internal import PluginKit

/// The arguments of the tool `read_mail`.
struct ReadMailArguments: Decodable, Sendable {
  var message: String
  var mailbox: String?
}

/// Reads one mail.
struct ReadMail: Sendable {
  static let maximumIDBytes = 512

  let core: LarkCore

  func run(
    _ arguments: ReadMailArguments, _ context: CallContext
  ) async throws(LarkFailure) -> ToolResult {
    let id = arguments.message.trimmingSpaces
    guard (1...ReadMail.maximumIDBytes).contains(id.utf8.count),
      id.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F })
    else { throw .argument("message: write the id of a mail, as list_mail gives it.") }
    let zone = try core.zone()
    let mailbox = try Mailbox.checked(
      arguments.mailbox, .getMail, purpose: "read the mail", core.client, context)
    let payload = try await core.client.send(
      APIRequest(
        .getMail, path: ["user_mailbox_id": mailbox, "message_id": id],
        query: [("format", "plain_text_full")], purpose: "read the mail"), context)
    let mail = MailText(json: payload["message"] ?? .null, zone: zone)
    return ToolResult(
      [.text(mail.full)],
      structured: [
        "message_id": .string(id), "thread_id": payload["message"]?["thread_id"] ?? .null,
      ])
  }
}

extension ReadMail {
  static func tool(_ core: LarkCore) -> LarkTool {
    let reader = ReadMail(core: core)
    return LarkTool(
      "read_mail", "Reads a mail of the Lark user as text.", core,
      group: .mail, endpoints: [.getMail], identity: .userFirst, effect: .reads,
      offer: .inPresets,
      input: .object(
        [
          "message": .string("Id from list_mail"),
          "mailbox": .string("Address, if not one's own"),
        ], required: ["message"])
    ) { (arguments: ReadMailArguments, context) throws(LarkFailure) in
      try await reader.run(arguments, context)
    }
  }
}
