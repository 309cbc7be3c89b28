/// What a request has to take turns for, besides its endpoint.
enum PacingKey: Hashable, Sendable {
  /// A chat takes 5 messages a second, from all bots together.
  case chat(String)
  /// So does a person.
  case person(String)
  /// A message takes 5 changes a second.
  case message(String)
  /// A document takes 3 writes a second.
  case document(String)
  /// A table of a base takes one write at a time (else 1254291).
  case table(app: String, table: String)
  /// A folder takes one new document at a time.
  case folder(String)
  /// A chat takes one change of its members at a time (else 232019).
  case members(chat: String)
  /// A mailbox sends one mail at a time.
  case mailbox(String)
  /// Endpoints of which only one may run at a time.
  case serial(String)

  /// Nil for a key that is held while the request runs.
  var perSecond: Int? {
    switch self {
    case .chat, .person, .message: 5
    case .document: 3
    case .table, .folder, .members, .mailbox, .serial: nil
    }
  }

  /// In words, for an error: "the chat oc_1".
  var name: String {
    switch self {
    case .chat(let id): "the chat \(id)"
    case .person(let id): "the person \(id)"
    case .message(let id): "the message \(id)"
    case .document(let id): "the document \(id)"
    case .table(_, let table): "the table \(table)"
    case .folder(let id): "the folder \(id)"
    case .members(let chat): "the members of the chat \(chat)"
    case .mailbox(let id): "the mailbox \(id)"
    case .serial(let name): name
    }
  }
}

extension Endpoint {
  /// The keys that follow from the endpoint and its path. Targets that stand in the body, such as
  /// the chat of a new message, are the tool's to name.
  func pacingKeys(_ path: [String: String]) -> [PacingKey] {
    guard !reads else { return [] }
    var keys: [PacingKey] = []
    if rate.isSerial { keys.append(.serial("the drive")) }
    if rate.countsDocuments, let id = path["document_id"] { keys.append(.document(id)) }
    if let app = path["app_token"], let table = path["table_id"] {
      keys.append(.table(app: app, table: table))
    }
    if let id = path["message_id"], self.path.hasPrefix("/open-apis/im/") {
      keys.append(.message(id))
    }
    if let chat = path["chat_id"], self.path.hasSuffix("/members") {
      keys.append(.members(chat: chat))
    }
    if let mailbox = path["user_mailbox_id"] { keys.append(.mailbox(mailbox)) }
    return keys
  }
}
