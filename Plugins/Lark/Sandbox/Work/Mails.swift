import JSON

/// `mail/v1/user_mailboxes`: sending and reading.
enum Mails {
  private static let path = "/mail/v1/user_mailboxes/:user_mailbox_id"
  static let maximumRecipients = 500

  static let endpoints: [Endpoint] = [
    Endpoint("POST \(path)/messages/send", send), Endpoint("GET \(path)/messages", list),
    Endpoint("GET \(path)/messages/:message_id", get),
    Endpoint("POST \(path)/messages/batch_get", getMany),
    Endpoint("POST \(path)/search", MailSearch.answer),
  ]

  /// What an endpoint refuses a mailbox with.
  struct Refusals {
    let missing: APIError
    let forbidden: APIError

    static let sending = Refusals(missing: .code(1_234_013), forbidden: .code(1_234_017))
    static let listing = Refusals(missing: .code(1_230_001), forbidden: .code(1_230_002))
    static let reading = Refusals(missing: .code(1_235_013), forbidden: .code(1_234_017))
    static let readingMany = Refusals(
      missing: APIError(1_230_003, "user mailbox not found"), forbidden: .code(1_230_005))
  }

  /// Into the folder of what was sent, and into the boxes of colleagues.
  static func send(_ state: inout SandboxState, _ call: Call) throws(APIError) -> Answer {
    let owner = try box(state, call, .sending)
    let key = call.filledText("dedupe_key").map { "mail \(owner) \($0)" }
    if let key, let earlier = state.answers[key] { return .data(earlier) }
    let hasRaw = call.filledText("raw") != nil
    let recipients = call.array("to") + call.array("cc") + call.array("bcc")
    guard hasRaw || !recipients.isEmpty else { throw .code(1_234_008) }
    guard recipients.count <= maximumRecipients else { throw .code(1_236_003) }
    guard recipients.allSatisfy({ $0["mail_address"]?.string?.contains("@") == true }) else {
      throw .code(1_236_018)
    }
    let id = state.identifiers.letters(20)
    let own = mail(owner, id, call, state, hasRaw: hasRaw)
    state.mails.insert(own, at: 0)
    for recipient in recipients {
      let address = recipient["mail_address"]?.string ?? ""
      guard let person = state.people.person(email: address) else { continue }
      state.mails.insert(received(own, by: person), at: 0)
    }
    let data: JSONObject = ["message_id": .string(id), "thread_id": .string("thread-\(id)")]
    if let key { state.answers[key] = data }
    return .data(data)
  }

  private static func mail(
    _ owner: String, _ id: String, _ call: Call, _ state: SandboxState, hasRaw: Bool
  ) -> Mail {
    Mail(
      owner: owner, id: id, folder: "SENT",
      subject: call.text("subject") ?? (hasRaw ? "(raw)" : ""),
      text: call.filledText("body_plain_text") ?? call.text("body_html") ?? "",
      from: state.person(of: .user(openID: owner)), to: call.array("to"), cc: call.array("cc"),
      bcc: call.array("bcc"),
      files: call.array("attachments").compactMap { $0["filename"]?.string },
      milliseconds: state.clock.milliseconds)
  }

  /// Nobody sees who was sent a copy in secret.
  private static func received(_ mail: Mail, by person: Person) -> Mail {
    Mail(
      owner: person.openID, id: mail.id, folder: "INBOX", subject: mail.subject, text: mail.text,
      from: mail.from, to: mail.to, cc: mail.cc, files: mail.files, isUnread: true,
      milliseconds: mail.milliseconds)
  }

  static func list(_ state: inout SandboxState, _ call: Call) throws(APIError) -> Answer {
    let owner = try box(state, call, .listing)
    let label = call.queryText("label_id")
    let folder = call.queryText("folder_id") ?? (label == nil ? "INBOX" : nil)
    let found = state.mails.filter { mail in
      mail.owner == owner && (folder == nil || mail.folder == folder)
        && (label.map(mail.labels.contains) ?? true)
        && (mail.isUnread || !call.queryFlag("only_unread"))
    }
    return try state.page(
      found.map { .string($0.id) }, "mails \(owner) \(folder ?? "") \(label ?? "")", call,
      expired: .code(1_230_001))
  }

  static func get(_ state: inout SandboxState, _ call: Call) throws(APIError) -> Answer {
    let owner = try box(state, call, .reading)
    let id = call.parameter("message_id")
    guard let mail = state.mails.first(where: { $0.owner == owner && $0.id == id }) else {
      throw .code(1_234_034)
    }
    return .data(["message": mail.json(call.queryText("format"))])
  }

  /// Those that are there; a refusal where there is none of them.
  static func getMany(_ state: inout SandboxState, _ call: Call) throws(APIError) -> Answer {
    let owner = try box(state, call, .readingMany)
    let ids = texts(call.body["message_ids"])
    let found = ids.compactMap { id in
      state.mails.first { $0.owner == owner && $0.id == id }
    }
    guard !found.isEmpty || ids.isEmpty else { throw .code(1_230_006) }
    return .data(["messages": .array(found.map { $0.json(call.filledText("format")) })])
  }

  /// The open_id of the owner: `me`, or an address; users reach no box but their own.
  static func box(
    _ state: SandboxState, _ call: Call, _ refusals: Refusals
  ) throws(APIError) -> String {
    let id = call.parameter("user_mailbox_id")
    if id == "me" {
      guard call.isUser else { throw refusals.missing }
      return call.openID
    }
    guard let person = state.people.person(email: id) else { throw refusals.missing }
    guard !call.isUser || person.openID == call.openID else { throw refusals.forbidden }
    return person.openID
  }
}
