public import JSON

/// What the host offers to a plugin. Any thread; without effect after the instance has ended.
public struct Host: Sendable {
  let link: HostLink

  /// Writes one line to the host's log, under the plugin's name. Never pass a secret. Lines may be
  /// dropped under load.
  public func log(_ level: LogLevel, _ message: String, fields: JSONObject = [:]) {
    link.log(level, message, fields)
  }

  /// The plugin's `settings` of the configuration file, an object; empty where there are none.
  /// Asks the host each time.
  public var settings: JSONValue { link.setting("") ?? [:] }

  /// One member of `settings`, nil where it is not set.
  public func setting(_ key: String) -> JSONValue? {
    key.isEmpty ? nil : link.setting(key)
  }

  /// The plugin's `settings` as a type. The error names the setting that is missing or wrong, and
  /// no value of it.
  public func settings<Settings: Decodable>(
    as type: Settings.Type
  ) throws(JSONDecodingError) -> Settings {
    try JSONDecoding.decode(type, from: settings)
  }

  /// The host's HTTP client.
  public var http: HTTP { HTTP(link: link) }

  /// The host's AWS credentials, to sign requests with.
  public var aws: AWS { AWS(link: link) }

  /// Says that `Plugin.tools` answers something else now; the host reads it again soon.
  public func toolsChanged() { link.toolsChanged() }

  /// Says that `Plugin.prompts` answers something else now; the host reads it again soon.
  public func promptsChanged() { link.promptsChanged() }

  /// Says that `Plugin.resources` or `Plugin.resourceTemplates` answers something else now; the
  /// host reads both again soon.
  public func resourcesChanged() { link.resourcesChanged() }

  /// Says that the content of a resource has changed, to clients that subscribed to it.
  public func resourceUpdated(_ uri: String) { link.resourceUpdated(uri) }
}
