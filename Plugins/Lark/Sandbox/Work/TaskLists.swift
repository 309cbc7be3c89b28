import JSON

/// `task/v2/tasklists` and `task/v2/comments`.
enum TaskLists {
  static let endpoints: [Endpoint] = [
    Endpoint("GET /task/v2/tasklists", list), Endpoint("POST /task/v2/tasklists", create),
    Endpoint("GET /task/v2/tasklists/:tasklist_guid/tasks", tasks),
    Endpoint("POST /task/v2/comments", comment), Endpoint("GET /task/v2/comments", comments),
  ]
  private static let badPage = TaskStore.invalid("`page_token`")

  static func list(_ state: inout SandboxState, _ call: Call) throws(APIError) -> Answer {
    let own = state.taskMember(call)
    let found = state.tasks.lists.filter { isVisible($0, to: own) }
    return try state.page(
      found.map(JSONValue.object), "tasklists", call, defaultSize: 50, expired: badPage)
  }

  static func create(_ state: inout SandboxState, _ call: Call) throws(APIError) -> Answer {
    let own: JSONValue = [
      "id": .string(state.taskMember(call)), "type": call.isUser ? "user" : "app",
      "role": "owner",
    ]
    let guid = state.identifiers.uuid()
    let now = JSONValue.string(String(state.clock.milliseconds))
    let list: JSONObject = [
      "guid": .string(guid), "name": call.body["name"] ?? "", "creator": own, "owner": own,
      "members": .array(call.array("members")),
      "url": .string("https://applink.feishu.cn/client/todo/task_list?guid=\(guid)"),
      "created_at": now, "updated_at": now,
    ]
    state.tasks.lists.append(list)
    return .data(["tasklist": .object(list)])
  }

  static func tasks(_ state: inout SandboxState, _ call: Call) throws(APIError) -> Answer {
    let guid = call.parameter("tasklist_guid")
    guard let list = state.tasks.lists.first(where: { $0["guid"]?.string == guid }) else {
      throw TaskStore.missing
    }
    guard isVisible(list, to: state.taskMember(call)) else { throw TaskStore.forbidden }
    var found = state.tasks.tasks.filter { $0.lists.contains(guid) }
    if let done = call.queryChoice("completed") {
      found = found.filter { $0.isDone == done }
    }
    let items = found.map { summary(of: $0, state) }
    return try state.page(items, "tasklist \(guid)", call, defaultSize: 50, expired: badPage)
  }

  /// What a list tells of a task.
  private static func summary(of task: WorkTask, _ state: SandboxState) -> JSONValue {
    var summary = JSONObject()
    for name in ["guid", "summary", "completed_at", "start", "due", "members"] {
      summary[name] = task.json[name]
    }
    summary["subtask_count"] = number(state.tasks.tasks.count { $0.parent == task.guid })
    return .object(summary)
  }

  static func comment(_ state: inout SandboxState, _ call: Call) throws(APIError) -> Answer {
    let guid = call.text("resource_id") ?? ""
    _ = try state.task(guid, call)
    let now = JSONValue.string(String(state.clock.milliseconds))
    let comment: JSONObject = [
      "id": .string("7\(state.identifiers.digits(18))"), "content": call.body["content"] ?? "",
      "creator": ["id": .string(state.taskMember(call)), "type": call.isUser ? "user" : "app"],
      "reply_to_comment_id": call.body["reply_to_comment_id"] ?? "0", "created_at": now,
      "updated_at": now, "resource_type": "task", "resource_id": .string(guid),
    ]
    state.tasks.comments.append(comment)
    return .data(["comment": .object(comment)])
  }

  static func comments(_ state: inout SandboxState, _ call: Call) throws(APIError) -> Answer {
    let guid = call.queryText("resource_id") ?? ""
    _ = try state.task(guid, call)
    var found = state.tasks.comments.filter { $0["resource_id"]?.string == guid }
    if call.queryText("direction") == "desc" { found.reverse() }
    return try state.page(
      found.map(JSONValue.object), "task comments \(guid)", call, defaultSize: 50,
      expired: badPage)
  }

  private static func isVisible(_ list: JSONObject, to own: String) -> Bool {
    list["owner"]?["id"]?.string == own
      || (list["members"]?.array ?? []).contains { $0["id"]?.string == own }
  }
}
