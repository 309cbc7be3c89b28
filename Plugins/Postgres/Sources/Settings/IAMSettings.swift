internal import JSON

/// The password is a token of AWS (RDS IAM database authentication).
struct IAMSettings: Sendable, Equatable {
  /// Of the database; nil: the host's own.
  var region: String?
  /// The name and port that the token is made for, where they differ from those that are connected
  /// to, as behind a tunnel; nil: the same.
  var host: String?
  var port: Int?

  /// Nil for `false`.
  init?(_ value: SettingsCursor) throws(SettingsError) {
    if let isOn = value.value.bool {
      guard isOn else { return nil }
      return
    }
    let members = try value.members(known: ["region", "host", "port"])
    region = try members["region"]?.words()
    host = try members["host"]?.words()
    port = try members["port"]?.integer(1...65_535)
  }
}
