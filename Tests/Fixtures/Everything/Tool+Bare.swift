import JSON
import PluginKit

extension Tool {
  /// A tool that takes no arguments, and says so in the fewest words.
  static func bare(
    _ name: String, _ description: String, taskSupport: TaskSupport = .forbidden,
    asksFirst: Bool = false, handler: @escaping @Sendable (Call) async throws -> ToolResult
  ) -> Tool {
    Tool(
      name, description, input: .raw(["type": "object", "additionalProperties": false]),
      taskSupport: taskSupport, asksFirst: asksFirst
    ) { (_: JSONValue, call: Call) in try await handler(call) }
  }
}
