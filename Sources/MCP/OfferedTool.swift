/// One tool as it is offered.
package struct OfferedTool: Sendable, Equatable {
  /// Whether calls of a tool become tasks (tasks extension of 2026-07-28).
  package enum TaskSupport: Sendable {
    /// Never: the client waits.
    case forbidden
    /// For clients that declare the extension.
    case optional
    /// Always: a client that does not declare the extension is refused.
    case required
  }

  /// The name clients call it by, UTF-8.
  package var name: [UInt8]
  /// Its MCP Tool object as JSON, with the same name in it.
  package var object: [UInt8]
  /// Whether its calls become tasks.
  package var taskSupport: TaskSupport

  /// A tool under its exposed name.
  package init(name: [UInt8], object: [UInt8], taskSupport: TaskSupport = .forbidden) {
    self.name = name
    self.object = object
    self.taskSupport = taskSupport
  }
}
