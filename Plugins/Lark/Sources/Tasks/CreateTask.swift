internal import JSON
internal import PluginKit

struct CreateTaskArguments: Decodable, Sendable {
  var title: String
  var description: String?
  var due: String?
  var start: String?
  var assignees: StringList?
  var followers: StringList?
  var reminderMinutes: Int?
  var recurrence: String?
  var tasklist: String?
  var parent: String?
  var timeZone: String?

  enum CodingKeys: String, CodingKey {
    case title, description, due, start, assignees, followers, recurrence, tasklist, parent
    case reminderMinutes = "reminder_minutes"
    case timeZone = "time_zone"
  }
}

/// Makes a task, or a part of another one.
enum CreateTask {
  static let maximumTitle = 3_000
  static let maximumDescription = 3_000
  static let maximumReminderMinutes = 60 * 24 * 30

  static func tool(_ core: LarkCore) -> LarkTool {
    LarkTool(
      "create_task", "Creates a Lark task for people, with a due time.",
      core, group: .tasks,
      endpoints: [.createTask, .createSubtask] + ParticipantLookup.endpoints,
      identity: .userFirst, effect: .adds, input: input
    ) { (arguments: CreateTaskArguments, context) throws(LarkFailure) in
      try await run(arguments, core, context)
    }
  }

  private static let input = Schema.object(
    [
      "title": .string(), "description": .string(),
      "due": .string("2026-03-01, or 2026-03-01T18:00 with or without offset."),
      "start": .string(),
      "assignees": .stringList(.string(), "E-mails, ou_..., \"me\"."),
      "followers": .stringList(.string(), "The same."),
      "reminder_minutes": .integer("Before due.", minimum: 0),
      "recurrence": .string("daily, weekdays, weekly, monthly, yearly or RRULE."),
      "tasklist": .string("Id of the list it goes into."),
      "parent": .string("Id of the task it is a part of."), "time_zone": .string(),
    ], required: ["title"])

  static func run(
    _ arguments: CreateTaskArguments, _ core: LarkCore, _ context: CallContext
  ) async throws(LarkFailure) -> ToolResult {
    let zone = try core.zone(arguments.timeZone)
    var body = try body(arguments, zone)
    let parent = try arguments.parent?.nonEmpty.map { (text) throws(LarkFailure) in
      try TaskReference.id(text, "parent")
    }
    let assignees = try TaskMembers.people(arguments.assignees, "assignees")
    let followers = try TaskMembers.people(arguments.followers, "followers")
    guard Set(assignees + followers).count <= TaskMembers.maximumPeople else {
      throw .argument(
        "assignees: at most \(TaskMembers.maximumPeople) people, with the followers.")
    }
    let lookup = ParticipantLookup(client: core.client, context: context)
    let members =
      TaskMembers.entries(try await lookup.openIDs(of: assignees, "assignees"), "assignee")
      + TaskMembers.entries(try await lookup.openIDs(of: followers, "followers"), "follower")
    if !members.isEmpty { body["members"] = .array(members) }
    let payload = try await core.client.send(
      APIRequest(
        parent == nil ? .createTask : .createSubtask, path: parent.map { ["task_guid": $0] } ?? [:],
        query: [("user_id_type", "open_id")], body: .object(body), purpose: "create the task"),
      context)
    let item = payload[parent == nil ? "task" : "subtask"] ?? nil
    let report = TaskReport(item: item, zone: zone)
    let lines = ["Created as the \(context.actedAs): \(report.line)"] + report.details
    return ToolResult(
      [.text(lines.joined(separator: "\n"))], structured: .object(report.structured))
  }

  private static func body(
    _ arguments: CreateTaskArguments, _ zone: ZoneRules
  ) throws(LarkFailure) -> JSONObject {
    guard arguments.title.nonEmpty != nil, arguments.title.count <= maximumTitle else {
      throw .argument("title: from 1 to \(maximumTitle) characters.")
    }
    var body: JSONObject = ["summary": .string(arguments.title)]
    if let text = arguments.description?.nonEmpty {
      body["description"] = .string(try checkedDescription(text))
    }
    for (name, text) in [("due", arguments.due), ("start", arguments.start)] {
      guard let text = text?.nonEmpty else { continue }
      body[name] = try TaskTime(text, name, zone: zone).json
    }
    try TaskTime.checkOrder(start: body["start"], due: body["due"])
    if let minutes = arguments.reminderMinutes {
      guard body["due"] != nil else { throw .argument("reminder_minutes: needs due.") }
      body["reminders"] = try reminders(minutes)
    }
    if let text = arguments.recurrence?.nonEmpty {
      guard body["due"] != nil else { throw .argument("recurrence: needs due.") }
      body["repeat_rule"] = .string(try RecurrenceText.rule(text))
    }
    if let list = arguments.tasklist?.nonEmpty {
      body["tasklists"] = [
        ["tasklist_guid": .string(try TaskReference.id(list, "tasklist"))]
      ]
    }
    return body
  }

  static func checkedDescription(_ text: String) throws(LarkFailure) -> String {
    guard text.count <= maximumDescription else {
      throw .argument("description: at most \(maximumDescription) characters.")
    }
    return text
  }

  static func reminders(_ minutes: Int) throws(LarkFailure) -> JSONValue {
    guard (0...maximumReminderMinutes).contains(minutes) else {
      throw .argument("reminder_minutes: from 0 to \(maximumReminderMinutes).")
    }
    return [["relative_fire_minute": .number(JSONNumber(Int64(minutes)))]]
  }
}
