internal import JSON
internal import PluginKit

/// The arguments of the tool `send_mail`.
struct SendMailArguments: Decodable, Sendable {
  var to: StringList?
  var cc: StringList?
  var bcc: StringList?
  var subject: String
  var text: String?
  var html: String?
  var mailbox: String?
}

/// Sends a mail as the user.
struct SendMail: Sendable {
  static let maximumRecipients = 500
  static let maximumSubjectCharacters = 1_000
  /// Of the text and the HTML, in bytes.
  static let maximumBodyBytes = 2_000_000

  let core: LarkCore

  func run(
    _ arguments: SendMailArguments, _ context: CallContext
  ) async throws(LarkFailure) -> ToolResult {
    var body = try SendMail.body(arguments)
    let mailbox = try Mailbox.checked(
      arguments.mailbox, .sendMail, purpose: "send the mail", core.client, context)
    // By it Lark refuses the same mail when it comes again.
    body["dedupe_key"] = .string(
      IdempotencyKey.of(callID: context.id, endpoint: Endpoint.sendMail.name, part: 0))
    let payload = try await core.client.send(
      APIRequest(
        .sendMail, path: ["user_mailbox_id": mailbox], body: .object(body),
        purpose: "send the mail"), context)
    let id = payload["message_id"]?.string ?? ""
    return ToolResult(
      [.text("Sent the mail \(singleLine(id, limit: 200)) as the \(context.actedAs).")],
      structured: [
        "message_id": .string(id), "thread_id": payload["thread_id"] ?? .null,
      ])
  }

  private static func body(_ arguments: SendMailArguments) throws(LarkFailure) -> JSONObject {
    var body = JSONObject()
    var count = 0
    for (name, list) in [("to", arguments.to), ("cc", arguments.cc), ("bcc", arguments.bcc)] {
      let addresses = try MailAddress.list(list, name)
      count += addresses.count
      if !addresses.isEmpty { body[name] = .array(addresses.map(\.json)) }
    }
    guard (1...maximumRecipients).contains(count) else {
      throw .argument("to: from 1 to \(maximumRecipients) addresses, with cc and bcc.")
    }
    let subject = singleLine(arguments.subject, limit: maximumSubjectCharacters + 1)
    guard (1...maximumSubjectCharacters).contains(subject.count) else {
      throw .argument("subject: from 1 to \(maximumSubjectCharacters) characters.")
    }
    body["subject"] = .string(subject)
    let (text, html) = (arguments.text?.nonEmpty, arguments.html?.nonEmpty)
    guard text != nil || html != nil else { throw .argument("text: the mail has no content.") }
    for (name, content) in [("text", text), ("html", html)] {
      guard (content?.utf8.count ?? 0) <= maximumBodyBytes else {
        throw .argument("\(name): at most \(maximumBodyBytes) bytes.")
      }
    }
    if let text { body["body_plain_text"] = .string(text) }
    if let html { body["body_html"] = .string(html) }
    return body
  }
}

extension SendMail {
  static func tool(_ core: LarkCore) -> LarkTool {
    let sender = SendMail(core: core)
    return LarkTool(
      "send_mail", "Sends a mail from the Lark user's mailbox.", core, group: .mail,
      endpoints: [.sendMail], identity: .user, effect: .adds,
      offer: .inPresets,
      input: .object(
        [
          "to": .stringList(.string(), "Addresses, \"Ann <ann@x.com>\""),
          "cc": .stringList(.string(), "Addresses"), "bcc": .stringList(.string(), "Addresses"),
          "subject": .string(minLength: 1, maxLength: maximumSubjectCharacters),
          "text": .string("Plain text; this or html or both"), "html": .string(),
          "mailbox": .string("Address, if not one's own"),
        ], required: ["to", "subject"])
    ) { (arguments: SendMailArguments, context) throws(LarkFailure) in
      try await sender.run(arguments, context)
    }
  }
}
