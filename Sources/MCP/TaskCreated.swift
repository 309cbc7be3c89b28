extension MCPCall {
  /// The result that gives the client a task in place of the tool's result (CreateTaskResult).
  ///
  /// The task is in its table before this leaves the host.
  package func taskCreated(_ task: TaskView) -> MCPReply { task.created(for: id, rendered) }
}
