package import JSON

/// What the configuration says about one plugin.
package struct PluginSettings: Sendable {
  package static let defaultCallTimeoutMilliseconds: UInt64 = 60_000
  package static let defaultTaskTimeoutMilliseconds: UInt64 = 600_000
  package static let defaultGraceMilliseconds: UInt64 = 5_000
  package static let defaultMaximumCalls = 1024

  package var isolation = Isolation.worker
  /// What its tools' names begin with, before an underscore; nil: the plugin's name; "": nothing.
  package var prefix: String?
  /// What `toolrack.http/1` may reach, entries of `EgressList`.
  package var egress: [String] = []
  /// The services that `toolrack.aws/1` signs for.
  package var aws: [String] = []
  /// The plugin's own settings, a JSON object.
  package var settings = JSONValue.object(JSONObject())
  /// Whether they may be other ones while the plugin serves (`PluginHost.replaceSettings`): it runs
  /// in a worker, whatever `isolation` says.
  package var mayChange = false
  /// After so long the host answers in the plugin's place.
  package var callTimeoutMilliseconds = defaultCallTimeoutMilliseconds
  /// The same for a call that has become a task.
  package var taskTimeoutMilliseconds = defaultTaskTimeoutMilliseconds
  /// So long after that the plugin may go on before its worker is killed.
  package var graceMilliseconds = defaultGraceMilliseconds
  /// The most calls at a time; more are answered with "busy".
  package var maximumCalls = defaultMaximumCalls

  /// Header fields of a request over HTTP that the plugin is told in `caller`, by member of it.
  package var callerFields: [String: String] = [:]

  package init() {}
}
