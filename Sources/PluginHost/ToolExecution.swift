import JSON

/// Whether a tool may run as a task: `execution.taskSupport` of a listed tool.
package enum TaskSupport: String, Sendable, Equatable {
  /// Never; so it is where the tool does not say.
  case forbidden
  /// As a task for clients that know tasks, else in one go.
  case optional
  /// Only as a task.
  case required
}

/// What the member `execution` of a listed tool says; it is between the plugin and the host.
struct ToolExecution: Sendable, Equatable {
  var taskSupport = TaskSupport.forbidden
  var asksFirst = false

  /// Takes the member out of a tool.
  static func take(
    from tool: inout JSONObject, name: String
  ) throws(PluginLoadError) -> ToolExecution {
    var execution = ToolExecution()
    guard let member = tool["execution"] else { return execution }
    tool["execution"] = nil
    guard let object = member.object else {
      throw PluginLoadError(
        .tools, "the tool \(name) has an \"execution\" that is not a JSON object")
    }
    if let value = object["taskSupport"] {
      guard let support = value.string.flatMap(TaskSupport.init(rawValue:)) else {
        throw PluginLoadError(
          .tools,
          "the tool \(name) has the execution.taskSupport \(value) instead of \"forbidden\", "
            + "\"optional\" or \"required\"")
      }
      execution.taskSupport = support
    }
    if let value = object["asksFirst"] {
      guard let asksFirst = value.bool else {
        throw PluginLoadError(
          .tools, "the tool \(name) has an execution.asksFirst that is neither true nor false")
      }
      execution.asksFirst = asksFirst
    }
    return execution
  }
}
