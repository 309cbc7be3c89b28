import Glibc

/// Variables of a process. One that is empty counts as not set.
struct Environment: Sendable {
  private let variables: [String: String]

  init(_ variables: [String: String]) { self.variables = variables }

  subscript(_ name: String) -> String? {
    variables[name].flatMap { $0.isEmpty ? nil : $0 }
  }

  /// Whether it says "true", in any case.
  func isTrue(_ name: String) -> Bool { self[name]?.lowercased() == "true" }

  /// The path with "~" of this environment in place of a leading one.
  func expand(_ path: String) -> String {
    guard path == "~" || path.hasPrefix("~/"), let home = self["HOME"] else { return path }
    return home + path.dropFirst()
  }
}

extension Environment {
  /// `AWS_ACCESS_KEY_ID` and what belongs to it; nil without it.
  func credentials() throws(CredentialError) -> AWSCredentials? {
    guard let key = self["AWS_ACCESS_KEY_ID"] else { return nil }
    guard let secret = self["AWS_SECRET_ACCESS_KEY"] else {
      throw CredentialError(
        .configuration, "AWS_ACCESS_KEY_ID is set, and AWS_SECRET_ACCESS_KEY is not; set both.")
    }
    var expiration: Int64?
    if let text = self["AWS_CREDENTIAL_EXPIRATION"] {
      guard let time = ISOTime.unixSeconds(text) else {
        throw CredentialError(
          .configuration, "AWS_CREDENTIAL_EXPIRATION is no time such as 2026-07-28T12:00:00Z.")
      }
      expiration = time
    }
    return AWSCredentials(
      SigningCredentials(
        key: key, secret: secret,
        token: self["AWS_SESSION_TOKEN"] ?? self["AWS_SECURITY_TOKEN"]),
      expiration: expiration, source: "the environment")
  }
}

extension CredentialChain {
  /// Every variable that a chain, and `SecretsManagerClient` over it, look at.
  package static let variables = [
    "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_SECURITY_TOKEN",
    "AWS_CREDENTIAL_EXPIRATION", "AWS_PROFILE", "AWS_DEFAULT_PROFILE", "AWS_REGION",
    "AWS_DEFAULT_REGION", "AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE", "HOME",
    "AWS_WEB_IDENTITY_TOKEN_FILE", "AWS_ROLE_ARN", "AWS_ROLE_SESSION_NAME",
    "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "AWS_CONTAINER_CREDENTIALS_FULL_URI",
    "AWS_CONTAINER_AUTHORIZATION_TOKEN", "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE",
    "AWS_EC2_METADATA_DISABLED", "AWS_EC2_METADATA_SERVICE_ENDPOINT",
    "AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE", "AWS_METADATA_SERVICE_TIMEOUT",
    "AWS_METADATA_SERVICE_NUM_ATTEMPTS", "AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_STS",
    "AWS_ENDPOINT_URL_SECRETS_MANAGER", "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS",
  ]

  /// Those of this process that are set.
  package static func processEnvironment() -> [String: String] {
    var environment: [String: String] = [:]
    for name in variables {
      if let value = getenv(name) { environment[name] = String(cString: value) }
    }
    return environment
  }
}
