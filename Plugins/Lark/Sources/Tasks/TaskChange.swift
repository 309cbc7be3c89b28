internal import JSON

/// What is to change of a task; checked without asking Lark.
struct TaskChange: Sendable {
  /// The member `task` of the request.
  var fields = JSONObject()
  /// The member `update_fields`.
  var names: [String] = []
  var addedAssignees: [Participant]
  var removedAssignees: [Participant]
  var addedFollowers: [Participant]
  /// Below zero for none.
  var reminderMinutes: Int?

  /// `now` in seconds after 1970-01-01T00:00:00Z.
  init(
    _ arguments: UpdateTaskArguments, _ zone: ZoneRules, now: Int64
  ) throws(LarkFailure) {
    addedAssignees = try TaskMembers.people(arguments.addAssignees, "add_assignees")
    removedAssignees = try TaskMembers.people(arguments.removeAssignees, "remove_assignees")
    addedFollowers = try TaskMembers.people(arguments.addFollowers, "add_followers")
    reminderMinutes = arguments.reminderMinutes
    if let minutes = reminderMinutes, minutes != UpdateTask.noReminder {
      _ = try CreateTask.reminders(minutes)
    }
    if let title = arguments.title {
      guard title.nonEmpty != nil, title.count <= CreateTask.maximumTitle else {
        throw .argument("title: from 1 to \(CreateTask.maximumTitle) characters.")
      }
      set("summary", .string(title))
    }
    if let text = arguments.description {
      set("description", .string(try CreateTask.checkedDescription(text)))
    }
    try set("due", arguments.due, zone)
    try set("start", arguments.start, zone)
    try TaskTime.checkOrder(start: fields["start"], due: fields["due"])
    if let completed = arguments.completed {
      set("completed_at", .string(completed ? "\(now)000" : "0"))
    }
  }

  private mutating func set(_ name: String, _ value: JSONValue) {
    fields[name] = value
    names.append(name)
  }

  /// A name without a value clears it.
  private mutating func set(
    _ name: String, _ text: String?, _ zone: ZoneRules
  ) throws(LarkFailure) {
    guard let text = text?.nonEmpty else { return }
    if text != "none" { fields[name] = try TaskTime(text, name, zone: zone).json }
    names.append(name)
  }

  var isEmpty: Bool {
    names.isEmpty && addedAssignees.isEmpty && removedAssignees.isEmpty
      && addedFollowers.isEmpty && reminderMinutes == nil
  }

  /// Entries of the requests about people.
  func people(
    _ lookup: ParticipantLookup
  ) async throws(LarkFailure) -> (added: [JSONValue], removed: [JSONValue]) {
    let assignees = try await lookup.openIDs(of: addedAssignees, "add_assignees")
    let followers = try await lookup.openIDs(of: addedFollowers, "add_followers")
    let removed = try await lookup.openIDs(of: removedAssignees, "remove_assignees")
    return (
      TaskMembers.entries(assignees, "assignee") + TaskMembers.entries(followers, "follower"),
      TaskMembers.entries(removed, "assignee")
    )
  }
}

/// The requests by which a task is changed. Each gives the task as it is then.
struct TaskSteps: Sendable {
  let client: LarkClient
  let context: CallContext
  let guid: String

  func patch(_ change: TaskChange) async throws(LarkFailure) -> JSONValue {
    try await send(
      .updateTask,
      [
        "task": .object(change.fields),
        "update_fields": .array(change.names.map { .string($0) }),
      ], "change the task")
  }

  func remove(_ members: [JSONValue]) async throws(LarkFailure) -> JSONValue {
    try await send(.removeTaskMembers, ["members": .array(members)], "take people off the task")
  }

  func add(_ members: [JSONValue]) async throws(LarkFailure) -> JSONValue {
    try await send(.addTaskMembers, ["members": .array(members)], "put people on the task")
  }

  /// A task has one reminder at most: the old one goes first. `item` is the task where it is known.
  func remind(_ minutes: Int, _ item: JSONValue?) async throws(LarkFailure) -> JSONValue? {
    var item = item
    if item == nil {
      let payload = try await client.send(
        APIRequest(
          .getTask, path: ["task_guid": guid], query: [("user_id_type", "open_id")],
          purpose: "read the task"), context)
      item = payload["task"]
    }
    let old = (item?["reminders"]?.array ?? []).compactMap { $0["id"]?.nonEmptyString }
    if !old.isEmpty {
      item = try await send(
        .removeTaskReminders, ["reminder_ids": .array(old.map { .string($0) })],
        "remove the task's reminder")
    }
    guard minutes != UpdateTask.noReminder else { return item }
    return try await send(
      .addTaskReminder, ["reminders": try CreateTask.reminders(minutes)],
      "set the task's reminder")
  }

  private func send(
    _ endpoint: Endpoint, _ body: JSONValue, _ purpose: String
  ) async throws(LarkFailure) -> JSONValue {
    let payload = try await client.send(
      APIRequest(
        endpoint, path: ["task_guid": guid], query: [("user_id_type", "open_id")], body: body,
        purpose: purpose), context)
    return payload["task"] ?? nil
  }
}
