import JSON

/// Where a task stands (extension io.modelcontextprotocol/tasks, TaskStatus).
package enum TaskStatus: Sendable, Equatable {
  /// The tool runs.
  case working
  /// The client has questions to answer.
  case inputRequired
  /// The tool gave a result, which may be one that says it failed.
  case completed
  /// The call ended as a JSON-RPC error.
  case failed
  /// Given up at the client's wish.
  case cancelled

  /// Whether it stays as it is.
  package var isFinal: Bool { self != .working && self != .inputRequired }

  /// The status in messages.
  var text: StaticString {
    switch self {
    case .working: "working"
    case .inputRequired: "input_required"
    case .completed: "completed"
    case .failed: "failed"
    case .cancelled: "cancelled"
    }
  }
}

/// A task as a client may see it at one moment.
package struct TaskView: Sendable, Equatable {
  /// Its id.
  package let id: String
  /// Where it stands.
  package internal(set) var status: TaskStatus
  /// What the tool said about it last; nil: nothing.
  package internal(set) var message: String?
  /// When it was made, in milliseconds since 1970.
  package let createdAt: Int64
  /// When it last changed, in milliseconds since 1970.
  package internal(set) var lastUpdatedAt: Int64
  /// How long it is kept at least.
  package let ttlMilliseconds: Int64
  /// How often a client should ask.
  package let pollIntervalMilliseconds: Int64
  /// The JSON object of the result or of the error, where it has one; else empty.
  var outcome: [UInt8] = []
  /// The questions that are not answered yet, in the order asked.
  var questions: [TaskQuestion] = []
}

/// One of a task's questions to the client.
struct TaskQuestion: Sendable, Equatable {
  /// Its key in the result that asked.
  let key: String
  /// The request, a JSON object.
  let request: [UInt8]
}

extension TaskView {
  /// The members that every message about a task has, without any braces.
  func writeMembers(_ writer: inout JSONWriter) {
    writer.key("taskId")
    writer.string(id)
    writer.key("status")
    writer.string(status.text)
    if let message {
      writer.key("statusMessage")
      writer.string(message)
    }
    writer.key("createdAt")
    writer.string(TaskTime.text(createdAt))
    writer.key("lastUpdatedAt")
    writer.string(TaskTime.text(lastUpdatedAt))
    writer.key("ttlMs")
    writer.integer(ttlMilliseconds)
    writer.key("pollIntervalMs")
    writer.integer(pollIntervalMilliseconds)
  }

  /// The member that a status has beside those: the result, the error or the open questions.
  func writeOutcome(_ writer: inout JSONWriter) {
    switch status {
    case .working, .cancelled:
      break
    case .completed:
      writer.key("result")
      writer.raw(outcome)
    case .failed:
      writer.key("error")
      writer.raw(outcome)
    case .inputRequired:
      writer.key("inputRequests")
      writer.beginObject()
      for question in questions {
        writer.key(question.key)
        writer.raw(question.request)
      }
      writer.endObject()
    }
  }

  /// The result of the call that made the task, in place of the tool's (CreateTaskResult).
  ///
  /// - Parameter requestID: raw JSON.
  func created(for requestID: ArraySlice<UInt8>, _ rendered: RenderedServer) -> MCPReply {
    TaskResult.reply(requestID, rendered, type: "task") { writeMembers(&$0) }
  }
}

/// The frame of results of the tasks extension.
enum TaskResult {
  static func reply(
    _ requestID: ArraySlice<UInt8>, _ rendered: RenderedServer, type: StaticString,
    _ write: (inout JSONWriter) -> Void
  ) -> MCPReply {
    var writer = JSONWriter(reserving: 512)
    writer.beginObject()
    writer.key("resultType")
    writer.string(type)
    write(&writer)
    writer.bytes.append(UInt8(ascii: ","))
    rendered.appendModernMeta(to: &writer.bytes)
    writer.bytes.append("}}")
    return ResultFrame.reply(id: requestID, result: writer.bytes)
  }
}
