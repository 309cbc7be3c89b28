import JSON

/// `mail/v1/user_mailboxes/:user_mailbox_id/search`: words anywhere, and what `filter` says.
struct MailSearch: Sendable {
  private let words: String
  private let subject: String
  private let from: Set<String>
  private let to: Set<String>
  private let cc: Set<String>
  private let bcc: Set<String>
  private let folders: Set<String>
  private let labels: Set<String>
  private let hasFiles: Bool?
  private let isUnread: Bool?
  private let milliseconds: ClosedRange<Int>

  /// The folders of the search that are labels elsewhere, or have another name there.
  private static let folderLabels = [
    "priority": "IMPORTANT", "flagged": "FLAGGED", "other": "OTHER",
  ]
  private static let folderNames = ["archive": "archived"]

  static func answer(_ state: inout SandboxState, _ call: Call) throws(APIError) -> Answer {
    let owner = try Mails.box(state, call, .sending)
    let search = try MailSearch(call)
    let items = state.mails.filter { $0.owner == owner && search.finds($0) }.map(item)
    return try state.page(
      items, "mail search \(owner) \(call.body)", call, beside: ["total": number(items.count)],
      expired: .code(1_230_001))
  }

  private init(_ call: Call) throws(APIError) {
    let filter = call.object("filter")
    func lowercased(_ name: String) -> Set<String> {
      Set(texts(filter[name]).map { $0.lowercased() })
    }
    words = (call.text("query") ?? "").lowercased()
    subject = (filter["subject"]?.string ?? "").lowercased()
    (from, to, cc, bcc) = (
      lowercased("from"), lowercased("to"), lowercased("cc"), lowercased("bcc")
    )
    folders = Set(lowercased("folder").map { Self.folderNames[$0] ?? $0 })
    labels = Set(texts(filter["label"]))
    (hasFiles, isUnread) = (filter["has_attachment"]?.bool, filter["is_unread"]?.bool)
    let start = try Self.time(filter["create_time"]?["start_time"]) ?? 0
    let end = try Self.time(filter["create_time"]?["end_time"]) ?? .max
    guard start <= end else { throw .code(1_230_001) }
    milliseconds = start...end
  }

  private static func time(_ value: JSONValue?) throws(APIError) -> Int? {
    guard let text = value?.string, !text.isEmpty else { return nil }
    guard let time = RFC3339(text) else { throw .code(1_230_001) }
    return time.instant * 1_000
  }

  private func finds(_ mail: Mail) -> Bool {
    let title = mail.subject.lowercased()
    guard title.contains(subject) || subject.isEmpty,
      words.isEmpty || title.contains(words) || mail.text.lowercased().contains(words)
        || mail.from.name.lowercased().contains(words),
      milliseconds.contains(mail.milliseconds),
      hasFiles.map({ $0 == !mail.files.isEmpty }) ?? true,
      isUnread.map({ $0 == mail.isUnread }) ?? true
    else { return false }
    return isIn(mail) && (from.isEmpty || from.contains(mail.from.email))
      && names(to, mail.to) && names(cc, mail.cc) && names(bcc, mail.bcc)
      && (labels.isEmpty || !labels.isDisjoint(with: mail.labels))
  }

  private func isIn(_ mail: Mail) -> Bool {
    folders.isEmpty || folders.contains(mail.folder.lowercased())
      || folders.contains { Self.folderLabels[$0].map(mail.labels.contains) ?? false }
  }

  private func names(_ wanted: Set<String>, _ addresses: [JSONValue]) -> Bool {
    wanted.isEmpty
      || addresses.contains { wanted.contains(($0["mail_address"]?.string ?? "").lowercased()) }
  }

  private static func item(_ mail: Mail) -> JSONValue {
    [
      "id": .string(mail.id), "display_info": .string(String(mail.text.prefix(100))),
      "meta_data": [
        "title": .string(mail.subject), "thread_id": .string("thread-\(mail.id)"),
        "message_biz_id": .string(mail.id), "from": mail.fromJSON,
        "create_time": .string(
          RFC3339(instant: mail.milliseconds / 1_000, offset: 0).text),
      ],
    ]
  }
}
