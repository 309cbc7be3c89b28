internal import JSON
internal import PluginKit

/// The arguments of the tool `list_mail`.
struct ListMailArguments: Decodable, Sendable {
  var query: String?
  var sender: StringList?
  var recipient: StringList?
  var subject: String?
  var folder: String?
  var unread: Bool?
  var hasFiles: Bool?
  var from: String?
  var to: String?
  var mailbox: String?
  var limit: Int?
  var pageToken: String?

  enum CodingKeys: String, CodingKey {
    case query, sender, recipient, subject, folder, unread, from, to, mailbox, limit
    case hasFiles = "has_files"
    case pageToken = "page_token"
  }

  /// Whether only a search can answer: a list knows no more than the folder and what is unread.
  var needsSearch: Bool {
    query?.nonEmpty != nil || subject?.nonEmpty != nil || sender?.values.isEmpty == false
      || recipient?.values.isEmpty == false || hasFiles != nil || from?.nonEmpty != nil
      || to?.nonEmpty != nil || unread == false
  }
}

/// Lists mails of a folder, or those that a search finds.
struct ListMail: Sendable {
  static let defaultLimit = 10
  /// As many as Lark lists, and as it tells about, at once.
  static let maximumLimit = 20
  static let purpose = "list mails"

  let core: LarkCore

  func run(
    _ arguments: ListMailArguments, _ context: CallContext
  ) async throws(LarkFailure) -> ToolResult {
    let limit = arguments.limit ?? ListMail.defaultLimit
    guard (1...ListMail.maximumLimit).contains(limit) else {
      throw .argument("limit: from 1 to \(ListMail.maximumLimit).")
    }
    let zone = try core.zone()
    let filter = try filter(arguments, zone)
    let endpoint: Endpoint = arguments.needsSearch ? .searchMail : .listMail
    let mailbox = try Mailbox.checked(
      arguments.mailbox, endpoint, purpose: ListMail.purpose, core.client, context)
    var query = [("page_size", String(limit))]
    if let token = arguments.pageToken?.nonEmpty { query.append(("page_token", token)) }
    var request = APIRequest(
      endpoint, path: ["user_mailbox_id": mailbox], query: query, purpose: ListMail.purpose)
    if arguments.needsSearch {
      var body: JSONObject = ["filter": .object(filter)]
      if let text = arguments.query?.nonEmpty { body["query"] = .string(text) }
      request.body = .object(body)
    } else {
      request.query.append(("folder_id", ListMail.folder(arguments.folder) ?? "INBOX"))
      if arguments.unread == true { request.query.append(("only_unread", "true")) }
    }
    let payload = try await core.client.send(request, context)
    let ids = (payload["items"]?.array ?? []).compactMap { item in
      item.string ?? item["meta_data"]?["message_biz_id"]?.nonEmptyString
    }
    let mails = try await mails(ids, mailbox, context)
    let hasMore = payload["has_more"]?.bool == true
    return ListMail.result(
      ids, mails, hasMore ? payload["page_token"]?.nonEmptyString : nil, zone, context)
  }

  private func filter(
    _ arguments: ListMailArguments, _ zone: ZoneRules
  ) throws(LarkFailure) -> JSONObject {
    var filter = JSONObject()
    for (name, list) in [("from", arguments.sender), ("to", arguments.recipient)] {
      let addresses = try MailAddress.list(list, name == "from" ? "sender" : "recipient")
      guard !addresses.isEmpty else { continue }
      filter[name] = .array(addresses.map { .string($0.address) })
    }
    if let subject = arguments.subject?.nonEmpty { filter["subject"] = .string(subject) }
    if let folder = arguments.folder?.trimmingSpaces.nonEmpty {
      filter["folder"] = [.string(ListMail.isSystemFolder(folder) ? folder.lowercased() : folder)]
    }
    if let hasFiles = arguments.hasFiles { filter["has_attachment"] = .bool(hasFiles) }
    if let unread = arguments.unread { filter["is_unread"] = .bool(unread) }
    let bounds = try PointInTime(zone: zone, now: core.client.clock.unixSeconds()).resolve(
      from: arguments.from, to: arguments.to)
    var times = JSONObject()
    for (name, time) in [("start_time", bounds.start), ("end_time", bounds.end)] {
      if let time { times[name] = .string(zone.localTime(at: time).rfc3339) }
    }
    if !times.isEmpty { filter["create_time"] = .object(times) }
    return filter
  }

  private static let systemFolders = ["INBOX", "SENT", "DRAFT", "TRASH", "SPAM", "ARCHIVED"]

  private static func isSystemFolder(_ name: String) -> Bool {
    systemFolders.contains(name.uppercased())
  }

  /// Names of Lark's own folders in the form of ids; ids of others as they are.
  private static func folder(_ text: String?) -> String? {
    guard let folder = text?.trimmingSpaces.nonEmpty else { return nil }
    return isSystemFolder(folder) ? folder.uppercased() : folder
  }

  private func mails(
    _ ids: [String], _ mailbox: String, _ context: CallContext
  ) async throws(LarkFailure) -> [JSONValue] {
    guard !ids.isEmpty else { return [] }
    let payload = try await core.client.send(
      APIRequest(
        .getMails, path: ["user_mailbox_id": mailbox],
        body: ["format": "metadata", "message_ids": .array(ids.map(JSONValue.string))],
        purpose: ListMail.purpose), context)
    let mails = payload["messages"]?.array ?? []
    return ids.compactMap { id in mails.first { $0["message_id"]?.string == id } }
  }

  private static func result(
    _ ids: [String], _ mails: [JSONValue], _ next: String?, _ zone: ZoneRules,
    _ context: CallContext
  ) -> ToolResult {
    let count = mails.count == 1 ? "1 mail" : "\(mails.count) mails"
    var lines = ["\(count), times in \(zone.name), read as the \(context.actedAs)."]
    lines += mails.map { MailText(json: $0, zone: zone).summary }
    var structured: JSONObject = ["message_ids": .array(ids.map(JSONValue.string))]
    if let next {
      lines.append("More: page_token \"\(singleLine(next, limit: 400))\".")
      structured["page_token"] = .string(next)
    }
    return ToolResult(
      [.text(lines.joined(separator: "\n"))], structured: .object(structured))
  }
}

extension ListMail {
  static func tool(_ core: LarkCore) -> LarkTool {
    let lister = ListMail(core: core)
    return LarkTool(
      "list_mail", "Lists or searches the mails of the Lark user.",
      core, group: .mail,
      endpoints: [.listMail, .getMails, .searchMail], identity: .userFirst, effect: .reads,
      offer: .inPresets,
      input: .object([
        "query": .string("Words to search for"),
        "sender": .stringList(.string(), "Addresses"),
        "recipient": .stringList(.string(), "Addresses"),
        "subject": .string("Words of it"),
        "folder": .string("INBOX (default of lists), SENT, ARCHIVED, ... or its id"),
        "unread": .boolean(), "has_files": .boolean(),
        "from": .string("Date, time, or \"7d\" for ago"),
        "to": .string("Date (included) or time"),
        "mailbox": .string("Address, if not one's own"),
        "limit": .integer(minimum: 1, maximum: maximumLimit, default: defaultLimit),
        "page_token": .string("From the last result"),
      ])
    ) { (arguments: ListMailArguments, context) throws(LarkFailure) in
      try await lister.run(arguments, context)
    }
  }
}
