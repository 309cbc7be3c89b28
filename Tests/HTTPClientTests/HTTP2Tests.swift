import Glibc
import Testing

@testable import HTTPClient

/// `nghttpd` of Debian's nghttp2-server, behind a relay that counts connections.
private final class HTTP2Server: Sendable {
  static let isInstalled =
    access("/usr/bin/nghttpd", X_OK) == 0 || access("/usr/sbin/nghttpd", X_OK) == 0

  let certificate: FixtureCertificate
  let relay: FixtureServer
  private let process: FixtureProcess

  init?() async throws {
    let port = freePort()
    guard let certificate = FixtureCertificate(),
      let process = FixtureProcess([
        "nghttpd", "-a", "127.0.0.1", "--echo-upload", "\(port)", certificate.key,
        certificate.certificate,
      ])
    else { return nil }
    self.certificate = certificate
    self.process = process
    relay = FixtureServer { $0.relay(to: port) }
    guard try await eventually({ isListening(port) }) else { return nil }
  }

  var url: String { "https://127.0.0.1:\(relay.port)/" }

  func client() throws -> HTTPClient {
    try .test(["127.0.0.1:\(relay.port)"], trust: TrustStore(file: certificate.certificate))
  }
}

@Suite(.enabled(if: HTTP2Server.isInstalled, "nghttpd of package nghttp2-server is not installed"))
struct HTTP2Tests {
  private func upload(_ server: HTTP2Server, _ text: String) -> HTTPClientRequest {
    HTTPClientRequest(method: "POST", url: server.url, body: Array(text.utf8))
  }

  @Test func `HTTP/2 is used where the server has it`() async throws {
    let server = try #require(await HTTP2Server())
    let outcome = try await server.client().exchange(upload(server, "content"))
    #expect(outcome.response?.version == .two)
    #expect(outcome.text == "content")
  }

  @Test func `Streams at a time share one connection`() async throws {
    let server = try #require(await HTTP2Server())
    let client = try server.client()
    let streams = (0..<60).map { FixtureStream(client, upload(server, "\($0)")) }
    for (number, stream) in streams.enumerated() {
      #expect(try await stream.outcome()?.response?.version == .two)
      #expect(stream.arrivals.text == "\(number)")
    }
    #expect(server.relay.accepted == 1)
  }

  @Test func `Exchanges at a time share one connection`() async throws {
    let server = try #require(await HTTP2Server())
    let client = try server.client()
    let right = await withTaskGroup(of: Bool.self) { group in
      for task in 0..<60 {
        group.addTask { await client.exchange(upload(server, "\(task)")).text == "\(task)" }
      }
      return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
    }
    #expect(right == 60)
    #expect(server.relay.accepted == 1)
  }
}
