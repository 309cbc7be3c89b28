import JSON

/// The levels of RFC 5424, least severe first, as MCP names them.
package enum LogLevel: UInt8, Sendable, Comparable, CaseIterable {
  /// From details for developers to an unusable system.
  case debug, info, notice, warning, error, critical, alert, emergency

  /// The level's name in messages.
  var text: StaticString {
    switch self {
    case .debug: "debug"
    case .info: "info"
    case .notice: "notice"
    case .warning: "warning"
    case .error: "error"
    case .critical: "critical"
    case .alert: "alert"
    case .emergency: "emergency"
    }
  }

  static let names = allCases.map { "\"\($0.text)\"" }.joined(separator: ", ")

  /// Less severe.
  package static func < (left: LogLevel, right: LogLevel) -> Bool {
    left.rawValue < right.rawValue
  }

  /// The level that a JSON string names.
  init?(_ document: borrowing JSONDocument, _ node: JSONDocument.Node) {
    for level in Self.allCases where document.equals(node, level.text) {
      self = level
      return
    }
    return nil
  }
}
