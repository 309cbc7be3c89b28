/// What a plugin instance tells whoever runs it: the host itself, or the worker's main thread.
protocol PluginEvents: AnyObject, Sendable {
  /// A log line of the plugin, or about it. `fields`: JSON object or empty.
  func logged(_ level: PluginLog.Level, _ message: String, fields: [UInt8])
  /// The plugin wants its list of tools read again.
  func toolsChanged()
}
