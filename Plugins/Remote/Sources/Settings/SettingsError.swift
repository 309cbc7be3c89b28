/// A setting that cannot be used as it stands: for the operator, when the plugin is loaded. Never
/// holds a value that may be a secret.
struct SettingsError: Error, Equatable, CustomStringConvertible {
  static let root = "plugin.remote.settings"

  let description: String

  init(_ path: String, _ text: String) { description = "\(path) \(text)." }
}
