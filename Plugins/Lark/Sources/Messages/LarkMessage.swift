internal import JSON

/// A message as Lark gives it.
struct LarkMessage: Sendable, Equatable {
  struct Mention: Sendable, Equatable {
    /// What stands for it in the content: `@_user_1`.
    var key: String
    var id: String
    var name: String
  }

  struct Sender: Sendable, Equatable {
    var id: String
    /// "user", "app", "anonymous" or "unknown".
    var kind: String
    var name: String?
  }

  var id: String
  var type: String
  /// JSON, by the type.
  var content: String
  var sender: Sender
  var mentions: [Mention] = []
  /// Seconds after 1970-01-01T00:00:00Z.
  var createdSeconds: Int64
  var chatID: String?
  /// The message that this one answers.
  var parentID: String?
  var threadID: String?
  /// The merged message that holds this one.
  var upperID: String?
  var isEdited = false
  var isRecalled = false

  init?(_ json: JSONValue) {
    guard let id = json["message_id"]?.nonEmptyString else { return nil }
    self.id = id
    type = json["msg_type"]?.string ?? ""
    content = json["body"]?["content"]?.string ?? ""
    let sender = json["sender"]
    self.sender = Sender(
      id: sender?["id"]?.string ?? "", kind: sender?["sender_type"]?.string ?? "unknown",
      name: sender?["sender_name"]?.nonEmptyString)
    mentions = (json["mentions"]?.array ?? []).compactMap { mention in
      guard let key = mention["key"]?.nonEmptyString else { return nil }
      return Mention(
        key: key, id: mention["id"]?.string ?? "", name: mention["name"]?.string ?? "")
    }
    createdSeconds = (Int64(json["create_time"]?.string ?? "") ?? 0) / 1000
    chatID = json["chat_id"]?.nonEmptyString
    parentID = json["parent_id"]?.nonEmptyString
    threadID = json["thread_id"]?.nonEmptyString
    upperID = json["upper_message_id"]?.nonEmptyString
    isEdited = json["updated"]?.bool ?? false
    isRecalled = json["deleted"]?.bool ?? false
  }

  /// Lists are read with the names of the senders, and cards as they were written.
  static let readingQuery: [(name: String, value: String)] = [
    ("card_msg_content_type", "user_card_content"), ("with_sender_name", "true"),
  ]
}
