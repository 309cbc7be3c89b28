import JSON

/// Someone named in a message.
struct Mention: Sendable {
  /// `@_user_1`
  let key: String
  let openID: String
  let name: String

  var json: JSONValue {
    [
      "key": .string(key), "id": .string(openID), "id_type": "open_id", "name": .string(name),
      "tenant_key": .string(SandboxState.tenantKey),
    ]
  }
}

/// A message as it is kept.
struct Message: Sendable {
  let id: String
  let chatID: String
  let type: String
  /// As it reads back: mentions are keys, a post has one language.
  var content: String
  /// A card as it was sent; nil for other types.
  var sentCard: String?
  var mentions: [Mention]
  let sender: Identity
  let createMilliseconds: Int
  var rootID: String?
  var parentID: String?
  var threadID: String?
  /// Nil until it is edited.
  var updateMilliseconds: Int?
  var editCount = 0
  var isRecalled = false

  /// What keeping it takes, about.
  var bytes: Int { content.utf8.count + (sentCard?.utf8.count ?? 0) + 500 }

  func json(appID: String, showsSentCard: Bool = false) -> JSONValue {
    var json: JSONObject = ["message_id": .string(id)]
    json["root_id"] = rootID.map(JSONValue.string)
    json["parent_id"] = parentID.map(JSONValue.string)
    json["thread_id"] = threadID.map(JSONValue.string)
    json["msg_type"] = .string(type)
    json["create_time"] = .string(String(createMilliseconds))
    json["update_time"] = .string(String(updateMilliseconds ?? createMilliseconds))
    json["deleted"] = .bool(isRecalled)
    json["updated"] = .bool(updateMilliseconds != nil)
    json["chat_id"] = .string(chatID)
    json["sender"] = senderJSON(appID: appID)
    let kept = showsSentCard ? sentCard ?? content : content
    let shown = isRecalled ? "This message was recalled" : kept
    json["body"] = ["content": .string(shown)]
    if !mentions.isEmpty { json["mentions"] = .array(mentions.map(\.json)) }
    return .object(json)
  }

  private func senderJSON(appID: String) -> JSONValue {
    let (id, idType, type) =
      if case .user(let openID) = sender { (openID, "open_id", "user") } else {
        (appID, "app_id", "app")
      }
    return [
      "id": .string(id), "id_type": .string(idType), "sender_type": .string(type),
      "tenant_key": .string(SandboxState.tenantKey),
    ]
  }
}

/// The messages sent so far, the latest of them if there are very many.
struct MessageStore: Sendable {
  static let maximumMessages = 20_000
  static let maximumBytes = 64 * 1_024 * 1_024
  /// A `uuid` sends one message within this time.
  static let uuidSeconds = 3_600

  private(set) var all: [Message] = []
  private var bytes = 0
  private var sent: [String: (messageID: String, expirySeconds: Int)] = [:]

  func message(_ id: String) -> Message? { all.last { $0.id == id } }

  mutating func add(_ message: Message) {
    if all.count >= Self.maximumMessages || bytes >= Self.maximumBytes {
      let dropped = all.count / 2
      bytes -= all.prefix(dropped).reduce(0) { $0 + $1.bytes }
      all.removeFirst(dropped)
    }
    all.append(message)
    bytes += message.bytes
  }

  /// The message that an earlier request with the same uuid has sent.
  func message(sentWith uuid: String, at seconds: Int) -> Message? {
    guard let entry = sent[uuid], entry.expirySeconds > seconds else { return nil }
    return message(entry.messageID)
  }

  mutating func remember(_ uuid: String, _ messageID: String, at seconds: Int) {
    if sent.count >= Self.maximumMessages {
      sent = sent.filter { $0.value.expirySeconds > seconds }
    }
    sent[uuid] = (messageID, seconds + Self.uuidSeconds)
  }

  mutating func change(_ id: String, _ edit: (inout Message) -> Void) {
    guard let index = all.lastIndex(where: { $0.id == id }) else { return }
    edit(&all[index])
  }

  mutating func setThread(_ threadID: String, of messageID: String) {
    guard let index = all.lastIndex(where: { $0.id == messageID }) else { return }
    all[index].threadID = threadID
  }
}
