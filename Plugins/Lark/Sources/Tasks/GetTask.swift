internal import JSON
internal import PluginKit

struct GetTaskArguments: Decodable, Sendable {
  var task: String
  var comments: Bool?
  var timeZone: String?

  enum CodingKeys: String, CodingKey {
    case task, comments
    case timeZone = "time_zone"
  }
}

/// One task, with its comments where they are asked for.
enum GetTask {
  static let maximumComments = 50
  static let maximumComment = 1_000

  static func tool(_ core: LarkCore) -> LarkTool {
    LarkTool(
      "get_task", "Shows a Lark task, with its comments if wanted.", core, group: .tasks,
      endpoints: [.getTask, .listTaskComments], identity: .userFirst,
      effect: .reads,
      input: .object(
        [
          "task": .string("Id or link."), "comments": .boolean(), "time_zone": .string(),
        ], required: ["task"])
    ) { (arguments: GetTaskArguments, context) throws(LarkFailure) in
      try await run(arguments, core, context)
    }
  }

  static func run(
    _ arguments: GetTaskArguments, _ core: LarkCore, _ context: CallContext
  ) async throws(LarkFailure) -> ToolResult {
    let zone = try core.zone(arguments.timeZone)
    let guid = try TaskReference.id(arguments.task, "task")
    let payload = try await core.client.send(
      APIRequest(
        .getTask, path: ["task_guid": guid], query: [("user_id_type", "open_id")],
        purpose: "read the task"), context)
    let report = TaskReport(item: payload["task"] ?? nil, zone: zone)
    var lines = [report.line] + report.details
    if let text = report.item["description"]?.nonEmptyString {
      lines.append(
        QuotedText.append(text, to: "Description:", limit: TaskReport.maximumDescription))
    }
    if arguments.comments == true {
      lines += try await comments(guid, zone, core.client, context)
    }
    lines.append("Read as the \(context.actedAs).")
    return ToolResult(
      [.text(lines.joined(separator: "\n"))], structured: .object(report.structured))
  }

  /// The newest ones, in the order of time.
  private static func comments(
    _ guid: String, _ zone: ZoneRules, _ client: LarkClient, _ context: CallContext
  ) async throws(LarkFailure) -> [String] {
    let payload = try await client.send(
      APIRequest(
        .listTaskComments,
        query: [
          ("resource_type", "task"), ("resource_id", guid), ("direction", "desc"),
          ("page_size", String(maximumComments)), ("user_id_type", "open_id"),
        ], purpose: "read the task's comments"), context)
    let items = (payload["items"]?.array ?? []).reversed()
    guard !items.isEmpty else { return ["No comments."] }
    let isCut = payload["has_more"]?.bool == true
    return ["Comments\(isCut ? " (the newest \(items.count))" : ""):"]
      + items.map { item in
        let time = TaskTime.milliseconds(item["created_at"]).map {
          zone.localTime(at: $0 / 1000).rfc3339
        }
        let who = item["creator"]?["id"]?.string ?? ""
        let id = singleLine(item["id"]?.string ?? "", limit: 40)
        let head = "- [\(time ?? "")] \(singleLine(who, limit: 80)), comment \(id):"
        return QuotedText.append(
          item["content"]?.string ?? "", to: head, limit: maximumComment)
      }
  }
}
