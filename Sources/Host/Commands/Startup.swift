import AWS
import Glibc
import JSON
import MCP
import PluginHost

/// What `serve`, `stdio`, `list` and `call` have in common: from the command line to loaded
/// plugins.
struct Startup {
  static let valuedOptions = ["config", "plugins"]

  let configuration: Configuration
  let logger: Logger
  let plugins: PluginHost
  /// The settings that wait for secrets; nil where none do.
  let secrets: PluginSecrets?

  /// Why nothing can be started.
  enum Failure: Error {
    case configuration(String)
  }

  /// Reads the configuration and looks at the plugin files; nothing of a plugin runs yet.
  ///
  /// - Parameters:
  ///   - waitsForSecrets: plugins start with the secrets of their settings, as far as these come
  ///     within the time that is waited for the host's own.
  ///   - callTimeoutMilliseconds: for plugins whose configuration keeps to the default.
  init(
    _ arguments: Arguments, quiet: Bool = false, waitsForSecrets: Bool = false,
    callTimeoutMilliseconds: UInt64 = PluginSettings.defaultCallTimeoutMilliseconds
  ) throws(Failure) {
    do {
      var configuration = Configuration()
      if let path = arguments.values["config"] {
        configuration = try ConfigurationReader.read(path: path)
      }
      if let directory = arguments.values["plugins"] { configuration.plugins = directory }
      if let listen = arguments.values["listen"] { configuration.listen = listen }
      self.configuration = configuration
    } catch {
      throw .configuration(error.description)
    }
    logger = Logger(level: quiet ? max(configuration.logLevel, .warning) : configuration.logLevel)
    for (path, variable) in configuration.unset {
      logger.write(
        .warning, "\(path) is left out, because the environment variable \(variable) is not set")
    }
    secrets = Self.secrets(configuration, logger)
    if waitsForSecrets, let secrets {
      secrets.follow { _, _ in }
      secrets.settle(milliseconds: StartSecrets.waitMilliseconds)
    }
    plugins = PluginHost(
      try Self.settings(configuration, secrets, callTimeoutMilliseconds), log: logger.pluginLog)
  }

  private static func secrets(_ configuration: Configuration, _ logger: Logger) -> PluginSecrets? {
    guard !configuration.secretSettings.isEmpty else { return nil }
    return PluginSecrets(
      configuration.secretSettings, refreshSeconds: configuration.secretRefreshSeconds,
      source: HostSecrets(configuration.credentials), logger: logger)
  }

  /// How often is looked for secrets to ask for.
  private static let followNanoseconds: UInt64 = 500_000_000

  /// Reads the secrets from now on; a plugin gets them when they have come.
  func followSecrets(_ timer: Timer) {
    guard let secrets else { return }
    let follow: @Sendable (UInt64) -> Void = { [plugins] _ in
      secrets.follow { plugins.replaceSettings(of: $0, $1) }
    }
    follow(MonotonicClock.now)
    timer.every(Self.followNanoseconds, follow)
  }

  private static func settings(
    _ configuration: Configuration, _ secrets: PluginSecrets?,
    _ callTimeoutMilliseconds: UInt64
  ) throws(Failure) -> PluginHost.Settings {
    var settings = PluginHost.Settings()
    settings.plugins = configuration.plugin
    for plugin in configuration.secretSettings.keys {
      guard let own = secrets?.settings(of: plugin) else { continue }
      settings.plugins[plugin]?.settings = own
    }
    settings.check = OfferedLists.fault
    settings.signer = AWSSigner(chain: configuration.credentials.chain)
    do {
      settings.files = try PluginFile.all(in: configuration.plugins)
    } catch {
      throw .configuration(error.description)
    }
    for file in settings.files {
      var own = settings.plugins[file.name] ?? PluginSettings()
      guard own.callTimeoutMilliseconds == PluginSettings.defaultCallTimeoutMilliseconds else {
        continue
      }
      own.callTimeoutMilliseconds = callTimeoutMilliseconds
      settings.plugins[file.name] = own
    }
    return settings
  }

  /// Files that are configured but not there, and plugins that did not load.
  var problems: [String] {
    missingPlugins
      + plugins.statuses.compactMap { status in status.error.map { "\(status.name): \($0)" } }
  }

  /// Files that are configured but not there.
  var missingPlugins: [String] {
    let present = Set(plugins.statuses.map(\.name))
    return configuration.plugin.keys.sorted().filter { !present.contains($0) }.map {
      "\($0): plugin.\($0) is configured, but \(configuration.plugins)/\($0).so is not there"
    }
  }

  /// Why not to serve, once the plugins have been loaded: two that claim one name, always; any that
  /// did not load, where `isStrict`.
  func refusal(isStrict: Bool) -> String? {
    let problems = plugins.catalogue.problems.sorted { $0.key < $1.key }
    if let clash = problems.first(where: { $0.value.code == .clash }) {
      return "not serving: \(clash.value)"
    }
    guard isStrict, !self.problems.isEmpty else { return nil }
    return "not serving, because --strict was given and not every plugin loaded"
  }

  /// Logs why nothing is served, ends the plugins and the process.
  func end(_ status: ExitStatus, _ reason: String) -> Never {
    logger.write(.critical, reason)
    plugins.stop(timeoutMilliseconds: StdioCommand.stopMilliseconds)
    // Threads of plugins may still run: no exit handlers.
    _exit(status.rawValue)
  }

  /// Reports a configuration that is not there or wrong.
  static func report(_ failure: Failure) -> ExitStatus {
    switch failure {
    case .configuration(let text): StandardStream.error.write("toolrack: \(text)\n")
    }
    return .configuration
  }
}
