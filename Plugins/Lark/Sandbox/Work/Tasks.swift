import JSON

/// `task/v2/tasks`.
enum Tasks {
  private static let one = "/task/v2/tasks/:task_guid"
  private static let changeable: Set<String> = [
    "summary", "description", "due", "start", "completed_at", "extra", "repeat_rule", "mode",
    "is_milestone", "custom_fields", "custom_complete",
  ]

  static let endpoints: [Endpoint] = [
    Endpoint("POST /task/v2/tasks", create), Endpoint("GET /task/v2/tasks", list),
    Endpoint("GET \(one)", get), Endpoint("PATCH \(one)", update),
    Endpoint("DELETE \(one)", delete), Endpoint("POST \(one)/add_members", addMembers),
    Endpoint("POST \(one)/remove_members", removeMembers),
    Endpoint("POST \(one)/add_reminders", addReminders),
    Endpoint("POST \(one)/remove_reminders", removeReminders),
    Endpoint("POST \(one)/subtasks", createSubtask),
    Endpoint("POST /task/v2/tasks/search", search),
  ]

  static func create(_ state: inout SandboxState, _ call: Call) throws(APIError) -> Answer {
    .data(["task": .object(try made(under: nil, &state, call).json)])
  }

  static func createSubtask(
    _ state: inout SandboxState, _ call: Call
  ) throws(APIError) -> Answer {
    let index = try state.task(call.parameter("task_guid"), call)
    let parent = state.tasks.tasks[index].guid
    return .data(["subtask": .object(try made(under: parent, &state, call).json)])
  }

  private static func made(
    under parent: String?, _ state: inout SandboxState, _ call: Call
  ) throws(APIError) -> WorkTask {
    let key = call.filledText("client_token").map { "task \($0)" }
    if let key, let guid = state.made[key],
      let task = state.tasks.tasks.first(where: { $0.guid == guid })
    {
      return task
    }
    guard call.filledText("summary") != nil else { throw TaskStore.invalid("`summary`") }
    try requireMilliseconds(call.body["due"])
    var json: JSONObject = ["guid": .string(state.identifiers.uuid())]
    for name in changeable.sorted() { json[name] = call.body[name] }
    json["description"] = call.body["description"] ?? ""
    json["completed_at"] = call.body["completed_at"] ?? "0"
    json["members"] = .array(call.array("members"))
    json["reminders"] = .array(
      call.array("reminders").map { reminder in
        var reminder = reminder.object ?? [:]
        reminder["id"] = .string(state.identifiers.digits(10))
        return .object(reminder)
      })
    let now = JSONValue.string(String(state.clock.milliseconds))
    json["creator"] = [
      "id": .string(state.taskMember(call)), "type": call.isUser ? "user" : "app",
      "role": "creator",
    ]
    json["created_at"] = now
    json["updated_at"] = now
    json["status"] = "todo"
    json["task_id"] = .string("t\(state.identifiers.digits(6))")
    json["parent_task_guid"] = .string(parent ?? "")
    json["url"] = .string(
      "https://applink.feishu.cn/client/todo/detail?guid=\(json["guid"]?.string ?? "")")
    let lists = call.array("tasklists").compactMap { $0["tasklist_guid"]?.string }
    let task = WorkTask(json: json, parent: parent, lists: lists)
    state.tasks.tasks.append(task)
    if let key { state.made[key] = task.guid }
    return task
  }

  static func get(_ state: inout SandboxState, _ call: Call) throws(APIError) -> Answer {
    let index = try state.task(call.parameter("task_guid"), call)
    return answer(state.tasks.tasks[index], state)
  }

  /// What the caller is to do.
  static func list(_ state: inout SandboxState, _ call: Call) throws(APIError) -> Answer {
    let own = state.taskMember(call)
    var found = state.tasks.tasks.filter { $0.members(role: "assignee").contains(own) }
    if let done = call.queryChoice("completed") {
      found = found.filter { $0.isDone == done }
    }
    return try state.page(
      found.map { .object($0.json) }, "tasks \(call.queryText("completed") ?? "")", call,
      defaultSize: 50, expired: TaskStore.invalid("`page_token`"))
  }

  static func search(_ state: inout SandboxState, _ call: Call) throws(APIError) -> Answer {
    let own = state.taskMember(call)
    let wanted = (call.text("query") ?? "").lowercased()
    let filter = call.object("filter")
    let assignees = texts(filter["assignee_ids"])
    let found = state.tasks.tasks.filter { task in
      (task.json["creator"]?["id"]?.string == own || task.memberIDs.contains(own))
        && (task.json["summary"]?.string ?? "").lowercased().contains(wanted)
        && (filter["is_completed"]?.bool.map { $0 == task.isDone } ?? true)
        && (assignees.isEmpty || !Set(assignees).isDisjoint(with: task.members(role: "assignee")))
    }
    let items = found.map { task -> JSONValue in
      [
        "id": .string(task.guid), "display_info": task.json["summary"] ?? "",
        "meta_data": [
          "app_link": task.json["url"] ?? "", "description": task.json["description"] ?? "",
        ],
      ]
    }
    return try state.page(
      items, "task search \(wanted)", call, beside: ["total": number(items.count)],
      expired: TaskStore.invalid("`page_token`"))
  }

  /// Only what `update_fields` names; what has no value there is emptied.
  static func update(_ state: inout SandboxState, _ call: Call) throws(APIError) -> Answer {
    let index = try state.task(call.parameter("task_guid"), call)
    let names = texts(call.body["update_fields"])
    guard !names.isEmpty, names.allSatisfy(changeable.contains) else {
      throw TaskStore.invalid("`update_fields`")
    }
    let new = call.object("task")
    if names.contains("due") { try requireMilliseconds(new["due"]) }
    if names.contains("completed_at"), state.tasks.tasks[index].isDone,
      new["completed_at"]?.string != "0"
    {
      throw TaskStore.invalid("`completed_at`: the task is completed already")
    }
    for name in names { state.tasks.tasks[index].json[name] = new[name] }
    state.tasks.tasks[index].json["status"] = state.tasks.tasks[index].isDone ? "done" : "todo"
    state.tasks.tasks[index].json["updated_at"] = .string(String(state.clock.milliseconds))
    return answer(state.tasks.tasks[index], state)
  }

  static func delete(_ state: inout SandboxState, _ call: Call) throws(APIError) -> Answer {
    let index = try state.task(call.parameter("task_guid"), call)
    state.tasks.tasks.remove(at: index)
    return .empty
  }

  static func addMembers(_ state: inout SandboxState, _ call: Call) throws(APIError) -> Answer {
    let index = try state.task(call.parameter("task_guid"), call)
    var members = state.tasks.tasks[index].json["members"]?.array ?? []
    for member in call.array("members") where !members.contains(where: { isSame($0, member) }) {
      members.append(member)
    }
    state.tasks.tasks[index].json["members"] = .array(members)
    return answer(state.tasks.tasks[index], state)
  }

  static func removeMembers(
    _ state: inout SandboxState, _ call: Call
  ) throws(APIError) -> Answer {
    let index = try state.task(call.parameter("task_guid"), call)
    let removed = call.array("members")
    let members = (state.tasks.tasks[index].json["members"]?.array ?? []).filter { member in
      !removed.contains { isSame($0, member) }
    }
    state.tasks.tasks[index].json["members"] = .array(members)
    return answer(state.tasks.tasks[index], state)
  }

  /// One reminder, and only where there is a due time.
  static func addReminders(_ state: inout SandboxState, _ call: Call) throws(APIError) -> Answer {
    let index = try state.task(call.parameter("task_guid"), call)
    let json = state.tasks.tasks[index].json
    guard json["due"]?["timestamp"]?.string != nil else {
      throw APIError(1_470_613, "The task has no due time.")
    }
    guard (json["reminders"]?.array ?? []).isEmpty, call.array("reminders").count == 1,
      var reminder = call.array("reminders")[0].object
    else { throw TaskStore.invalid("`reminders`: a task has one") }
    reminder["id"] = .string(state.identifiers.digits(10))
    state.tasks.tasks[index].json["reminders"] = [.object(reminder)]
    return answer(state.tasks.tasks[index], state)
  }

  /// Those that are not there are passed over.
  static func removeReminders(
    _ state: inout SandboxState, _ call: Call
  ) throws(APIError) -> Answer {
    let index = try state.task(call.parameter("task_guid"), call)
    let removed = Set(texts(call.body["reminder_ids"]))
    let reminders = state.tasks.tasks[index].json["reminders"]?.array ?? []
    state.tasks.tasks[index].json["reminders"] = .array(
      reminders.filter { !removed.contains($0["id"]?.string ?? "") })
    return answer(state.tasks.tasks[index], state)
  }

  private static func isSame(_ left: JSONValue, _ right: JSONValue) -> Bool {
    left["id"] == right["id"] && left["role"] == right["role"]
  }

  private static func answer(_ task: WorkTask, _ state: SandboxState) -> Answer {
    var json = task.json
    json["subtask_count"] = number(state.tasks.tasks.count { $0.parent == task.guid })
    json["tasklists"] = .array(task.lists.map { ["tasklist_guid": .string($0)] })
    return .data(["task": .object(json)])
  }

  /// Seconds are a mistake that is easily made.
  private static func requireMilliseconds(_ time: JSONValue?) throws(APIError) {
    guard let time, !time.isNull else { return }
    guard let stamp = time["timestamp"]?.string.flatMap({ Int($0) }), stamp >= 100_000_000_000
    else { throw TaskStore.invalid("`due.timestamp`") }
  }
}
