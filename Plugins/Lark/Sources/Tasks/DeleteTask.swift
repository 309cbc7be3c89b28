internal import JSON
internal import PluginKit

struct DeleteTaskArguments: Decodable, Sendable {
  var task: String
}

/// Deletes a task.
enum DeleteTask {
  static func tool(_ core: LarkCore) -> LarkTool {
    LarkTool(
      "delete_task", "Deletes a Lark task for everybody; to finish one use update_task.",
      core, group: .tasks, endpoints: [.deleteTask],
      identity: .userFirst, effect: .changes, offer: .inPresets,
      input: .object(["task": .string("Id or link.")], required: ["task"])
    ) { (arguments: DeleteTaskArguments, context) throws(LarkFailure) in
      try await run(arguments, core.client, context)
    }
  }

  static func run(
    _ arguments: DeleteTaskArguments, _ client: LarkClient, _ context: CallContext
  ) async throws(LarkFailure) -> ToolResult {
    let guid = try TaskReference.id(arguments.task, "task")
    _ = try await client.send(
      APIRequest(.deleteTask, path: ["task_guid": guid], purpose: "delete the task"), context)
    return ToolResult(
      [.text("Deleted the task \(guid) as the \(context.actedAs).")],
      structured: ["task": .string(guid)])
  }
}
