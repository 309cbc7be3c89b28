/// Whether a call of a tool may become a task, which the client polls while the tool works (MCP
/// tasks). For tools that take long.
public enum TaskSupport: String, Sendable, CaseIterable {
  /// Never: the client waits for the result.
  case forbidden
  /// Where the client knows tasks; others wait for the result.
  case optional
  /// Always: a client that does not know tasks is refused before the tool runs.
  case required
}
