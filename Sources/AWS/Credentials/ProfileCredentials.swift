/// Credentials that a profile leads to: keys that stand in it, or a role that it names.
struct ProfileCredentials {
  /// The most roles that lead from one to the next.
  static let maximumRoles = 8

  let profiles: Profiles
  let environment: Environment
  let service: SecurityTokenService

  /// nil where the profile leads to none.
  func credentials(
    of name: String, usesEnvironment: Bool
  ) throws(CredentialError) -> AWSCredentials? {
    if namesRole(name) { return try role(of: name, visited: [name]) }
    return try withoutRole(name, usesEnvironment: usesEnvironment)
  }

  private func namesRole(_ name: String) -> Bool {
    let values = profiles.values(name)
    return values["role_arn"] != nil && values["web_identity_token_file"] == nil
  }

  private func hasKeys(_ name: String) -> Bool {
    let values = profiles.values(name)
    return values["aws_access_key_id"] != nil || values["aws_secret_access_key"] != nil
  }

  private func withoutRole(
    _ name: String, usesEnvironment: Bool
  ) throws(CredentialError) -> AWSCredentials? {
    if let found = try webIdentity(name, usesEnvironment: usesEnvironment) { return found }
    let values = profiles.values(name)
    for key in ["sso_account_id", "sso_role_name", "login_session"] where values[key] != nil {
      throw unsupported(name, key, "a login in a browser, which a server has not")
    }
    if let found = try profiles.sharedCredentials(name) { return found }
    if values["credential_process"] != nil {
      throw unsupported(name, "credential_process", "a program, and Toolrack runs none for keys")
    }
    return try profiles.configuredCredentials(name)
  }

  private func unsupported(_ name: String, _ key: String, _ what: String) -> CredentialError {
    CredentialError(
      .configuration,
      "Profile \(name) has \(key), which asks for \(what); use a role, a container's or an "
        + "instance's credentials, or put keys into the environment ("
        + "\"aws configure export-credentials --profile \(name) --format env\" prints them).")
  }

  private func webIdentity(
    _ name: String, usesEnvironment: Bool
  ) throws(CredentialError) -> AWSCredentials? {
    let values = profiles.values(name)
    func setting(_ key: String, _ variable: String) -> String? {
      usesEnvironment ? environment[variable] ?? values[key] : values[key]
    }
    guard let path = setting("web_identity_token_file", "AWS_WEB_IDENTITY_TOKEN_FILE") else {
      return nil
    }
    guard let role = setting("role_arn", "AWS_ROLE_ARN") else {
      throw CredentialError(
        .configuration,
        "There is a web identity token (\(path)) and no role for it; set AWS_ROLE_ARN, or role_arn "
          + "in profile \(name).")
    }
    // Read each time: it is changed while the process runs.
    guard
      let token = FileContent.read(
        environment.expand(path), maximumBytes: SecurityTokenService.tokenBytes), !token.isEmpty
    else {
      throw CredentialError(
        .configuration, "The web identity token \(path) cannot be read, is empty or too long.")
    }
    return try service.assumeRole(
      role, session: setting("role_session_name", "AWS_ROLE_SESSION_NAME"), token: token.text)
  }

  // MARK: - Roles

  private func role(
    of name: String, visited: [String]
  ) throws(CredentialError) -> AWSCredentials {
    let values = profiles.values(name)
    guard let role = values["role_arn"] else {
      throw CredentialError(.configuration, "Profile \(name) names no role.")
    }
    if values["mfa_serial"] != nil {
      throw CredentialError(
        .configuration,
        "Profile \(name) has mfa_serial, which asks a person for a code; use a role without it.")
    }
    let credentials = try source(of: name, visited)
    return try service.assumeRole(
      role, session: values["role_session_name"], externalID: values["external_id"],
      seconds: values["duration_seconds"].flatMap { Int($0) }, credentials)
  }

  private func source(
    of name: String, _ visited: [String]
  ) throws(CredentialError) -> AWSCredentials {
    let values = profiles.values(name)
    switch (values["source_profile"], values["credential_source"]) {
    case (let source?, nil): return try self.source(source, of: name, visited)
    case (nil, let source?): return try named(source, name)
    case (nil, nil):
      throw CredentialError(
        .configuration,
        "Profile \(name) has role_arn without source_profile or credential_source; add one.")
    case (_?, _?):
      throw CredentialError(
        .configuration,
        "Profile \(name) has both source_profile and credential_source; leave one out.")
    }
  }

  private func source(
    _ source: String, of name: String, _ visited: [String]
  ) throws(CredentialError) -> AWSCredentials {
    guard profiles.contains(source) else {
      throw CredentialError(
        .configuration, "Profile \(name) has the source_profile \(source), which is not there.")
    }
    let isOwnKeys = source == name && hasKeys(source)
    guard isOwnKeys || !visited.contains(source), visited.count <= Self.maximumRoles else {
      throw CredentialError(
        .configuration,
        "The source_profile of profile \(name) leads back or too far: "
          + (visited + [source]).joined(separator: ", ") + ".")
    }
    if namesRole(source), !hasKeys(source) {
      return try role(of: source, visited: visited + [source])
    }
    guard let found = try withoutRole(source, usesEnvironment: false) else {
      throw CredentialError(
        .configuration, "Profile \(source), a source_profile, leads to no credentials.")
    }
    return found
  }

  private func named(
    _ source: String, _ name: String
  ) throws(CredentialError) -> AWSCredentials {
    let found: AWSCredentials? =
      switch source.lowercased() {
      case "environment": try environment.credentials()
      case "ecscontainer": try ContainerEndpoint(environment: environment).credentials()
      case "ec2instancemetadata":
        if case .credentials(let found) = try InstanceMetadata(environment: environment)
          .credentials()
        {
          found
        } else {
          nil
        }
      default:
        throw CredentialError(
          .configuration,
          "Profile \(name) has a credential_source that is none of Environment, EcsContainer and "
            + "Ec2InstanceMetadata.")
      }
    guard let found else {
      throw CredentialError(
        .unavailable, "Profile \(name) takes its credentials from \(source), which has none.")
    }
    return found
  }
}
