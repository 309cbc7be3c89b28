import JSON

/// A mail in someone's box.
struct Mail: Sendable {
  /// The open_id of who has it.
  let owner: String
  let id: String
  let folder: String
  let subject: String
  let text: String
  let from: Person
  let to: [JSONValue]
  var cc: [JSONValue] = []
  var bcc: [JSONValue] = []
  /// Names of the files that came with it.
  var files: [String] = []
  var labels: [String] = []
  var isUnread = false
  let milliseconds: Int

  private static let previewCharacters = 100
  private static let (received, sent) = (1, 2)

  /// As the endpoints that read mails give it: bodies and their beginning are in base64url.
  func json(_ format: String?) -> JSONValue {
    var json: JSONObject = [
      "message_id": .string(id), "thread_id": .string("thread-\(id)"),
      "smtp_message_id": .string("<\(id)@\(from.email.split(separator: "@").last ?? "")>"),
      "subject": .string(subject), "to": .array(to), "cc": .array(cc), "bcc": .array(bcc),
      "head_from": fromJSON, "internal_date": .string(String(milliseconds)),
      "body_preview": .string(Self.encoded(String(text.prefix(Self.previewCharacters)))),
      "message_state": number(folder == "SENT" ? Self.sent : Self.received),
      "folder_id": .string(folder), "priority_type": "0",
      "label_ids": .array((labels + (isUnread ? ["UNREAD"] : [])).map(JSONValue.string)),
      "attachments": .array(files.map(attachment)),
    ]
    if format != "metadata" { json["body_plain_text"] = .string(Self.encoded(text)) }
    if format == nil || format == "full" {
      json["body_html"] = .string(Self.encoded("<p>\(text)</p>"))
    }
    return .object(json)
  }

  var fromJSON: JSONValue { ["mail_address": .string(from.email), "name": .string(from.name)] }

  private func attachment(_ name: String) -> JSONValue {
    [
      "id": .string(SeedIdentifier.token("mail/\(id)/\(name)")), "filename": .string(name),
      "attachment_type": 1, "is_inline": false,
    ]
  }

  /// Base 64 in the alphabet for addresses, with padding (RFC 4648 section 5).
  private static func encoded(_ text: String) -> String {
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")
    let bytes = Array(text.utf8)
    var encoded = ""
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let group = bytes[start..<min(start + 3, bytes.count)]
      let value = group.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - group.count))
      for digit in 0..<4 {
        encoded.append(digit <= group.count ? alphabet[value >> (18 - 6 * digit) & 63] : "=")
      }
    }
    return encoded
  }
}

/// The mail of the seeded company.
enum SeedMail {
  private typealias Everyone = SeedPeople

  static func all(at milliseconds: Int) -> [Mail] {
    let rows: [(Person, String, String, hoursAgo: Int, files: [String], labels: [String])] = [
      (
        Everyone.david, "Quarterly pipeline", "The pipeline is attached as always.", 4,
        ["pipeline.csv"], []
      ),
      (Everyone.zhou, "面试安排", "周四上午十点，请提前十分钟到。", 28, [], ["FLAGGED"]),
      (
        Everyone.chen, "Gateway post-mortem", "The document is in the wiki; comments welcome.",
        50, [], []
      ),
    ]
    return rows.enumerated().map { index, row in
      Mail(
        owner: Everyone.lin.openID, id: "bWFpbC0wMDAw\(index)", folder: "INBOX", subject: row.1,
        text: row.2, from: row.0, to: [["mail_address": .string(Everyone.lin.email)]],
        files: row.files, labels: row.labels, isUnread: index == 0,
        milliseconds: milliseconds - row.hoursAgo * 3_600_000)
    }
  }
}
