internal import JSON

/// The arguments of the tool `send_message`.
struct SendMessageArguments: Decodable, Sendable {
  var to: String?
  var text: String?
  var markdown: String?
  var card: JSONValue?
  var title: String?
  var replyTo: String?

  enum CodingKeys: String, CodingKey {
    case to, text, markdown, card, title
    case replyTo = "reply_to"
  }
}

/// Where a message goes.
enum MessageTarget: Equatable, Sendable {
  case recipient(Recipient)
  /// The id of the message that is answered.
  case reply(to: String)

  /// Exactly one of the two; empty counts as absent.
  init(to: String?, replyTo: String?) throws(LarkFailure) {
    let to = (to ?? "").trimmingSpaces
    let replyTo = (replyTo ?? "").trimmingSpaces
    switch (to.isEmpty, replyTo.isEmpty) {
    case (false, true):
      self = .recipient(try Recipient(to))
    case (true, false):
      guard replyTo.hasPrefix("om_"), replyTo.utf8.count <= Recipient.maximumBytes else {
        throw .argument("reply_to: write the id of a message, \"om_...\".")
      }
      self = .reply(to: replyTo)
    case (true, true):
      throw .argument("Say to whom: to is \(Recipient.forms); or reply_to is a message id.")
    case (false, false):
      throw .argument("Give to or reply_to, not both: a reply goes to the chat of its message.")
    }
  }
}

/// Sends one content as one or several messages.
struct SendMessage: Sendable {
  let client: LarkClient

  static let maximumUUIDBytes = 50
  /// Between two messages to one chat, which takes 5 a second from all bots together.
  static let pauseMilliseconds: Int64 = 220

  /// A message that arrived.
  struct Sent: Equatable, Sendable {
    var messageID: String
    var chatID: String?
  }

  /// What became of the call; a failure after some messages arrived keeps them.
  struct Outcome: Sendable {
    var target: MessageTarget
    var kind: MessagePlan.Kind
    var count: Int
    var sent: [Sent] = []
    var failure: LarkFailure?
  }

  func run(
    _ arguments: SendMessageArguments, _ context: CallContext
  ) async throws(LarkFailure) -> Outcome {
    let content = try MessageContent(
      text: arguments.text, markdown: arguments.markdown, card: arguments.card)
    let target = try MessageTarget(to: arguments.to, replyTo: arguments.replyTo)
    let plan = try MessagePlan(content, title: arguments.title)
    var outcome = Outcome(target: target, kind: plan.kind, count: plan.contents.count)
    for (index, content) in plan.contents.enumerated() {
      do throws(LarkFailure) {
        if index > 0 { try await client.pause(milliseconds: SendMessage.pauseMilliseconds) }
        let uuid = SendMessage.uuid(callID: context.id, index: index)
        let request = SendMessage.request(target, plan.kind, content, uuid: uuid)
        outcome.sent.append(SendMessage.sent(try await client.send(request, context)))
      } catch {
        guard !outcome.sent.isEmpty else { throw error }
        outcome.failure = error
        break
      }
    }
    return outcome
  }

  /// The same for the same part of the same call, so that Lark drops a message that arrives twice
  /// within an hour.
  static func uuid(callID: String, index: Int) -> String {
    let suffix = "-\(index + 1)"
    return String(callID.prefix(maximumUUIDBytes - suffix.utf8.count)) + suffix
  }

  static func request(
    _ target: MessageTarget, _ kind: MessagePlan.Kind, _ content: JSONValue, uuid: String
  ) -> APIRequest {
    var body: JSONObject = [
      "msg_type": .string(kind.rawValue), "content": .string(content.description),
      "uuid": .string(uuid),
    ]
    switch target {
    case .reply(let messageID):
      return APIRequest(
        .replyMessage, path: ["message_id": messageID], body: .object(body),
        purpose: "send the reply")
    case .recipient(let recipient):
      body["receive_id"] = .string(recipient.id)
      return APIRequest(
        .sendMessage, query: [("receive_id_type", recipient.kind.rawValue)],
        body: .object(body), purpose: "send the message", keys: [recipient.pacingKey])
    }
  }

  private static func sent(_ payload: JSONValue) -> Sent {
    Sent(
      messageID: payload["message_id"]?.string ?? "", chatID: payload["chat_id"]?.string)
  }
}
