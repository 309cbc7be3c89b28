internal import PluginABI

/// How grave a log line is, in the order of MCP and RFC 5424.
public enum LogLevel: UInt32, Sendable, Comparable, CaseIterable {
  /// For the plugin's author.
  case debug
  /// What happens in the ordinary course.
  case info
  /// Ordinary, but worth a look.
  case notice
  /// Something may go wrong.
  case warning
  /// Something went wrong.
  case error
  /// A part does not work any more.
  case critical
  /// Somebody has to act at once.
  case alert
  /// Nothing works.
  case emergency

  /// By gravity.
  public static func < (left: LogLevel, right: LogLevel) -> Bool { left.rawValue < right.rawValue }
}
