/// Looks for credentials in botocore's order, one place after the other. Waits for files and
/// services: for a thread that may.
struct CredentialSearch: Sendable {
  let environment: Environment
  /// From the configuration; it has the last word.
  let profile: String?
  let configuredRegion: String?

  init(environment: Environment, profile: String? = nil, region: String? = nil) {
    self.environment = environment
    self.profile = profile
    configuredRegion = region
  }

  private static let defaultProfile = "default"

  private var profileName: String {
    profile ?? environment["AWS_PROFILE"] ?? environment["AWS_DEFAULT_PROFILE"]
      ?? Self.defaultProfile
  }

  /// What is found.
  func result() -> Result<AWSCredentials, CredentialError> {
    do throws(CredentialError) {
      return .success(try find())
    } catch {
      return .failure(error)
    }
  }

  private func find() throws(CredentialError) -> AWSCredentials {
    // A profile of the configuration is meant to win.
    if profile == nil, let found = try environment.credentials() { return found }
    let profiles = try Profiles(environment)
    let name = profileName
    guard name == Self.defaultProfile || profiles.contains(name) else {
      throw CredentialError(
        .configuration, "There is no profile \(name) in \(profiles.paths); add it or name another.")
    }
    let chain = ProfileCredentials(
      profiles: profiles, environment: environment,
      service: SecurityTokenService(region: knownRegion(profiles), environment: environment))
    if let found = try chain.credentials(of: name, usesEnvironment: profile == nil) {
      return found
    }
    if let found = try ContainerEndpoint(environment: environment).credentials() { return found }
    switch try InstanceMetadata(environment: environment).credentials() {
    case .credentials(let found): return found
    case .none(let reason): throw nothing(name, profiles, reason)
    }
  }

  private func nothing(
    _ name: String, _ profiles: Profiles, _ reason: String
  ) -> CredentialError {
    CredentialError(
      .none,
      "There are no AWS credentials: none in the environment (AWS_ACCESS_KEY_ID, "
        + "AWS_WEB_IDENTITY_TOKEN_FILE), none of profile \(name) in \(profiles.paths), no "
        + "container endpoint, and none of the instance's metadata service (\(reason))")
  }

  /// Where requests are signed for; nil where nothing says it.
  var region: String? { knownRegion(try? Profiles(environment)) }

  private func knownRegion(_ profiles: Profiles?) -> String? {
    configuredRegion ?? environment["AWS_REGION"] ?? environment["AWS_DEFAULT_REGION"]
      ?? profiles?.values(profileName)["region"]
  }
}
