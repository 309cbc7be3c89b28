import HTTPClient

/// The metadata service of an instance, version 2 (IMDSv2), also as AgentCore's runtime has it.
struct InstanceMetadata {
  private static let address = "http://169.254.169.254"
  private static let addressIPv6 = "http://[fd00:ec2::254]"
  private static let rolesPath = "/latest/meta-data/iam/security-credentials/"
  private static let tokenSeconds = "21600"
  /// Unless `AWS_METADATA_SERVICE_TIMEOUT` and `AWS_METADATA_SERVICE_NUM_ATTEMPTS` say otherwise.
  private static let timeoutSeconds = 1
  private static let attempts = 1
  private static let source = "instance's metadata service"
  private static let tokenField = "x-aws-ec2-metadata-token"

  let environment: Environment

  /// What came of it.
  enum Outcome {
    case credentials(AWSCredentials)
    /// There is no such service here, or it has no role; the reason, for people.
    case none(String)
  }

  /// Throws where the service is there and does not keep to its rules.
  func credentials() throws(CredentialError) -> Outcome {
    if environment.isTrue("AWS_EC2_METADATA_DISABLED") { return .none("it is switched off") }
    let token = send(
      "PUT", "/latest/api/token", [(Self.tokenField + "-ttl-seconds", Self.tokenSeconds)])
    guard case .success(let answer) = token, answer.status == 200, !answer.body.isEmpty else {
      return .none(reason(token))
    }
    let fields = [(name: Self.tokenField, value: answer.body.text)]
    let roles = send("GET", Self.rolesPath, fields)
    guard case .success(let list) = roles, list.status == 200,
      let role = list.body.split(separator: UInt8(ascii: "\n")).first
    else { return .none("it names no role: \(reason(roles))") }
    let name = Array(role).text
    guard name.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
      throw CredentialError(.unavailable, "The \(Self.source) names a role that can be none.")
    }
    let credentials = send("GET", Self.rolesPath + name, fields)
    guard case .success(let response) = credentials, response.status == 200 else {
      throw CredentialError(
        .unavailable, "The \(Self.source) gives no credentials: \(reason(credentials))")
    }
    return .credentials(try EndpointCredentials.read(response.body, source: Self.source))
  }

  private var base: String {
    if let own = environment["AWS_EC2_METADATA_SERVICE_ENDPOINT"] {
      return own.hasSuffix("/") ? String(own.dropLast()) : own
    }
    let mode = environment["AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE"]?.lowercased()
    return mode == "ipv6" ? Self.addressIPv6 : Self.address
  }

  private func number(_ variable: String, _ other: Int) -> Int {
    environment[variable].flatMap { Int($0) }.map { min(max($0, 1), 10) } ?? other
  }

  private func send(
    _ method: String, _ path: String, _ fields: [(name: String, value: String)]
  ) -> Result<HTTPClientResponse, HTTPClientError> {
    let seconds = number("AWS_METADATA_SERVICE_TIMEOUT", Self.timeoutSeconds)
    let request = HTTPClientRequest(
      method: method, url: base + path, fields: fields, timeoutMilliseconds: seconds * 1000)
    var outcome = BlockingHTTP.send(request, isLocal: true)
    for _ in 1..<max(number("AWS_METADATA_SERVICE_NUM_ATTEMPTS", Self.attempts), 1) {
      if case .success(let response) = outcome, response.status < 500 { break }
      outcome = BlockingHTTP.send(request, isLocal: true)
    }
    return outcome
  }

  private func reason(_ outcome: Result<HTTPClientResponse, HTTPClientError>) -> String {
    switch outcome {
    case .success(let response): "it answers \(response.status)"
    case .failure(let error):
      // Without its full stop: it stands in a sentence.
      error.message.hasSuffix(".") ? String(error.message.dropLast()) : error.message
    }
  }
}
