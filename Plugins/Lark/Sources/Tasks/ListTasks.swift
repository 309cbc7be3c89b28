internal import JSON
internal import PluginKit

struct ListTasksArguments: Decodable, Sendable {
  var completed: Bool?
  var tasklist: String?
  var query: String?
  var timeZone: String?
  var pageToken: String?

  enum CodingKeys: String, CodingKey {
    case completed, tasklist, query
    case timeZone = "time_zone"
    case pageToken = "page_token"
  }
}

/// The tasks of the user, of a list, or those with certain words. The bot has none of its own: it
/// gets the lists that it can see.
struct ListTasks: Sendable {
  let core: LarkCore
  let context: CallContext
  let zone: ZoneRules

  static let pageSize = 50
  static let searchPageSize = 30
  static let maximumQuery = 100

  static func tool(_ core: LarkCore) -> LarkTool {
    LarkTool(
      "list_tasks",
      "Lists the user's Lark tasks, those of a task list, or those found by words; without a user, "
        + "the task lists.",
      core, group: .tasks,
      endpoints: [.listMyTasks, .listTasklistTasks, .searchTasks, .listTasklists],
      identity: .userFirst, effect: .reads,
      input: .object([
        "completed": .boolean("true: only done ones; default: open ones."),
        "tasklist": .string("Id or link of a list."), "query": .string("Words; needs a user."),
        "time_zone": .string(), "page_token": .string(),
      ])
    ) { (arguments: ListTasksArguments, context) throws(LarkFailure) in
      try await run(arguments, core, context)
    }
  }

  static func run(
    _ arguments: ListTasksArguments, _ core: LarkCore, _ context: CallContext
  ) async throws(LarkFailure) -> ToolResult {
    let zone = try core.zone(arguments.timeZone)
    let list = ListTasks(core: core, context: context, zone: zone)
    let completed = arguments.completed ?? false
    let token = arguments.pageToken?.nonEmpty
    if let words = arguments.query?.nonEmpty {
      guard words.count <= maximumQuery else {
        throw .argument("query: at most \(maximumQuery) characters.")
      }
      guard arguments.tasklist?.nonEmpty == nil else {
        throw .argument("Give query or tasklist, not both.")
      }
      return try await list.found(words, completed: completed, token)
    }
    if let text = arguments.tasklist?.nonEmpty {
      let guid = try TaskReference.id(text, "tasklist")
      return try await list.tasks(
        .listTasklistTasks, ["tasklist_guid": guid], completed: completed, token)
    }
    let own = APIRequest(.listMyTasks, purpose: "list tasks")
    guard try core.client.identity(for: own, context) == .user else {
      return try await list.lists(token)
    }
    return try await list.tasks(.listMyTasks, [:], completed: completed, token)
  }

  private func tasks(
    _ endpoint: Endpoint, _ path: [String: String], completed: Bool, _ token: String?
  ) async throws(LarkFailure) -> ToolResult {
    var query = [
      ("page_size", String(ListTasks.pageSize)), ("completed", completed ? "true" : "false"),
      ("user_id_type", "open_id"),
    ]
    if endpoint == .listMyTasks { query.append(("type", "my_tasks")) }
    if let token { query.append(("page_token", token)) }
    let payload = try await core.client.send(
      APIRequest(endpoint, path: path, query: query, purpose: "list tasks"), context)
    let reports = (payload["items"]?.array ?? []).map { TaskReport(item: $0, zone: zone) }
    return result(
      "\(completed ? "Done" : "Open") tasks", reports.map(\.line), "tasks",
      reports.map { .object($0.structured) }, payload)
  }

  /// The search tells ids and words of its own.
  private func found(
    _ words: String, completed: Bool, _ token: String?
  ) async throws(LarkFailure) -> ToolResult {
    var query = [
      ("page_size", String(ListTasks.searchPageSize)), ("user_id_type", "open_id"),
    ]
    if let token { query.append(("page_token", token)) }
    let payload = try await core.client.send(
      APIRequest(
        .searchTasks, query: query,
        body: ["query": .string(words), "filter": ["is_completed": .bool(completed)]],
        purpose: "search tasks"), context)
    let items = payload["items"]?.array ?? []
    let lines = items.map { item in
      let id = singleLine(item["id"]?.string ?? "", limit: 100)
      return "\(singleLine(item["display_info"]?.string ?? "", limit: 200)), task \(id)"
    }
    return result(
      "\(completed ? "Done" : "Open") tasks found", lines, "tasks",
      items.map { ["task": $0["id"] ?? nil] }, payload)
  }

  private func lists(_ token: String?) async throws(LarkFailure) -> ToolResult {
    var query = [("page_size", String(ListTasks.pageSize)), ("user_id_type", "open_id")]
    if let token { query.append(("page_token", token)) }
    let payload = try await core.client.send(
      APIRequest(.listTasklists, query: query, purpose: "list task lists"), context)
    let items = payload["items"]?.array ?? []
    let lines = items.map { item in
      let id = singleLine(item["guid"]?.string ?? "", limit: 100)
      return "\(singleLine(item["name"]?.string ?? "", limit: 100)), tasklist \(id)"
    }
    var result = result(
      "Task lists", lines, "tasklists",
      items.map { ["tasklist": $0["guid"] ?? nil, "name": $0["name"] ?? nil] }, payload)
    result.parts.append(
      .text("Tasks of a person need that user's token; name a tasklist for the tasks in it."))
    return result
  }

  private func result(
    _ head: String, _ lines: [String], _ name: String, _ items: [JSONValue], _ payload: JSONValue
  ) -> ToolResult {
    var lines =
      ["\(head), \(lines.count), read as the \(context.actedAs):"] + lines.map { "- \($0)" }
    var structured: JSONObject = [name: .array(items)]
    if payload["has_more"]?.bool == true, let token = payload["page_token"]?.nonEmptyString {
      lines.append("There are more: page_token \(token)")
      structured["page_token"] = .string(token)
    }
    return ToolResult([.text(lines.joined(separator: "\n"))], structured: .object(structured))
  }
}
