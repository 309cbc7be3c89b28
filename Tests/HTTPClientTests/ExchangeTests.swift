import Glibc
import Synchronization
import Testing

@testable import HTTPClient

@Suite struct ExchangeTests {
  /// Answers with the request itself: its head, an empty line, its body.
  private let mirror = FixtureServer { request in
    reply("200 OK", request.head + "\n" + String(decoding: request.body, as: UTF8.self))
  }

  @Test func `A response has status, version, fields and body`() async throws {
    let server = FixtureServer { _ in
      reply("404 Not Found", "gone", fields: ["X-A: 1", "x-a: 2"])
    }
    let response = try #require(await HTTPClient.test(server).get(server.url("/x?y")).response)
    #expect(response.status == 404)
    #expect(response.version == .oneDotOne)
    #expect(response.fields.map(\.name) == ["X-A", "x-a", "Content-Length"])
    #expect(response.field("X-A") == "1")
    #expect(response.body == Array("gone".utf8))
  }

  @Test func `A request is sent as it is given, and with nothing besides`() async throws {
    let request = HTTPClientRequest(
      method: "POST", url: mirror.url("/a/b?c=d&e#f"),
      fields: [("Authorization", "Bearer t"), ("X-Empty", ""), ("X-Space", "  a b  ")],
      body: Array("hello".utf8))
    let text = try #require(await HTTPClient.test(mirror).exchange(request).text)
    let lines = Set(text.split(separator: "\r\n").flatMap { $0.split(separator: "\n") })
    let expected: Set<Substring> = [
      "POST /a/b?c=d&e HTTP/1.1", "Host: 127.0.0.1:\(mirror.port)", "User-Agent: toolrack/test",
      "Accept: */*", "Authorization: Bearer t", "X-Empty:", "X-Space:   a b  ",
      "Content-Length: 5", "hello",
    ]
    #expect(lines == expected)
  }

  @Test func `A request's own fields replace those of the client`() async throws {
    let request = HTTPClientRequest(
      method: "POST", url: mirror.url(),
      fields: [("user-agent", "mine"), ("Accept", "a/b"), ("content-type", "c/d")], body: [65])
    let text = try #require(await HTTPClient.test(mirror).exchange(request).text)
    #expect(text.contains("user-agent: mine") && !text.contains("toolrack/test"))
    #expect(text.contains("Accept: a/b") && !text.contains("*/*"))
    #expect(text.contains("content-type: c/d") && !text.contains("urlencoded"))
  }

  @Test(arguments: ["GET", "DELETE", "OPTIONS", "PUT", "PATCH", "POST", "PROPFIND"])
  func `A method keeps its name and its body`(method: String) async throws {
    let client = try HTTPClient.test(mirror)
    for body in ["", "content"] {
      let request = HTTPClientRequest(method: method, url: mirror.url(), body: Array(body.utf8))
      let text = try #require(await client.exchange(request).text)
      #expect(text.hasPrefix("\(method) / HTTP/1.1\r\n"))
      #expect(text.hasSuffix("\n" + body))
      let needsLength = !body.isEmpty || ["PUT", "PATCH", "POST"].contains(method)
      #expect(text.contains("Content-Length: \(body.utf8.count)") == needsLength)
    }
  }

  @Test func `A HEAD response has fields and no body`() async throws {
    let server = FixtureServer { _ in "HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n" }
    let client = try HTTPClient.test(server)
    for _ in 0..<2 {
      let request = HTTPClientRequest(method: "HEAD", url: server.url())
      let response = try #require(await client.exchange(request).response)
      #expect(response.field("content-length") == "99999999999")
      #expect(response.body.isEmpty)
    }
    #expect(server.accepted == 1)
  }

  @Test func `A large body goes both ways`() async throws {
    let body = (0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 % 251) }
    let server = FixtureServer { connection in
      while let request = connection.readRequest() {
        connection.write("HTTP/1.1 200 OK\r\nContent-Length: \(request.body.count)\r\n\r\n")
        connection.write(request.body)
      }
    }
    let request = HTTPClientRequest(method: "PUT", url: server.url(), body: body)
    let response = try #require(await HTTPClient.test(server).exchange(request).response)
    #expect(response.body == body)
  }

  @Test func `Chunks are joined and trailers dropped`() async throws {
    let server = FixtureServer { _ in
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
        + "3\r\nabc\r\n2;x=y\r\nde\r\n0\r\nT: 1\r\n\r\n"
    }
    let outcome = try await HTTPClient.test(server).get(server.url())
    #expect(outcome.text == "abcde")
    #expect(outcome.response?.field("T") == nil)
  }

  @Test func `Interim responses are passed over`() async throws {
    let server = FixtureServer { _ in
      "HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n" + reply("201 Created", "made")
    }
    let outcome = try await HTTPClient.test(server).get(server.url())
    #expect(outcome.response?.status == 201)
    #expect(outcome.response?.field("link") == nil)
  }

  @Test func `One connection serves many exchanges`() async throws {
    let client = try HTTPClient.test(mirror)
    for _ in 0..<50 { #expect(await client.get(mirror.url()).response?.status == 200) }
    #expect(mirror.accepted == 1)
  }

  @Test func `Many exchanges at a time share connections and do not mix`() async throws {
    let server = FixtureServer { reply("200 OK", String($0.target)) }
    let client = try HTTPClient.test(server)
    let right = await withTaskGroup(of: Int.self) { group in
      for task in 0..<64 {
        group.addTask {
          var right = 0
          for turn in 0..<20 {
            let path = "/\(task)/\(turn)"
            if await client.get(server.url(path)).text == path { right += 1 }
          }
          return right
        }
      }
      return await group.reduce(0, +)
    }
    #expect(right == 64 * 20)
    #expect((1...64).contains(server.accepted))
  }

  @Test func `More exchanges than connections wait for one`() async throws {
    let server = FixtureServer { reply("200 OK", String($0.target)) }
    let client = try HTTPClient.test(server)
    let right = await withTaskGroup(of: Bool.self) { group in
      for task in 0..<500 {
        group.addTask { await client.get(server.url("/\(task)")).text == "/\(task)" }
      }
      return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
    }
    #expect(right == 500)
    #expect((1...64).contains(server.accepted))
  }

  @Test func `A host that is not listed is refused before anything is sent`() async throws {
    let outcome = await (try HTTPClient.test(["example.com"])).get(mirror.url("/x?secret"))
    #expect(
      outcome.failure
        == HTTPClientError(
          .refused,
          "test may not reach 127.0.0.1:\(mirror.port); add \"127.0.0.1:\(mirror.port)\" to "
            + "plugin.test.egress in the configuration file to allow it."))
    #expect(mirror.accepted == 0)
  }

  @Test func `Every completion runs on the client's thread, a refusal's too`() async throws {
    let client = try HTTPClient.test(mirror)
    func thread(_ url: String) async -> pthread_t {
      await withCheckedContinuation { continuation in
        client.send(HTTPClientRequest(url: url)) { _ in
          continuation.resume(returning: pthread_self())
        }
      }
    }
    #expect(await thread(mirror.url()) == thread("http://not-listed.example/"))
    #expect(await thread("ftp://x/") == thread(mirror.url()))
  }

  @Test func `An exchange may be started within a completion`() async throws {
    let client = try HTTPClient.test(mirror)
    let url = mirror.url()
    let status = await withCheckedContinuation { continuation in
      client.send(HTTPClientRequest(url: url)) { _ in
        client.send(HTTPClientRequest(url: url)) {
          continuation.resume(returning: $0.response?.status)
        }
      }
    }
    #expect(status == 200)
  }

  @Test func `Numbers are given once`() throws {
    let client = try HTTPClient.test(mirror)
    let first = client.makeExchange()
    let second = client.send(HTTPClientRequest(url: "")) { _ in }
    #expect(client.send(HTTPClientRequest(url: ""), exchange: first) { _ in } == first)
    #expect(Set([first, second, client.makeExchange()]).count == 3)
  }
}
