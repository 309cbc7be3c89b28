internal import JSON
internal import PluginKit

struct ListApprovalsArguments: Decodable, Sendable {
  var topic: String?
  var person: String?
  var definition: String?
  var status: String?
  var from: String?
  var to: String?
  var timeZone: String?
  var pageToken: String?

  enum CodingKeys: String, CodingKey {
    case topic, person, definition, status, from, to
    case timeZone = "time_zone"
    case pageToken = "page_token"
  }
}

/// What somebody has to approve, has approved or has asked for; or all of one kind.
struct ListApprovals: Sendable {
  let client: LarkClient
  let context: CallContext

  static let pageSize = 50
  static let topics = [
    ("todo", "1"), ("done", "2"), ("started", "3"), ("cc_unread", "17"), ("cc_read", "18"),
  ]
  static let statuses = ["PENDING", "APPROVED", "REJECT", "RECALL", "DELETED", "ALL"]

  static func tool(_ core: LarkCore) -> LarkTool {
    LarkTool(
      "list_approvals",
      "Lists a person's Lark approvals by topic, or those of one kind (definition).",
      core, group: .approval,
      endpoints: [.listApprovalTasks, .queryApprovals] + ParticipantLookup.endpoints,
      identity: .userFirst, effect: .reads,
      input: .object([
        "topic": .enumeration(topics.map(\.0), default: "todo"),
        "person": .string("E-mail or ou_...; default: the user."),
        "definition": .string("Code of a kind; instead of topic."),
        "status": .enumeration(statuses, "With definition."),
        "from": .string("Date or time of start, with definition."), "to": .string(),
        "time_zone": .string(), "page_token": .string(),
      ])
    ) { (arguments: ListApprovalsArguments, context) throws(LarkFailure) in
      try await run(arguments, core, context)
    }
  }

  static func run(
    _ arguments: ListApprovalsArguments, _ core: LarkCore, _ context: CallContext
  ) async throws(LarkFailure) -> ToolResult {
    let list = ListApprovals(client: core.client, context: context)
    guard let definition = arguments.definition?.nonEmpty else {
      guard arguments.status == nil, arguments.from == nil, arguments.to == nil else {
        throw .argument("definition: needed with status, from and to.")
      }
      return try await list.tasks(arguments)
    }
    guard arguments.topic == nil else { throw .argument("Give topic or definition, not both.") }
    let zone = try core.zones.zone(
      named: arguments.timeZone?.nonEmpty ?? core.client.settings.timeZone)
    return try await list.instances(
      try ApprovalCode.checked(definition, "definition"), arguments, zone)
  }

  private func tasks(_ arguments: ListApprovalsArguments) async throws(LarkFailure) -> ToolResult {
    let name = arguments.topic ?? "todo"
    guard let topic = ListApprovals.topics.first(where: { $0.0 == name }) else {
      throw .argument(
        "topic: one of \(ListApprovals.topics.map(\.0).joined(separator: ", ")).")
    }
    let person = try await ParticipantLookup(client: client, context: context).openID(
      of: arguments.person?.nonEmpty ?? "me", "person")
    var query = [
      ("user_id", person), ("user_id_type", "open_id"), ("topic", topic.1),
      ("page_size", String(ListApprovals.pageSize)),
    ]
    if let token = arguments.pageToken?.nonEmpty { query.append(("page_token", token)) }
    let payload = try await client.send(
      APIRequest(.listApprovalTasks, query: query, purpose: "list approvals"), context)
    let items = payload["tasks"]?.array ?? []
    let lines = items.map { item in
      let title = item["title"]?.nonEmptyString ?? item["definition_name"]?.string ?? ""
      let from = (item["initiator_names"]?.array ?? []).compactMap(\.string)
      var line = singleLine(title, limit: 120)
      if let kind = item["definition_name"]?.nonEmptyString, kind != title {
        line += " (\(singleLine(kind, limit: 60)))"
      }
      if !from.isEmpty { line += ", from \(singleLine(from.joined(separator: ", "), limit: 80))" }
      line += ", instance \(code(item["process_code"]))"
      if let task = item["task_id"]?.nonEmptyString {
        line += ", task \(singleLine(task, limit: 80))"
      }
      return line
    }
    let structured = items.map { item -> JSONValue in
      var approval: JSONObject = ["instance": item["process_code"] ?? nil]
      if item["task_id"]?.nonEmptyString != nil { approval["task"] = item["task_id"] }
      approval["definition"] = item["definition_code"] ?? nil
      approval["title"] = item["title"] ?? nil
      return .object(approval)
    }
    return result("\(name) of \(person)", lines, structured, payload)
  }

  private func instances(
    _ definition: String, _ arguments: ListApprovalsArguments, _ zone: ZoneRules
  ) async throws(LarkFailure) -> ToolResult {
    let bounds = try TimeBounds(from: arguments.from, to: arguments.to, zone: zone)
    var body: JSONObject = ["approval_code": .string(definition)]
    if let status = arguments.status {
      guard ListApprovals.statuses.contains(status) else {
        throw .argument("status: one of \(ListApprovals.statuses.joined(separator: ", ")).")
      }
      body["instance_status"] = .string(status)
    }
    for (name, seconds) in [
      ("instance_start_time_from", bounds.start), ("instance_start_time_to", bounds.end),
    ] {
      if let seconds { body[name] = .string("\(seconds)000") }
    }
    if let person = arguments.person?.nonEmpty {
      let lookup = ParticipantLookup(client: client, context: context)
      body["user_id"] = .string(try await lookup.openID(of: person, "person"))
    }
    var query = [("user_id_type", "open_id"), ("page_size", String(ListApprovals.pageSize))]
    if let token = arguments.pageToken?.nonEmpty { query.append(("page_token", token)) }
    let payload = try await client.send(
      APIRequest(.queryApprovals, query: query, body: .object(body), purpose: "list approvals"),
      context)
    let items = payload["instance_list"]?.array ?? []
    let lines = items.map { item in
      let instance = item["instance"]
      let title = instance?["title"]?.nonEmptyString ?? item["approval"]?["name"]?.string ?? ""
      let start = TaskTime.milliseconds(instance?["start_time"]).map {
        zone.localTime(at: $0 / 1000).rfc3339
      }
      return "\(singleLine(title, limit: 120)), \(code(instance?["status"])), "
        + "from \(code(instance?["user_id"])), started \(start ?? "?"), "
        + "instance \(code(instance?["code"]))"
    }
    let structured = items.map { item -> JSONValue in
      [
        "instance": item["instance"]?["code"] ?? nil, "status": item["instance"]?["status"] ?? nil,
        "person": item["instance"]?["user_id"] ?? nil,
      ]
    }
    return result("approvals of \(definition)", lines, structured, payload)
  }

  private func code(_ value: JSONValue?) -> String {
    singleLine(value?.string ?? value?.integer.map(String.init) ?? "?", limit: 80)
  }

  private func result(
    _ what: String, _ lines: [String], _ items: [JSONValue], _ payload: JSONValue
  ) -> ToolResult {
    var lines =
      ["\(lines.count) approvals (\(what)), read as the \(context.actedAs):"]
      + lines.map { "- \($0)" }
    var structured: JSONObject = ["approvals": .array(items)]
    if payload["has_more"]?.bool == true, let token = payload["page_token"]?.nonEmptyString {
      lines.append("There are more: page_token \(token)")
      structured["page_token"] = .string(token)
    }
    return ToolResult([.text(lines.joined(separator: "\n"))], structured: .object(structured))
  }
}
