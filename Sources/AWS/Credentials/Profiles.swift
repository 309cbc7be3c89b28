import Glibc

/// The profiles of the shared files: `~/.aws/config` and `~/.aws/credentials`, or where
/// `AWS_CONFIG_FILE` and `AWS_SHARED_CREDENTIALS_FILE` say. A file that is not there is empty.
struct Profiles: Sendable {
  /// By name, of the configuration file.
  private let configured: [String: [String: String]]
  /// By name, of the credentials file.
  private let shared: [String: [String: String]]
  private let configPath: String
  private let credentialsPath: String

  init(_ environment: Environment) throws(CredentialError) {
    configPath = environment.expand(environment["AWS_CONFIG_FILE"] ?? "~/.aws/config")
    credentialsPath = environment.expand(
      environment["AWS_SHARED_CREDENTIALS_FILE"] ?? "~/.aws/credentials")
    shared = try Self.sections(credentialsPath)
    var configured: [String: [String: String]] = [:]
    for (name, values) in try Self.sections(configPath) {
      guard let profile = Self.profileName(name) else { continue }
      configured[profile] = values
    }
    self.configured = configured
  }

  /// `default`, or what follows `profile` in a section's name, quoted or not.
  private static func profileName(_ section: String) -> String? {
    if section == "default" { return section }
    let words = section.split(maxSplits: 1) { $0 == " " || $0 == "\t" }
    guard words.count == 2, words[0] == "profile" else { return nil }
    var name = words[1].drop { $0 == " " || $0 == "\t" }
    while name.last == " " || name.last == "\t" { name.removeLast() }
    if let quote = name.first, quote == "\"" || quote == "'", name.count > 1, name.last == quote {
      return String(name.dropFirst().dropLast())
    }
    return name.contains(where: { $0 == " " || $0 == "\t" }) ? nil : String(name)
  }

  private static func sections(_ path: String) throws(CredentialError) -> [String: [String: String]]
  {
    guard access(path, F_OK) == 0 else { return [:] }
    guard let bytes = FileContent.read(path, maximumBytes: ProfileFile.maximumBytes) else {
      throw CredentialError(
        .configuration,
        "\(path) cannot be read: it must be a file of at most \(ProfileFile.maximumBytes) bytes "
          + "that this process may open.")
    }
    return try ProfileFile(bytes.text, path: path).sections
  }

  /// Whether either file has the profile.
  func contains(_ name: String) -> Bool { configured[name] != nil || shared[name] != nil }

  /// All that is set in a profile; the credentials file has the last word.
  func values(_ name: String) -> [String: String] {
    (configured[name] ?? [:]).merging(shared[name] ?? [:]) { $1 }
  }

  /// Keys that stand in the credentials file.
  func sharedCredentials(_ name: String) throws(CredentialError) -> AWSCredentials? {
    try Self.keys(shared[name], "profile \(name) of \(credentialsPath)")
  }

  /// Keys that stand in the configuration file.
  func configuredCredentials(_ name: String) throws(CredentialError) -> AWSCredentials? {
    try Self.keys(configured[name], "profile \(name) of \(configPath)")
  }

  private static func keys(
    _ values: [String: String]?, _ source: String
  ) throws(CredentialError) -> AWSCredentials? {
    guard let key = values?["aws_access_key_id"] else { return nil }
    guard let secret = values?["aws_secret_access_key"] else {
      throw CredentialError(
        .configuration, "The \(source) has aws_access_key_id without aws_secret_access_key.")
    }
    let token = values?["aws_session_token"] ?? values?["aws_security_token"]
    return AWSCredentials(
      SigningCredentials(key: key, secret: secret, token: token), source: source)
  }

  /// Both files, for people.
  var paths: String { "\(credentialsPath) and \(configPath)" }
}
