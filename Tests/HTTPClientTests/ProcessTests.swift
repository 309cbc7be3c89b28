import Glibc
import Testing

@testable import HTTPClient

/// What an HTTP client leaves behind in its process; each test has a process of its own.
@Suite struct ProcessTests {
  @Test func `Nothing of libcurl is in a process that makes no request`() async {
    await #expect(processExitsWith: .success) {
      let client = try HTTPClient.test(["example.com"])
      client.cancel(1)
      #expect(dlopen("libcurl.so.4", RTLD_NOW | RTLD_NOLOAD) == nil)
      client.shutdown()
    }
  }

  @Test func `Shutdown ends the thread`() async {
    await #expect(processExitsWith: .success) {
      let server = FixtureServer { _ in reply() }
      let client = try HTTPClient.test(server)
      #expect(await client.get(server.url()).response?.status == 200)
      #expect(threadNames().contains("http-client"))
      client.shutdown()
      #expect(!threadNames().contains("http-client"))
    }
  }

  @Test func `No descriptor and no memory is left behind by failures`() async {
    await #expect(processExitsWith: .success) {
      let server = FixtureServer { connection in
        while let request = connection.readRequest() {
          switch request.target {
          case "/cut": return
          case "/reset": return connection.reset()
          case "/garbage": connection.write("garbage\r\n\r\n")
          case "/large": connection.write(reply("200 OK", String(repeating: "x", count: 100_000)))
          default: connection.readToEnd()
          }
        }
      }
      let paths = ["/cut", "/reset", "/garbage", "/large", "/silent"]
      func round(_ client: HTTPClient) async {
        for path in paths {
          let outcome = await client.exchange(
            HTTPClientRequest(
              url: server.url(path), timeoutMilliseconds: 20, responseLimitBytes: 1_000))
          #expect(outcome.failure != nil)
        }
      }
      // The runtime opens a few descriptors of its own; a leak would be hundreds.
      let few = descriptorCount() + 10
      for _ in 0..<5 { await round(try HTTPClient.test(server)) }
      let memory = residentBytes()
      for _ in 0..<5 {
        let client = try HTTPClient.test(server)
        for _ in 0..<20 { await round(client) }
        client.shutdown()
      }
      #expect(try await eventually { descriptorCount() < few })
      #expect(residentBytes() < memory + 8 << 20)
    }
  }

  @Test func `A connection is not inherited by a child process`() async {
    await #expect(processExitsWith: .success) {
      let server = FixtureServer { _ in reply() }
      let client = try HTTPClient.test(server)
      #expect(await client.get(server.url()).response?.status == 200)
      let descriptors = names(in: "/proc/self/fd").compactMap { Int32($0) }
      let connections = descriptors.filter { peerPort($0) == server.port }
      #expect(connections.count == 1)
      #expect(connections.allSatisfy { fcntl($0, F_GETFD) & FD_CLOEXEC != 0 })
    }
  }

  @Test func `A connection whose peer is gone is noticed`() async {
    await #expect(processExitsWith: .success) {
      let server = FixtureServer { _ in reply() }
      let client = try HTTPClient.test(server)
      #expect(await client.get(server.url()).response?.status == 200)
      let connection = try #require(
        names(in: "/proc/self/fd").compactMap { Int32($0) }
          .first { peerPort($0) == server.port })
      #expect(socketOption(connection, SOL_SOCKET, SO_KEEPALIVE) == 1)
      #expect(
        socketOption(connection, CInt(IPPROTO_TCP), TCP_KEEPIDLE)
          == HTTPClientLimits.keepAliveIdleSeconds)
      #expect(
        socketOption(connection, CInt(IPPROTO_TCP), TCP_KEEPINTVL)
          == HTTPClientLimits.keepAliveIntervalSeconds)
    }
  }

  @Test func `A proxy of the environment is used, and no_proxy is heeded`() async {
    await #expect(processExitsWith: .success) {
      let proxy = FixtureServer { reply("200 OK", "proxy \($0.target)") }
      let direct = FixtureServer { reply("200 OK", "direct \($0.target)") }
      setenv("http_proxy", "http://127.0.0.1:\(proxy.port)", 1)
      let client = try HTTPClient.test(["name.invalid:80", "127.0.0.1:\(direct.port)"])
      #expect(await client.get("http://name.invalid/x").text == "proxy http://name.invalid/x")
      #expect(await client.get(direct.url("/y")).text == "direct /y")
    }
  }
}

private func names(in folder: String) -> [String] {
  guard let directory = opendir(folder) else { return [] }
  defer { closedir(directory) }
  var names: [String] = []
  while let entry = readdir(directory) {
    names.append(
      withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      })
  }
  return names.filter { !$0.hasPrefix(".") }
}

/// The port that a connected IPv4 socket leads to.
private func peerPort(_ descriptor: Int32) -> UInt16? {
  var address = sockaddr_in()
  var length = socklen_t(MemoryLayout<sockaddr_in>.size)
  let result = withUnsafeMutablePointer(to: &address) {
    $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { getpeername(descriptor, $0, &length) }
  }
  return result == 0 ? UInt16(bigEndian: address.sin_port) : nil
}

private func socketOption(_ descriptor: Int32, _ level: CInt, _ name: CInt) -> Int {
  var value: CInt = -1
  var length = socklen_t(MemoryLayout<CInt>.size)
  getsockopt(descriptor, level, name, &value, &length)
  return Int(value)
}

private func descriptorCount() -> Int { names(in: "/proc/self/fd").count }

private func threadNames() -> [String] {
  names(in: "/proc/self/task").map { firstLine("/proc/self/task/\($0)/comm") }
}

private func residentBytes() -> Int {
  let fields = firstLine("/proc/self/statm").split(separator: " ")
  return (fields.count > 1 ? Int(fields[1]) ?? 0 : 0) * 4_096
}

private func firstLine(_ path: String) -> String {
  guard let file = fopen(path, "r") else { return "" }
  defer { fclose(file) }
  var buffer = [CChar](repeating: 0, count: 256)
  guard fgets(&buffer, 256, file) != nil else { return "" }
  let text = buffer.prefix { $0 != 0 && $0 != 10 }.map { UInt8(bitPattern: $0) }
  return String(decoding: text, as: UTF8.self)
}
