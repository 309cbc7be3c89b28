/// Why a tool cannot be listed.
package struct ToolListError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The exposed name of the tool.
  package let tool: String
  /// What is wrong with it, and what would be right.
  package let text: String

  init(_ tool: OfferedTool, _ text: String) {
    self.tool = String(decoding: tool.name, as: UTF8.self)
    self.text = text
  }

  /// Both in one line.
  package var description: String { "tool \"\(tool)\": \(text)" }
}
