import Glibc
import HTTPServer
import Testing

@testable import LarkSandbox

/// A few requests through a real socket.
@Suite struct SocketTests {
  /// What a server of its own answers to each request, until it closes the connection. Runs on a
  /// thread of its own, since it waits.
  private func answers(to requests: [String]) async throws -> [String] {
    try await withCheckedThrowingContinuation { continuation in
      Detached.run {
        continuation.resume(with: Result { try Self.ask(requests) })
      }
    }
  }

  private static func ask(_ requests: [String]) throws -> [String] {
    let server = try HTTPServer(
      address: try SocketAddress("127.0.0.1:0"), limits: SandboxHandler.limits, loops: 1,
      handler: SandboxHandler(sandbox: Sandbox()))
    try server.start()
    defer { server.drain(timeoutMilliseconds: 1_000) }
    return requests.map { exchange(server.port, $0) }
  }

  private static func exchange(_ port: UInt16, _ request: String) -> String {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(descriptor) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    let connected = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard connected == 0 else { return "not connected" }
    let bytes = Array(request.utf8)
    _ = Glibc.send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL))
    var received: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = recv(descriptor, &buffer, buffer.count, 0)
      if count <= 0 { break }
      received += buffer[..<count]
    }
    return String(decoding: received, as: UTF8.self)
  }

  private func get(_ path: String, _ fields: String = "") -> String {
    "GET \(path) HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\(fields)\r\n"
  }

  @Test func aTokenThroughTheSocket() async throws {
    let body =
      "{\"app_id\":\"\(SandboxSettings.defaultAppID)\","
      + "\"app_secret\":\"\(SandboxSettings.defaultAppSecret)\"}"
    let answers = try await answers(to: [
      "POST /open-apis/auth/v3/tenant_access_token/internal HTTP/1.1\r\nHost: x\r\n"
        + "Connection: close\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)",
      get(
        "/open-apis/im/v1/chats?page_size=1",
        "Authorization: Bearer \(SandboxSettings.userToken)\r\n"),
    ])
    #expect(answers[0].hasPrefix("HTTP/1.1 200 OK\r\n"))
    #expect(answers[0].contains("X-Tt-Logid: "))
    #expect(answers[0].contains("\"tenant_access_token\":\"t-"))
    #expect(answers[1].contains("\"has_more\":true"))
  }

  @Test func refusalsHaveTheirStatusAndFields() async throws {
    let answers = try await answers(to: [
      get("/open-apis/bot/v3/info", "X-Sandbox-Fault: rate-limit=7\r\n"), get("/nowhere"),
    ])
    #expect(answers[0].hasPrefix("HTTP/1.1 429 "))
    #expect(answers[0].contains("x-ogw-ratelimit-reset: 7\r\n"))
    #expect(answers[1].hasPrefix("HTTP/1.1 404 "))
    #expect(answers[1].hasSuffix("404 page not found"))
  }

  /// The connection ends without a byte, and the server goes on.
  @Test func cutAnswersAreCut() async throws {
    let answers = try await answers(
      to: ["cut", "cut-after"].map { fault in
        get("/open-apis/bot/v3/info", "X-Sandbox-Fault: \(fault)\r\n")
      } + [get("/sandbox")])
    #expect(answers[0].isEmpty && answers[1].isEmpty)
    #expect(answers[2].hasPrefix("HTTP/1.1 200 "))
  }

  @Test func lateAnswersAreLate() async throws {
    let start = ContinuousClock.now
    let answers = try await answers(to: [
      get("/open-apis/bot/v3/info", "X-Sandbox-Fault: slow=120\r\n")
    ])
    #expect(answers[0].contains("99991661"))
    #expect(ContinuousClock.now - start >= .milliseconds(120))
  }
}

/// Runs work on a thread that belongs to nobody else.
enum Detached {
  private final class Work: Sendable {
    let body: @Sendable () -> Void
    init(_ body: @escaping @Sendable () -> Void) { self.body = body }
  }

  static func run(_ body: @escaping @Sendable () -> Void) {
    var thread = pthread_t()
    let work = Unmanaged.passRetained(Work(body)).toOpaque()
    let result = pthread_create(
      &thread, nil,
      { pointer in
        if let pointer { Unmanaged<Work>.fromOpaque(pointer).takeRetainedValue().body() }
        return nil
      }, work)
    precondition(result == 0)
    pthread_detach(thread)
  }
}
