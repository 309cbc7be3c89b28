import Testing

@testable import HTTPClient

/// What a streamed exchange hands on, and until when it may last: without libcurl.
@Suite struct TransferTests {
  private let arrived = Arrivals()

  private func transfer(
    limit: Int = .max, deadline: UInt64 = 50, end: UInt64 = .max, follows: Bool = false,
    method: String = "GET", isStreamed: Bool = true
  ) throws -> Transfer {
    let hop = Hop(
      url: try HTTPURL(parsing: "http://a.example/x?secret"), method: method, fields: [], body: [])
    let options = Submission.Options(
      deadline: deadline, end: end, timeoutMilliseconds: 50, responseLimitBytes: limit,
      followsRedirects: follows, mayRetry: false, usesProxies: true)
    return Transfer(
      Submission(
        number: 1, hop: hop, options: options, receiver: isStreamed ? arrived.receiver : nil,
        completion: { _ in }))
  }

  private func takeHead(_ transfer: Transfer, _ lines: String...) -> Bool {
    lines.allSatisfy { line in
      Array((line + "\r\n").utf8).withUnsafeBytes { transfer.takeHead($0) }
    }
  }

  private func takeBody(_ transfer: Transfer, _ text: String) -> Bool {
    Array(text.utf8).withUnsafeBytes { transfer.takeBody($0) }
  }

  @Test func `The head is handed on once, then each part of the body, and nothing is kept`() throws
  {
    let transfer = try transfer()
    #expect(takeHead(transfer, "HTTP/1.1 103 Early", "", "HTTP/1.1 200 OK", "A: b"))
    #expect(arrived.seen == [])
    #expect(takeHead(transfer, ""))
    #expect(arrived.seen == ["200 A: b"])
    #expect(takeBody(transfer, "one") && takeBody(transfer, "") && takeBody(transfer, "two"))
    #expect(takeHead(transfer, "Trailer: x"))
    #expect(arrived.seen == ["200 A: b", "one", "two"])
    #expect(transfer.reception.body.isEmpty)
    #expect(transfer.reception.hasBegun)
  }

  @Test func `A body over the limit ends it, whether announced or not`() throws {
    let announced = try transfer(limit: 5)
    #expect(!takeHead(announced, "HTTP/1.1 200 OK", "Content-Length: 6", ""))
    #expect(arrived.seen == [])
    let silent = try transfer(limit: 5)
    #expect(takeHead(silent, "HTTP/1.1 200 OK", ""))
    #expect(takeBody(silent, "12345"))
    #expect(!takeBody(silent, "6"))
    #expect(silent.reception.failure == .bodyTooLarge(limit: 5))
    #expect(arrived.seen == ["200 ", "12345"])
  }

  @Test func `A redirect that is followed is not handed on, any other is`() throws {
    let followed = try transfer(follows: true)
    #expect(takeHead(followed, "HTTP/1.1 302 Found", "Location: /y", ""))
    #expect(takeBody(followed, "moved"))
    #expect(arrived.seen == [])
    #expect(followed.deadline == 50)
    followed.begin()
    #expect(takeHead(followed, "HTTP/1.1 200 OK", ""))
    #expect(takeBody(followed, "here"))
    #expect(arrived.seen == ["200 ", "here"])
    #expect(takeHead(try transfer(), "HTTP/1.1 302 Found", "Location: /y", ""))
    #expect(takeHead(try transfer(follows: true), "HTTP/1.1 302 Found", ""))
    #expect(arrived.seen.suffix(2) == ["302 Location: /y", "302 "])
  }

  @Test func `The time-out counts until the head, the end for all of it`() throws {
    let transfer = try transfer(end: 900)
    #expect(transfer.deadline == 50 && transfer.nextInstant == 50)
    #expect(
      transfer.timeout
        == HTTPClientError(.timeout, "http://a.example:80/x did not answer within 50 ms."))
    #expect(takeHead(transfer, "HTTP/1.1 200 OK"))
    #expect(transfer.deadline == 50)
    #expect(takeHead(transfer, ""))
    #expect(transfer.deadline == 900 && transfer.nextInstant == 900)
    #expect(transfer.timeout.code == .timeout)
    #expect(transfer.timeout.message.contains("had not ended its response"))
  }

  @Test func `An end before the time-out comes first`() throws {
    #expect(try transfer(end: 20).deadline == 20)
  }

  @Test func `A response that is not streamed is kept, and its time-out is for all of it`() throws {
    let transfer = try transfer(isStreamed: false)
    #expect(takeHead(transfer, "HTTP/1.1 200 OK", "") && takeBody(transfer, "kept"))
    #expect(transfer.reception.body == Array("kept".utf8))
    #expect(transfer.deadline == 50)
    #expect(!transfer.isStreamed)
  }
}
