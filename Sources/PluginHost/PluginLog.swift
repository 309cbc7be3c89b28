/// Where the plugin host reports: one call per line, on any thread, must not block for long.
/// `plugin` is the name the line belongs to; `fields` a JSON object or empty.
package struct PluginLog: Sendable {
  /// RFC 5424 severities as in toolrack_plugin.h: 0 debug ... 7 emergency.
  package enum Level: UInt32, Sendable, Comparable {
    case debug, info, notice, warning, error, critical, alert, emergency

    package static func < (one: Level, other: Level) -> Bool { one.rawValue < other.rawValue }

    /// The nearest level for a number from a plugin.
    package init(clamping value: UInt32) {
      self = Level(rawValue: min(value, Level.emergency.rawValue)) ?? .emergency
    }
  }

  package typealias Write =
    @Sendable (_ level: Level, _ plugin: String, _ message: String, _ fields: [UInt8]) -> Void

  let write: Write

  package init(_ write: @escaping Write) {
    self.write = write
  }

  func callAsFunction(_ level: Level, _ plugin: String, _ message: String, fields: [UInt8] = []) {
    write(level, plugin, message, fields)
  }
}
