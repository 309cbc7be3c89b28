/// Why a tool cannot be listed.
package struct ToolListError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The exposed name of the tool.
  package let tool: String
  /// What is wrong with it, and what would be right.
  package let text: String

  /// Both in one line.
  package var description: String { "tool \"\(tool)\": \(text)" }
}
