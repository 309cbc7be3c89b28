import Glibc
import Testing

@testable import HTTPClient

typealias Outcome = Result<HTTPClientResponse, HTTPClientError>

extension HTTPClient {
  /// Tests must not be led through a proxy of the machine they run on.
  private static let withoutProxy: Void = {
    setenv("no_proxy", "127.0.0.1,localhost", 1)
    setenv("NO_PROXY", "127.0.0.1,localhost", 1)
  }()

  /// A client that may reach the hosts given.
  static func test(_ egress: [String], trust: TrustStore = TrustStore()) throws -> HTTPClient {
    withoutProxy
    return HTTPClient(
      egress: try EgressList(egress), settingPath: "plugin.test.egress", userAgent: "toolrack/test",
      trust: trust)
  }

  /// A client that may reach the servers given.
  static func test(_ servers: FixtureServer...) throws -> HTTPClient {
    try test(servers.map { "127.0.0.1:\($0.port)" })
  }

  /// One exchange from start to completion.
  func exchange(_ request: HTTPClientRequest) async -> Outcome {
    await withCheckedContinuation { continuation in
      send(request) { continuation.resume(returning: $0) }
    }
  }

  func get(_ url: String) async -> Outcome { await exchange(HTTPClientRequest(url: url)) }
}

extension Outcome {
  var response: HTTPClientResponse? { try? get() }

  var failure: HTTPClientError? {
    if case .failure(let error) = self { error } else { nil }
  }

  var text: String? { response.map { String(decoding: $0.body, as: UTF8.self) } }
}

/// Waits until something is so; for what another thread is about to do.
func eventually(_ condition: () -> Bool) async throws -> Bool {
  for _ in 0..<1_000 {
    if condition() { return true }
    try await Task.sleep(for: .milliseconds(10))
  }
  return false
}
