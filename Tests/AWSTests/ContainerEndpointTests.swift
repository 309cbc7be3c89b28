import Testing

@testable import AWS

/// Where a container's credentials may come from.
@Suite struct ContainerEndpointTests {
  private static let relative = "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"
  private static let full = "AWS_CONTAINER_CREDENTIALS_FULL_URI"

  private func url(_ environment: [String: String]) throws(CredentialError) -> String? {
    try ContainerEndpoint(environment: Environment(environment)).url()
  }

  @Test func theRelativeOneWins() throws {
    #expect(try url([:]) == nil)
    #expect(try url([Self.relative: "/v2/x?y=z"]) == "http://169.254.170.2/v2/x?y=z")
    let both = [Self.relative: "/x", Self.full: "http://127.0.0.1/y"]
    #expect(try url(both) == "http://169.254.170.2/x")
  }

  @Test(arguments: [
    "http://127.0.0.1:8080/x", "http://127.9.9.9/", "http://[::1]/", "http://localhost:1/",
    "http://169.254.170.2/", "http://169.254.170.23/v1/credentials", "http://[fd00:ec2::23]/v1",
    "https://credentials.example/x",
  ])
  func placesOfTheMachineAreAskedPlainly(_ text: String) throws {
    #expect(try url([Self.full: text]) == text)
  }

  @Test(arguments: [
    "http://169.254.169.254/", "http://credentials.example/", "http://127.0.0.1.example/",
    "http://localhost.example/", "http://128.0.0.1/", "http://user@localhost/", "file:///x", "x",
  ])
  func othersAreNot(_ text: String) {
    #expect(throws: CredentialError.self) { try url([Self.full: text]) }
  }
}
