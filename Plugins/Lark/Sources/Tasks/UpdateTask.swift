internal import JSON
internal import PluginKit

struct UpdateTaskArguments: Decodable, Sendable {
  var task: String
  var completed: Bool?
  var title: String?
  var description: String?
  var due: String?
  var start: String?
  var addAssignees: StringList?
  var removeAssignees: StringList?
  var addFollowers: StringList?
  var reminderMinutes: Int?
  var timeZone: String?

  enum CodingKeys: String, CodingKey {
    case task, completed, title, description, due, start
    case addAssignees = "add_assignees"
    case removeAssignees = "remove_assignees"
    case addFollowers = "add_followers"
    case reminderMinutes = "reminder_minutes"
    case timeZone = "time_zone"
  }
}

/// Changes a task: completes or reopens it, moves its due time, its people, its reminder.
enum UpdateTask {
  static let noReminder = -1

  static func tool(_ core: LarkCore) -> LarkTool {
    LarkTool(
      "update_task",
      "Completes, reopens or changes a Lark task; what is left out stays as it is.",
      core, group: .tasks,
      endpoints: [
        .updateTask, .getTask, .addTaskMembers, .removeTaskMembers, .addTaskReminder,
        .removeTaskReminders,
      ] + ParticipantLookup.endpoints,
      identity: .userFirst, effect: .changes, input: input
    ) { (arguments: UpdateTaskArguments, context) throws(LarkFailure) in
      try await run(arguments, core, context)
    }
  }

  private static let input = Schema.object(
    [
      "task": .string("Id or link."), "completed": .boolean("false reopens it."),
      "title": .string(), "description": .string(),
      "due": .string("2026-03-01, 2026-03-01T18:00, or none."), "start": .string(),
      "add_assignees": .stringList(.string(), "E-mails, ou_..., \"me\"."),
      "remove_assignees": .stringList(.string(), "The same."),
      "add_followers": .stringList(.string(), "The same."),
      "reminder_minutes": .integer("Before due; -1: none."), "time_zone": .string(),
    ], required: ["task"])

  /// A step that was not reached is told, since those before it stay done.
  static func run(
    _ arguments: UpdateTaskArguments, _ core: LarkCore, _ context: CallContext
  ) async throws(LarkFailure) -> ToolResult {
    let zone = try core.zone(arguments.timeZone)
    let guid = try TaskReference.id(arguments.task, "task")
    let change = try TaskChange(arguments, zone, now: core.client.clock.unixSeconds())
    guard !change.isEmpty else {
      throw .argument("Name what changes: completed, title, due, add_assignees, ...")
    }
    let steps = TaskSteps(client: core.client, context: context, guid: guid)
    let people = try await change.people(
      ParticipantLookup(client: core.client, context: context))
    var done: [String] = []
    var item: JSONValue?
    do throws(LarkFailure) {
      if !change.names.isEmpty {
        item = try await steps.patch(change)
        done.append(change.names.joined(separator: ", "))
      }
      if !people.removed.isEmpty {
        item = try await steps.remove(people.removed)
        done.append("remove_assignees")
      }
      if !people.added.isEmpty {
        item = try await steps.add(people.added)
        done.append("people added")
      }
      if let minutes = change.reminderMinutes {
        item = try await steps.remind(minutes, item) ?? item
        done.append("reminder_minutes")
      }
    } catch .cancelled {
      throw .cancelled
    } catch {
      guard !done.isEmpty else { throw error }
      var result = ToolResult(structured: [
        "task": .string(guid), "done": .array(done.map { .string($0) }),
      ])
      result.error = error.toolError(
        note: "Changed before that: \(done.joined(separator: "; ")). The rest was not.")
      return result
    }
    let report = TaskReport(item: item ?? nil, zone: zone)
    let lines = ["Changed as the \(context.actedAs): \(report.line)"] + report.details
    return ToolResult(
      [.text(lines.joined(separator: "\n"))], structured: .object(report.structured))
  }
}
