/// A setting that is not there, or is empty, and without which a target cannot be spoken to: a
/// secret that was not read yet is left out of the settings. With its place, for the operator.
struct Gap: Sendable, Equatable, CustomStringConvertible {
  let description: String
}

/// A setting that cannot be used as it stands: for the operator, when the plugin is loaded. Never
/// holds a value that may be a secret.
struct SettingsError: Error, Equatable, CustomStringConvertible {
  static let root = "plugin.remote.settings"

  let description: String

  init(_ path: String, _ text: String) { description = "\(path) \(text)." }
}
