/// What a plugin instance tells whoever runs it: the host itself, or the worker's main thread. Any
/// thread.
protocol PluginEvents: AnyObject, Sendable {
  /// A log line of the plugin, or about it, UTF-8; `fields`: JSON object or empty. Both are bounded
  /// and valid only while this runs. `call`: whoever waits for the call that the line belongs to.
  func logged(
    _ level: PluginLog.Level, _ message: UnsafeRawBufferPointer, fields: UnsafeRawBufferPointer,
    call: (any CallSink)?)
  /// The plugin wants these of its lists read again.
  func listsChanged(_ lists: ListChanges)
  /// The content of a resource has changed.
  func resourceUpdated(_ uri: URIKey)
}

extension PluginEvents {
  /// A line about the plugin.
  func logged(_ level: PluginLog.Level, _ message: String) {
    var message = message
    message.withUTF8 {
      logged(level, UnsafeRawBufferPointer($0), fields: .empty, call: nil)
    }
  }
}
