import Glibc
import HTTPClient

/// The endpoint that gives a container its credentials: of ECS, or of EKS's agent.
struct ContainerEndpoint {
  private static let relativeHost = "169.254.170.2"
  /// Where plain HTTP may go beside this machine itself.
  private static let plainHosts = [relativeHost, "169.254.170.23", "fd00:ec2::23", "localhost"]
  private static let timeoutMilliseconds = 2_000
  private static let attempts = 3
  private static let pauseMicroseconds: UInt32 = 1_000_000
  private static let tokenBytes = 16 << 10
  private static let source = "container's endpoint of credentials"

  let environment: Environment

  /// nil where the environment names no endpoint.
  func credentials() throws(CredentialError) -> AWSCredentials? {
    guard let url = try url() else { return nil }
    var failure = ""
    for attempt in 1...Self.attempts {
      if attempt > 1 { usleep(Self.pauseMicroseconds) }
      var fields = [(name: "Accept", value: "application/json")]
      if let token = try token() { fields.append((name: "Authorization", value: token)) }
      let request = HTTPClientRequest(
        url: url, fields: fields, timeoutMilliseconds: Self.timeoutMilliseconds)
      switch BlockingHTTP.send(request, isLocal: true) {
      case .success(let response) where response.status == 200:
        return try EndpointCredentials.read(response.body, source: Self.source)
      case .success(let response): failure = "it answers \(response.status)"
      case .failure(let error): failure = error.message
      }
    }
    throw CredentialError(.unavailable, "The \(Self.source) gives none: \(failure)")
  }

  func url() throws(CredentialError) -> String? {
    if let relative = environment["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"] {
      return "http://\(Self.relativeHost)\(relative)"
    }
    guard let url = environment["AWS_CONTAINER_CREDENTIALS_FULL_URI"] else { return nil }
    let target: RequestTarget
    do {
      target = try RequestTarget(url: url)
    } catch {
      throw CredentialError(
        .configuration, "AWS_CONTAINER_CREDENTIALS_FULL_URI is no URL: \(error.message)")
    }
    guard target.isSecure || target.isLoopback || Self.plainHosts.contains(target.name) else {
      throw CredentialError(
        .configuration,
        "AWS_CONTAINER_CREDENTIALS_FULL_URI leads to \(target.name) over plain HTTP, which is for "
          + "this machine and \(Self.plainHosts.joined(separator: ", ")) only; use https.")
    }
    return url
  }

  /// Read each time: it is changed while the process runs.
  private func token() throws(CredentialError) -> String? {
    let variable = "AWS_CONTAINER_AUTHORIZATION_TOKEN"
    guard let path = environment["\(variable)_FILE"] else {
      return try checked(environment[variable], variable)
    }
    guard let bytes = FileContent.read(path, maximumBytes: Self.tokenBytes) else {
      throw CredentialError(
        .configuration, "\(path) of \(variable)_FILE cannot be read, or it is too long.")
    }
    return try checked(bytes.text, path)
  }

  private func checked(_ token: String?, _ place: String) throws(CredentialError) -> String? {
    guard let token else { return nil }
    guard !token.utf8.contains(where: { $0 == 0x0A || $0 == 0x0D }) else {
      throw CredentialError(
        .configuration, "\(place) holds a line break; the token of an endpoint has none.")
    }
    return token
  }
}
