import Testing

@testable import HTTPServer

/// The limits that the parser keeps, each just reached and just passed.
@Suite struct HTTPLimitsTests {
  private static let head = "GET / HTTP/1.1\r\nHost: a\r\n"

  @Test func `bounds the target`() {
    let limits = HTTPLimits()
    let longest = "/" + String(repeating: "a", count: limits.targetBytes - 1)
    #expect(parse("GET \(longest) HTTP/1.1\r\nHost: a\r\n\r\n").requests.count == 1)
    #expect(parse("GET \(longest)a HTTP/1.1\r\nHost: a\r\n\r\n").refusal == .targetTooLong)
    let endless = Array(("GET " + longest + longest).utf8)
    #expect(parse([endless[...]]).refusal == .targetTooLong)
    #expect(parse(endless.indices.map { endless[$0...$0] }).refusal == .targetTooLong)
  }

  @Test func `bounds the head`() {
    var limits = HTTPLimits()
    limits.headBytes = 200
    let room = 200 - Self.head.utf8.count - "X: \r\n\r\n".utf8.count
    let value = String(repeating: "v", count: room)
    #expect(parse("\(Self.head)X: \(value)\r\n\r\n", limits: limits).requests.count == 1)
    let tooLong = "\(Self.head)X: \(value)v\r\n\r\n"
    for pieces in everySplit(tooLong) {
      #expect(parse(pieces, limits: limits).refusal == .headTooLong)
    }
    let endless = Array((Self.head + "X: " + value + value).utf8)
    #expect(parse([endless[...]], limits: limits).refusal == .headTooLong)
    #expect(parse(endless.indices.map { endless[$0...$0] }, limits: limits).refusal == .headTooLong)
  }

  @Test func `bounds the number of fields`() {
    let fields = (1..<100).map { "X\($0): y\r\n" }.joined()
    #expect(parse(Self.head + fields + "\r\n").requests.first?.fields.count == 100)
    #expect(parse(Self.head + fields + "Z: y\r\n\r\n").refusal == .tooManyFields)
  }

  @Test func `bounds the content`() {
    var limits = HTTPLimits()
    limits.bodyBytes = 10
    let head = "POST / HTTP/1.1\r\nHost: a\r\n"
    let chunked = head + "Transfer-Encoding: chunked\r\n\r\n"
    #expect(parse(head + "Content-Length: 11\r\n\r\n", limits: limits).refusal == .bodyTooLarge)
    let full = parse(chunked + "4\r\n1234\r\n6\r\n567890\r\n0\r\n\r\n", limits: limits)
    #expect(full.requests.first?.body == "1234567890")
    for text in ["B\r\n", "4\r\n1234\r\n7\r\n", "FFFFFFFFFFFFFFFFFFFFFFFF\r\n"] {
      #expect(parse(chunked + text, limits: limits).refusal == .bodyTooLarge)
    }
  }

  @Test func `bounds chunk extensions and trailers`() {
    var limits = HTTPLimits()
    (limits.chunkExtensionBytes, limits.trailerBytes) = (20, 20)
    let head = "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
    let pieces = String(repeating: "1;ext\r\na\r\n", count: 7)
    #expect(parse(head + pieces, limits: limits).refusal == .badChunkExtension)
    let zeros = String(repeating: "0", count: 30)
    #expect(parse(head + zeros + "1\r\na\r\n", limits: limits).refusal == .badChunkExtension)
    let trailers = "0\r\n" + String(repeating: "T: v\r\n", count: 4) + "\r\n"
    #expect(parse(head + trailers, limits: limits).refusal == .trailerTooLong)
  }
}
