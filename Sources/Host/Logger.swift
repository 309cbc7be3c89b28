import Glibc
import JSON
import PluginHost

/// One line per event on standard error: JSON, or for people where that is a terminal.
struct Logger: Sendable {
  let level: PluginLog.Level
  let isTerminal: Bool

  init(level: PluginLog.Level) {
    self.level = level
    self.isTerminal = isatty(STDERR_FILENO) == 1
  }

  /// Writes a line. `fields` must not hold a secret.
  func write(
    _ level: PluginLog.Level, _ message: String, plugin: String? = nil, fields: JSONObject = [:]
  ) {
    guard level >= self.level else { return }
    var line =
      isTerminal
      ? Self.text(level, message, plugin, fields) : Self.json(level, message, plugin, fields)
    line.append(UInt8(ascii: "\n"))
    // One write: lines of several threads do not mix. Where nobody reads, the line is lost, since
    // threads that serve connections and plugins must not wait for it.
    var output = pollfd(fd: STDERR_FILENO, events: Int16(POLLOUT), revents: 0)
    guard poll(&output, 1, 0) == 1 else { return }
    line.withUnsafeBytes { _ = Glibc.write(STDERR_FILENO, $0.baseAddress, $0.count) }
  }

  /// For the plugin host.
  var pluginLog: PluginLog {
    PluginLog { level, plugin, message, fields in
      let object = fields.isEmpty ? nil : (try? JSONValue(parsing: fields))?.object
      write(level, message, plugin: plugin, fields: object ?? [:])
    }
  }

  static func json(
    _ level: PluginLog.Level, _ message: String, _ plugin: String?, _ fields: JSONObject
  ) -> [UInt8] {
    var writer = JSONWriter(reserving: 160 + message.utf8.count)
    writer.beginObject()
    writer.key("time")
    writer.string(Timestamp.now)
    writer.key("level")
    writer.string("\(level)")
    if let plugin {
      writer.key("plugin")
      writer.string(plugin)
    }
    writer.key("message")
    writer.string(message)
    for (key, value) in fields.members where !["time", "level", "plugin", "message"].contains(key) {
      writer.key(key)
      writer.value(value)
    }
    writer.endObject()
    return writer.bytes
  }

  static func text(
    _ level: PluginLog.Level, _ message: String, _ plugin: String?, _ fields: JSONObject
  ) -> [UInt8] {
    let name = plugin.map { " [\($0)]" } ?? ""
    let extra = fields.members.map { " \($0.key)=\($0.value)" }.joined()
    let text = "\(Timestamp.now) \(level)\(name) \(message)\(extra)"
    // A line stays a line, whatever a plugin writes.
    return text.utf8.map { $0 < 32 || $0 == 127 ? UInt8(ascii: " ") : $0 }
  }
}
