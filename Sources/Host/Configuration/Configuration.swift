import Access
import HTTPServer
import JSON
import PluginHost

/// Everything the host can be told. The defaults serve `./plugins` on loopback without a login.
struct Configuration: Sendable {
  static let defaultListen = "127.0.0.1:8080"
  static let defaultPlugins = "plugins"
  static let defaultDrainMilliseconds = 10_000
  static let defaultAnswerMilliseconds = 300_000
  static let defaultSecretRefreshSeconds = 300
  /// The shortest `requestStateKey`.
  static let leastKeyBytes = 32

  var listen = defaultListen
  /// Where MCP is served.
  var paths = ServedPaths()
  /// The directory of `*.so` files.
  var plugins = defaultPlugins
  /// What is written for `access`; nil where nothing is.
  var access: Access?
  var allowedOrigins: [String] = []
  var allowedHosts: [String] = []
  /// What a model is told about this server as a whole.
  var instructions: String?
  var limits = HTTPLimits()
  /// Event loops; nil: one per processor.
  var loops: Int?
  var pageSize: Int?
  var drainMilliseconds = defaultDrainMilliseconds
  /// How long a client may take to answer a question of a tool.
  var answerMilliseconds = defaultAnswerMilliseconds
  /// What states of multi-round-trip requests are sealed with, the same for all replicas; nil: one
  /// of this process alone. Secret.
  var requestStateKey: String?
  /// Whether calls may become tasks (a draft extension of MCP).
  var servesTasks = false
  var logLevel = PluginLog.Level.info
  /// The host's own AWS credentials.
  let credentials = HostCredentials()
  /// By plugin name.
  var plugin: [String: PluginSettings] = [:]
  /// The settings of those plugins that refer to secrets; `plugin` has them without.
  var secretSettings: [String: SettingsTemplate] = [:]
  /// How often those secrets are read again.
  var secretRefreshSeconds = defaultSecretRefreshSeconds
  /// Settings left out because their variable is not set: path of the setting and variable.
  var unset: [(path: String, variable: String)] = []

  /// Who of those that are let in may use what; nil: all of them everything.
  var policy: AccessPolicy? {
    if case .rules(let settings) = access { settings.policy } else { nil }
  }

  /// Who may call.
  enum Access: Sendable {
    /// Everybody who reaches the listener, as behind a gateway that asks for the login.
    case none
    /// Who proves who they are in one of those ways.
    case rules(AccessSettings)
  }
}
