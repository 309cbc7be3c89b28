/// A setting that cannot be used as it stands: for the operator, when the plugin is loaded. Never
/// holds a value that may be a secret.
struct SettingsError: Error, Equatable, CustomStringConvertible {
  static let root = "plugin.pg.settings"

  let description: String

  init(_ path: String, _ text: String) { description = "\(path) \(text)." }
}

/// What is not there, or is empty, and without which no connection can be opened. With its place,
/// as a sentence without its full stop.
struct Gap: Sendable, Hashable, CustomStringConvertible {
  let description: String
}
