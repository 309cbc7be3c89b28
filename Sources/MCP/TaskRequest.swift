import JSON

/// One tasks/get, tasks/update or tasks/cancel that passed the protocol's checks: the client
/// declared the extension, and the headers fit.
package struct TaskRequest: Sendable {
  /// What it asks for.
  package enum Kind: Sendable, Equatable {
    /// tasks/get.
    case get
    /// tasks/update, with the JSON object of answers by key.
    case update(inputResponses: [UInt8])
    /// tasks/cancel.
    case cancel
  }

  /// What it asks for.
  package let kind: Kind
  /// `params.taskId`.
  package let taskID: String
  /// The id of the request as raw JSON.
  package let id: [UInt8]
  let rendered: RenderedServer

  /// The answer to tasks/get.
  package func described(_ task: TaskView) -> MCPReply {
    TaskResult.reply(id[...], rendered, type: "complete") { writer in
      task.writeMembers(&writer)
      task.writeOutcome(&writer)
    }
  }

  /// The bare answer to tasks/update and tasks/cancel.
  package func acknowledged() -> MCPReply {
    TaskResult.reply(id[...], rendered, type: "complete") { _ in }
  }

  /// The error where there is no such task, or none of this caller.
  package func unknownTask() -> MCPReply {
    let shown = taskID.utf8.asBytes.quoted
    return ProtocolError(.invalidParams, "there is no task \(shown); it may have expired")
      .reply(id: id[...], isModern: true)
  }
}
