/// Bounds of what `TaskTable` keeps.
package struct TaskLimits: Sendable {
  /// Tasks at a time, finished ones included.
  package var tasks = 10_000
  /// Bytes of all tasks together: ids, questions, answers, results, and `taskBytes` for each.
  package var totalBytes = 128 * 1024 * 1024
  /// How long a task is kept after its last change.
  package var ttlMilliseconds: Int64 = 15 * 60 * 1000
  /// How long a task that waits for answers is safe from making room for others, from when a client
  /// asked for it last.
  package var unattendedMilliseconds: Int64 = 60_000
  /// How often clients are asked to poll.
  package var pollIntervalMilliseconds: Int64 = 1000
  /// Bytes of a status message; a longer one is cut.
  package var messageBytes = 1024

  /// What a task costs beside its texts.
  package static let taskBytes = 512

  /// Ample for one host, unless told otherwise.
  package init() {}
}

/// There is no room for another task: as many as may be are still running.
package struct TaskTableFull: Error, Sendable, Equatable {}

/// The client's answers to a task's questions, for the tool to be called with again.
package struct TaskAnswers: Sendable, Equatable {
  /// The JSON object of answers by key; those of every question that was asked.
  package let inputResponses: [UInt8]
  /// The state that came with the questions; nil: none.
  package let requestState: String?
}

/// What the host does after a message to the table.
package enum TaskDemand<Work: Sendable>: Sendable {
  /// Nothing.
  case nothing
  /// Call the tool again, with the answers that were waited for.
  case resume(Work, TaskAnswers)
  /// Cancel the call: nobody waits for it any more.
  case cancel(Work)
}
