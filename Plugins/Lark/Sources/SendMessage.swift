internal import JSON

/// The arguments of the tool `send_message`.
struct SendMessageArguments: Decodable, Sendable {
  var to: String?
  var text: String?
  var markdown: String?
  var card: JSONValue?
  var title: String?
  /// See `OutgoingFile`.
  var files: JSONValue?
  var replyTo: String?
  var isInThread: Bool?

  enum CodingKeys: String, CodingKey {
    case to, text, markdown, card, title, files
    case replyTo = "reply_to"
    case isInThread = "in_thread"
  }
}

/// Where a message goes.
enum MessageTarget: Equatable, Sendable {
  case recipient(Recipient)
  /// The id of the message that is answered; perhaps in a thread that it opens.
  case reply(to: String, inThread: Bool)

  /// Exactly one of the two; empty counts as absent.
  init(to: String?, replyTo: String?, isInThread: Bool = false) throws(LarkFailure) {
    let to = (to ?? "").trimmingSpaces
    let replyTo = (replyTo ?? "").trimmingSpaces
    switch (to.isEmpty, replyTo.isEmpty) {
    case (false, true):
      guard !isInThread else { throw .argument("in_thread: only with reply_to.") }
      self = .recipient(try Recipient(to))
    case (true, false):
      guard replyTo.hasPrefix("om_"), replyTo.utf8.count <= Recipient.maximumBytes else {
        throw .argument("reply_to: write the id of a message, \"om_...\".")
      }
      self = .reply(to: replyTo, inThread: isInThread)
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
    /// The values of `msg_type`, message by message.
    var types: [String]
    var sent: [Sent] = []
    var failure: LarkFailure?
  }

  func run(
    _ arguments: SendMessageArguments, _ context: CallContext
  ) async throws(LarkFailure) -> Outcome {
    let files = try OutgoingFile.list(arguments.files)
    var messages = try SendMessage.written(arguments, isOptional: !files.isEmpty)
    let target = try MessageTarget(
      to: arguments.to, replyTo: arguments.replyTo, isInThread: arguments.isInThread ?? false)
    messages += try await uploaded(files, context)
    var outcome = Outcome(target: target, types: messages.map(\.type))
    for (index, message) in messages.enumerated() {
      do throws(LarkFailure) {
        if index > 0 { try await client.pause(milliseconds: SendMessage.pauseMilliseconds) }
        let uuid = SendMessage.uuid(callID: context.id, index: index)
        let request = SendMessage.request(target, message, uuid: uuid)
        outcome.sent.append(SendMessage.sent(try await client.send(request, context)))
      } catch {
        guard !outcome.sent.isEmpty else { throw error }
        outcome.failure = error
        break
      }
    }
    return outcome
  }

  /// What is written, as messages; none only where files go alone.
  private static func written(
    _ arguments: SendMessageArguments, isOptional: Bool
  ) throws(LarkFailure) -> [OutgoingMessage] {
    let isBlank =
      arguments.text?.nonEmpty == nil && arguments.markdown?.nonEmpty == nil
      && [nil, .null, ""].contains(arguments.card)
    if isOptional, isBlank {
      guard arguments.title?.nonEmpty == nil else {
        throw .argument("title: only above text or markdown.")
      }
      return []
    }
    let content = try MessageContent(
      text: arguments.text, markdown: arguments.markdown, card: arguments.card)
    let plan = try MessagePlan(content, title: arguments.title)
    return plan.contents.map { OutgoingMessage(type: plan.kind.rawValue, content: $0) }
  }

  /// All of them, before the first message goes.
  private func uploaded(
    _ files: [OutgoingFile], _ context: CallContext
  ) async throws(LarkFailure) -> [OutgoingMessage] {
    var loaded: [LoadedFile?] = []
    for file in files { loaded.append(try await file.loaded(client, context)) }
    var messages: [OutgoingMessage] = []
    for (part, file) in files.enumerated() {
      switch file {
      case .imageKey(let key):
        messages.append(OutgoingMessage(type: "image", content: ["image_key": .string(key)]))
      case .fileKey(let key):
        messages.append(OutgoingMessage(type: "file", content: ["file_key": .string(key)]))
      case .file:
        guard let file = loaded[part] else { continue }
        messages.append(try await file.upload(client, context, part: part))
      }
    }
    return messages
  }

  /// The same for the same part of the same call, so that Lark drops a message that arrives twice
  /// within an hour.
  static func uuid(callID: String, index: Int) -> String {
    let suffix = "-\(index + 1)"
    return String(callID.prefix(maximumUUIDBytes - suffix.utf8.count)) + suffix
  }

  static func request(
    _ target: MessageTarget, _ message: OutgoingMessage, uuid: String
  ) -> APIRequest {
    var body: JSONObject = [
      "msg_type": .string(message.type), "content": .string(message.content.description),
      "uuid": .string(uuid),
    ]
    switch target {
    case .reply(let messageID, let inThread):
      if inThread { body["reply_in_thread"] = true }
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
