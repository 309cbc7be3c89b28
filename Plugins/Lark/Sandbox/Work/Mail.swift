import JSON

/// A mail in someone's box.
struct Mail: Sendable {
  let owner: String
  let json: JSONObject

  var id: String { json["message_id"]?.string ?? "" }
  var folder: String { json["folder_id"]?.string ?? "" }
}

/// The mail of the seeded company.
enum SeedMail {
  private typealias Everyone = SeedPeople

  static func all(at milliseconds: Int) -> [Mail] {
    let rows: [(Person, String, String, hoursAgo: Int)] = [
      (Everyone.david, "Quarterly pipeline", "The pipeline is attached to the base as always.", 4),
      (Everyone.zhou, "面试安排", "周四上午十点，请提前十分钟到。", 28),
      (Everyone.chen, "Gateway post-mortem", "The document is in the wiki; comments welcome.", 50),
    ]
    return rows.enumerated().map { index, row in
      Mails.made(
        owner: Everyone.lin.openID, id: "bWFpbC0wMDAw\(index)", subject: row.1, text: row.2,
        from: row.0, to: [["mail_address": .string(Everyone.lin.email)]], folder: "INBOX",
        at: milliseconds - row.hoursAgo * 3_600_000)
    }
  }
}

/// `mail/v1/user_mailboxes`.
enum Mails {
  private static let path = "/mail/v1/user_mailboxes/:user_mailbox_id"

  static let endpoints: [Endpoint] = [
    Endpoint("POST \(path)/messages/send", send), Endpoint("GET \(path)/messages", list),
    Endpoint("GET \(path)/messages/:message_id", get), Endpoint("POST \(path)/search", search),
  ]

  /// Into the folder of what was sent, and into the boxes of colleagues.
  static func send(_ state: inout SandboxState, _ call: Call) throws(APIError) -> Answer {
    let owner = try box(state, call)
    let key = call.filledText("dedupe_key").map { "mail \(owner) \($0)" }
    if let key, let earlier = state.answers[key] { return .data(earlier) }
    let sender = state.person(of: .user(openID: owner))
    let hasRaw = call.filledText("raw") != nil
    let recipients = call.array("to") + call.array("cc") + call.array("bcc")
    guard hasRaw || !recipients.isEmpty else { throw .code(1_234_008) }
    guard recipients.allSatisfy({ $0["mail_address"]?.string?.contains("@") == true }) else {
      throw .code(1_234_008)
    }
    let text = call.filledText("body_plain_text") ?? call.text("body_html") ?? ""
    let subject = call.text("subject") ?? (hasRaw ? "(raw)" : "")
    let id = state.identifiers.letters(20)
    func mail(for owner: String, in folder: String) -> Mail {
      made(
        owner: owner, id: id, subject: subject, text: text, from: sender,
        to: call.array("to"), folder: folder, at: state.clock.milliseconds)
    }
    state.mails.insert(mail(for: owner, in: "SENT"), at: 0)
    for recipient in recipients {
      let address = recipient["mail_address"]?.string ?? ""
      guard let person = state.people.person(email: address) else { continue }
      state.mails.insert(mail(for: person.openID, in: "INBOX"), at: 0)
    }
    let data: JSONObject = ["message_id": .string(id), "thread_id": .string("thread-\(id)")]
    if let key { state.answers[key] = data }
    return .data(data)
  }

  static func list(_ state: inout SandboxState, _ call: Call) throws(APIError) -> Answer {
    let owner = try box(state, call)
    let folder = call.queryText("folder_id") ?? "INBOX"
    let found = state.mails.filter { $0.owner == owner && $0.folder == folder }
    return try state.page(
      found.map { .string($0.id) }, "mails \(owner) \(folder)", call, expired: .code(1_230_001))
  }

  static func get(_ state: inout SandboxState, _ call: Call) throws(APIError) -> Answer {
    let owner = try box(state, call)
    let id = call.parameter("message_id")
    guard let mail = state.mails.first(where: { $0.owner == owner && $0.id == id }) else {
      throw .code(1_234_034)
    }
    return .data(["message": .object(mail.json)])
  }

  static func search(_ state: inout SandboxState, _ call: Call) throws(APIError) -> Answer {
    let owner = try box(state, call)
    let wanted = (call.text("query") ?? "").lowercased()
    let found = state.mails.filter { mail in
      mail.owner == owner
        && ["subject", "body_plain_text"].contains {
          (mail.json[$0]?.string ?? "").lowercased().contains(wanted)
        }
    }
    let items = found.map { mail -> JSONValue in
      [
        "id": .string(mail.id), "display_info": mail.json["body_preview"] ?? "",
        "meta_data": [
          "title": mail.json["subject"] ?? "", "message_biz_id": .string(mail.id),
          "create_time": mail.json["internal_date"] ?? "", "from": mail.json["head_from"] ?? [:],
        ],
      ]
    }
    return try state.page(
      items, "mail search \(owner) \(wanted)", call, beside: ["total": number(items.count)],
      expired: .code(1_230_001))
  }

  static func made(
    owner: String, id: String, subject: String, text: String, from: Person, to: [JSONValue],
    folder: String, at milliseconds: Int
  ) -> Mail {
    Mail(
      owner: owner,
      json: [
        "message_id": .string(id), "thread_id": .string("thread-\(id)"),
        "subject": .string(subject), "to": .array(to), "cc": [], "bcc": [],
        "head_from": ["mail_address": .string(from.email), "name": .string(from.name)],
        "body_plain_text": .string(text), "body_html": .string("<p>\(text)</p>"),
        "body_preview": .string(String(text.prefix(100))),
        "internal_date": .string(String(milliseconds)), "folder_id": .string(folder),
        "label_ids": [], "attachments": [],
      ])
  }

  /// The open_id of the owner: `me`, or an address; users reach no box but their own.
  private static func box(_ state: SandboxState, _ call: Call) throws(APIError) -> String {
    let id = call.parameter("user_mailbox_id")
    if id == "me" {
      guard call.isUser else { throw .code(1_234_013) }
      return call.openID
    }
    guard let person = state.people.person(email: id) else { throw .code(1_234_013) }
    guard !call.isUser || person.openID == call.openID else { throw .code(1_234_017) }
    return person.openID
  }
}
