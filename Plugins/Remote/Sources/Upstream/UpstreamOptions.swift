internal import JSON
internal import PluginKit

/// What is the same for both transports.
struct UpstreamOptions: Sendable {
  /// The target's name, for messages to people.
  var name: String
  /// MCP Implementation of this side: `name` and `version`.
  var client: JSONObject
  /// The longest that a request may take; its call's deadline may come earlier.
  var timeoutMilliseconds = 300_000
  /// The longest that finding out about a server may take, for each question.
  var openTimeoutMilliseconds = 30_000
  /// The largest message that is taken from a server.
  var messageLimitBytes = 16 * 1024 * 1024
  /// Takes secrets out of what a server says before it is passed on.
  var cleaned: @Sendable (String) -> String = { $0 }
  /// What requests may write in all; one for each server.
  var callLines = SharedLogBudget()
  /// The host's log. Never given a secret, nor what a message holds.
  var log: @Sendable (LogLevel, String) -> Void = { _, _ in }
}

/// Where an MCP server is reached over Streamable HTTP.
struct HTTPTarget: Sendable {
  /// The MCP endpoint, absolute.
  var url: String
  /// Sent with every request.
  var fields: [HTTPField] = []
  var credentials: any OutboundCredentials = NoCredentials()
}

/// An MCP server that is a process of our own, spoken to over its standard input and output.
struct StdioTarget: Sendable {
  /// A path, or a name that is looked for in `PATH`.
  var command: String
  var arguments: [String] = []
  /// Added to `ChildEnvironment.inherited`; its values win.
  var environment: [(name: String, value: String)] = []
  /// Nil: that of this process.
  var workingDirectory: String?
}
