import Testing

@testable import HTTPServer

@Suite struct HTTPRequestParserTests {
  static let good: [(String, [String])] = [
    ("GET / HTTP/1.1\r\nHost: a\r\n\r\n", ["GET / "]),
    ("\r\nGET /x?y=1?z HTTP/1.1\r\nHost: a:80\r\n\r\n", ["GET /x y=1?z"]),
    ("GET /? HTTP/1.1\r\nHost:\r\n\r\n", ["GET / "]),
    ("GET http://b:81/p?q HTTP/1.1\r\nHost: a\r\n\r\n", ["GET /p q"]),
    ("GET HTTPS://b HTTP/1.1\r\nHost: a\r\n\r\n", ["GET / "]),
    ("GET http://b?q HTTP/1.1\r\nHost: a\r\n\r\n", ["GET / q"]),
    ("OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n", ["OPTIONS * "]),
    ("GET / HTTP/1.0\r\n\r\n", ["GET / "]),
    ("GET / HTTP/1.7\r\nHost: [::1]:8\r\n\r\n", ["GET / "]),
    ("M-SEARCH / HTTP/1.1\r\nhOSt: \t a \t\r\nX:\r\nY: caf\u{E9}\t1\r\n\r\n", ["M-SEARCH / "]),
    ("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello", ["POST / |hello"]),
    ("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n", ["POST / "]),
    (
      "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: Chunked\r\n\r\n"
        + "5\r\nhello\r\n00B;a=\"b\"\r\n, my world!\r\n0\r\n\r\n",
      ["POST / |hello, my world!"]
    ),
    (
      "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
        + "1 ;x\r\na\r\n0;y\r\nTrailer: value\r\nOther:\r\n\r\nGET /2 HTTP/1.1\r\nHost: a\r\n\r\n",
      ["POST / |a", "GET /2 "]
    ),
    (
      "POST /1 HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nabGET /2 HTTP/1.1\r\nHost: a\r\n\r\n"
        + "\r\nGET /3 HTTP/1.1\r\nHost: a\r\n\r\n",
      ["POST /1 |ab", "GET /2 ", "GET /3 "]
    ),
  ]

  @Test(arguments: good) func `reads what is right, however it is cut`(
    text: String, expected: [String]
  ) {
    let whole = parse(text)
    let summaries = whole.requests.map {
      "\($0.method) \($0.path) \($0.query ?? "")" + ($0.body.isEmpty ? "" : "|\($0.body)")
    }
    #expect(summaries == expected)
    for pieces in everySplit(text) { #expect(parse(pieces) == whole) }
  }

  static let bad: [(String, HTTPRefusal)] = [
    ("GET / HTTP/1.1\nHost: a\r\n\r\n", .badLineEnd),
    ("GET / HTTP/1.1\r\nHost: a\n\n", .badLineEnd),
    ("GET / HTTP/1.1\r\nHost: a\r\n\n", .badLineEnd),
    ("\n", .badLineEnd),
    ("\r\n\r\nGET / HTTP/1.1\r\n", .badMethod),
    ("GET /\r HTTP/1.1\r\nHost: a\r\n\r\n", .badTarget),
    ("GET / HTTP/1.1\r\nHost: a\rb\r\n\r\n", .badCharacter(in: .fieldValue)),
    ("GET / HTTP/1.1\r\nHost: a\r\r\n\r\n", .badCharacter(in: .fieldValue)),
    (
      "GET / HTTP/1.1\r\nHost: a\r\nX: 12345678\u{0}2345678\r\n\r\n", .badCharacter(in: .fieldValue)
    ),
    ("GET / HTTP/1.1\r\nHost: a\r\nX: 1234567\u{7F}\r\n\r\n", .badCharacter(in: .fieldValue)),
    ("GET / HTTP/1.1\r\nHost: a\r\nX: 12\u{7F}456789012\r\n\r\n", .badCharacter(in: .fieldValue)),
    ("GET / HTTP/1.1\r\nHost: a\r\nX: 12\u{1F}456789012\r\n\r\n", .badCharacter(in: .fieldValue)),
    ("GET / HTTP/1.1\r\nHost: a\r\nX: \u{1B}[0m\r\n\r\n", .badCharacter(in: .fieldValue)),
    ("GET /\r\n", .badRequestLine),
    ("GET\r\n", .badRequestLine),
    ("GET  / HTTP/1.1\r\n", .badRequestLine),
    ("GET / HTTP/1.1 \r\n", .badVersion),
    ("GET /  HTTP/1.1\r\n", .badVersion),
    ("GET / /x HTTP/1.1\r\n", .badVersion),
    (" GET / HTTP/1.1\r\n", .badMethod),
    ("GE(T / HTTP/1.1\r\n", .badMethod),
    ("GET\t/ HTTP/1.1\r\n", .badMethod),
    ("G\u{0}T / HTTP/1.1\r\n", .badMethod),
    ("\u{16}\u{3}\u{1}\u{2}\r\n", .badMethod),
    ("GET / http/1.1\r\n", .badVersion),
    ("GET / HTTP/1.10\r\n", .badVersion),
    ("GET / HTTP/1\r\n", .badVersion),
    ("GET / HTTP/x.1\r\n", .badVersion),
    ("GET / HTTP/2.0\r\n", .unsupportedVersion),
    ("GET / HTTP/0.9\r\n", .unsupportedVersion),
    ("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", .badTarget),
    ("GET * HTTP/1.1\r\n", .badTarget),
    ("GET x HTTP/1.1\r\n", .badTarget),
    ("CONNECT a:443 HTTP/1.1\r\n", .badTarget),
    ("GET ftp://a/ HTTP/1.1\r\n", .badTarget),
    ("GET http:///x HTTP/1.1\r\n", .badTarget),
    ("GET http://u@a/ HTTP/1.1\r\n", .badTarget),
    ("GET /a#b HTTP/1.1\r\n", .badTarget),
    ("GET /\u{E9} HTTP/1.1\r\n", .badTarget),
    ("GET /a\\b HTTP/1.1\r\n", .badTarget),
    ("GET / HTTP/1.1\r\nHost: a\r\n folded\r\n\r\n", .foldedField),
    ("GET / HTTP/1.1\r\n Host: a\r\n\r\n", .foldedField),
    ("GET / HTTP/1.1\r\nHost: a\r\n\tx: y\r\n\r\n", .foldedField),
    ("GET / HTTP/1.1\r\nHost : a\r\n\r\n", .badCharacter(in: .fieldName)),
    ("GET / HTTP/1.1\r\nHo st: a\r\n\r\n", .badCharacter(in: .fieldName)),
    ("GET / HTTP/1.1\r\nX\u{E9}: a\r\n\r\n", .badCharacter(in: .fieldName)),
    ("GET / HTTP/1.1\r\n: a\r\n\r\n", .badFieldName),
    ("GET / HTTP/1.1\r\nHost\r\n\r\n", .badFieldName),
    ("GET / HTTP/1.1\r\n\r\n", .missingHost),
    ("GET http://a/ HTTP/1.1\r\n\r\n", .missingHost),
    ("GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n", .repeatedHost),
    ("GET / HTTP/1.0\r\nHost: a\r\nhost: b\r\n\r\n", .repeatedHost),
    ("GET / HTTP/1.1\r\nHost: a b\r\n\r\n", .badHost),
    ("GET / HTTP/1.1\r\nHost: a/b\r\n\r\n", .badHost),
    ("GET / HTTP/1.1\r\nHost: u@a\r\n\r\n", .badHost),
    (
      "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\n",
      .repeatedFraming
    ),
    ("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1, 1\r\n\r\n", .badContentLength),
    ("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: +1\r\n\r\n", .badContentLength),
    ("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n", .badContentLength),
    ("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 0x1\r\n\r\n", .badContentLength),
    ("POST / HTTP/1.1\r\nHost: a\r\nContent-Length:\r\n\r\n", .badContentLength),
    ("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4194305\r\n\r\n", .bodyTooLarge),
    ("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 18446744073709551617\r\n\r\n", .bodyTooLarge),
    (
      "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
      .conflictingFraming
    ),
    (
      "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nContent-Length: 0\r\n\r\n",
      .conflictingFraming
    ),
    (
      "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n"
        + "Transfer-Encoding: chunked\r\n\r\n",
      .repeatedFraming
    ),
    (
      "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip, chunked\r\n\r\n",
      .unsupportedTransferEncoding
    ),
    (
      "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked, chunked\r\n\r\n",
      .unsupportedTransferEncoding
    ),
    (
      "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: identity\r\n\r\n",
      .unsupportedTransferEncoding
    ),
    ("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding:\r\n\r\n", .unsupportedTransferEncoding),
    ("POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n", .transferEncodingInHTTP10),
    ("POST / HTTP/1.1\r\nHost: a\r\nExpect: more\r\n\r\n", .unsupportedExpectation),
  ]

  @Test(arguments: bad) func `refuses what is wrong, however it is cut`(
    text: String, refusal: HTTPRefusal
  ) {
    #expect(parse(text).refusal == refusal)
    for pieces in everySplit(text) { #expect(parse(pieces).refusal == refusal) }
  }

  @Test func `tells the parts of a request`() throws {
    let text =
      "POST http://b:81/a%20b?c HTTP/1.1\r\nHost: a\r\nX-One:  1 \r\nx-one: 2\r\n"
      + "Content-Length: 2\r\n\r\nhi"
    var parser = HTTPRequestParser(limits: HTTPLimits())
    var position = 0
    #expect(try parser.advance(Array(text.utf8).span, at: &position) == .complete)
    #expect(position == text.utf8.count)
    let request = try #require(parser.request)
    #expect(request.method == .post)
    #expect(request.isPath("/a%20b") && !request.isPath("/a") && !request.isPath("/a%20c"))
    #expect(request.authority.map(Array.init) == Array("b:81".utf8))
    #expect(request.fieldString("x-one") == "1")
    #expect(request.fields("x-one").map(Array.init) == [Array("1".utf8), Array("2".utf8)])
    #expect(request.field("x-two") == nil)
    #expect(request.fieldCount == 4)
    #expect(request.isField(1, "x-one") && request.isField(2, "x-one"))
    #expect(!request.isField(1, "x-on") && !request.isField(1, "x-onee"))
    #expect(request.isField(1, startingWith: "x-") && !request.isField(0, startingWith: "x-"))
    #expect(request.isField(1, startingWith: "x-one"))
    #expect(!request.isField(1, startingWith: "x-ones"))
    #expect(request.fieldNameCount(1) == 5)
    #expect(request.body == Array("hi".utf8))
    #expect(!request.isHTTP10)
  }

  @Test(arguments: [
    ("HTTP/1.1\r\nHost: a\r\n", false), ("HTTP/1.0\r\n", true),
    ("HTTP/1.1\r\nHost: a\r\nConnection: close\r\n", true),
    ("HTTP/1.1\r\nHost: a\r\nConnection: keep-alive ,\tClose\r\n", true),
    ("HTTP/1.1\r\nHost: a\r\nConnection: x\r\nConnection: close\r\n", true),
    ("HTTP/1.1\r\nHost: a\r\nConnection: closed, ,\r\n", false),
  ])
  func `knows when the connection is to be closed`(rest: String, closes: Bool) throws {
    let request = try #require(parse("GET / \(rest)\r\n").requests.first)
    #expect(request.closes == closes)
  }

  @Test func `says once that 100 Continue is waited for`() throws {
    let head = Array("POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-Continue\r\n".utf8)
    let rest = Array("Content-Length: 2\r\n\r\n".utf8)
    var parser = HTTPRequestParser(limits: HTTPLimits())
    #expect(try advance(&parser, head) == .incomplete)
    #expect(try advance(&parser, rest) == .continueExpected)
    #expect(try advance(&parser, [0x61]) == .incomplete)
    #expect(try advance(&parser, [0x62]) == .complete)

    #expect(try advance(&parser, head + rest + [0x61, 0x62]) == .complete)
    #expect(try advance(&parser, head + Array("\r\n".utf8)) == .complete)
  }

  @Test func `keeps a request apart from its successor`() throws {
    var parser = HTTPRequestParser(limits: HTTPLimits())
    let first = Array("POST /1 HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\nA".utf8)
    let second = Array("POST /2 HTTP/1.1\r\nHost: b\r\nContent-Length: 1\r\n\r\nB".utf8)
    _ = try advance(&parser, first)
    let request = try #require(parser.request)
    _ = try advance(&parser, second)
    #expect(request.isPath("/1") && request.body == [0x41] && request.fieldString("host") == "a")
  }

  private func advance(
    _ parser: inout HTTPRequestParser, _ bytes: [UInt8]
  ) throws -> HTTPRequestParser.Progress {
    var position = 0
    let progress = try parser.advance(bytes.span, at: &position)
    #expect(position == bytes.count)
    return progress
  }
}
