import Testing

@testable import HTTPClient

@Suite struct ResponseHeadTests {
  private func parse(_ lines: [String]) throws(ResponseError) -> ResponseHead {
    var head = ResponseHead()
    for line in lines { try take(line, into: &head) }
    return head
  }

  private func take(_ line: String, into head: inout ResponseHead) throws(ResponseError) {
    let result = Array(line.utf8).withUnsafeBytes { bytes -> ResponseError? in
      do throws(ResponseError) {
        try head.take(bytes)
        return nil
      } catch {
        return error
      }
    }
    if let result { throw result }
  }

  @Test func `A head is complete at its empty line`() throws {
    var head = ResponseHead()
    #expect(!head.hasBegun)
    try take("HTTP/1.1 404 Not Found\r\n", into: &head)
    try take("Set-Cookie:  a=1 \t\r\n", into: &head)
    try take("set-cookie: b=2\r\n", into: &head)
    try take("Empty:\r\n", into: &head)
    #expect(head.hasBegun && !head.isComplete)
    try take("\r\n", into: &head)
    #expect(head.isComplete)
    #expect(head.status == 404)
    #expect(head.version == .oneDotOne)
    #expect(head.fields.map(\.name) == ["Set-Cookie", "set-cookie", "Empty"])
    #expect(head.fields.map(\.value) == ["a=1", "b=2", ""])
    #expect(head.field("SET-COOKIE") == "a=1")
  }

  @Test(arguments: [
    ("HTTP/1.0 200 OK", HTTPVersion.one), ("HTTP/2 200 ", .two), ("HTTP/2 200", .two),
    ("HTTP/3 200", .other), ("HTTP/1.1 200", .oneDotOne),
  ])
  func `The version is known`(line: String, version: HTTPVersion) throws {
    #expect(try parse([line + "\r\n"]).version == version)
  }

  @Test func `Interim responses are passed over`() throws {
    let head = try parse([
      "HTTP/1.1 100 Continue\r\n", "\r\n", "HTTP/1.1 103 Early Hints\r\n", "Link: x\r\n", "\r\n",
      "HTTP/1.1 200 OK\r\n", "A: b\r\n", "\r\n",
    ])
    #expect(head.status == 200)
    #expect(head.fields.map(\.name) == ["A"])
  }

  @Test func `Trailers are dropped`() throws {
    let head = try parse(["HTTP/1.1 200 OK\r\n", "\r\n", "Trailer: x\r\n", "\r\n"])
    #expect(head.fields.isEmpty)
  }

  @Test func `Folded lines become one`() throws {
    let head = try parse(["HTTP/1.1 200 OK\r\n", "A: b\r\n", "  c\r\n", "\r\n"])
    #expect(head.field("a") == "b c")
  }

  @Test func `Bytes that are not UTF-8 are replaced`() throws {
    var head = try parse(["HTTP/1.1 200 OK\r\n"])
    let line: [UInt8] = [0x41, 0x3a, 0xff, 0x0d, 0x0a]
    try line.withUnsafeBytes { try head.take($0) }
    #expect(head.field("A") == "\u{fffd}")
  }

  @Test(arguments: [
    ["garbage\r\n"], ["HTTP/1.1\r\n"], ["HTTP/1.1 20 OK\r\n"], ["HTTP/1.1 2000 OK\r\n"],
    ["HTTP/1.1 -20 OK\r\n"], ["HTTP/1.1 099 OK\r\n"], ["\r\n"],
    ["HTTP/1.1 200 OK\r\n", "no colon\r\n"], ["HTTP/1.1 200 OK\r\n", ": no name\r\n"],
    ["HTTP/1.1 200 OK\r\n", "na me: x\r\n"], ["HTTP/1.1 200 OK\r\n", "name : x\r\n"],
    ["HTTP/1.1 200 OK\r\n", "a: b\rc\r\n"], ["HTTP/1.1 200 OK\r\n", "a: b\0c\r\n"],
    ["HTTP/1.1 200 OK\r\n", " folded: x\r\n"],
  ])
  func `A malformed head is refused`(lines: [String]) {
    #expect(throws: ResponseError.malformed) { try parse(lines) }
  }

  @Test func `The number of fields is bounded`() throws {
    let fields = Array(repeating: "a: b\r\n", count: HTTPClientLimits.responseFields)
    #expect(try parse(["HTTP/1.1 200 OK\r\n"] + fields).fields.count == fields.count)
    #expect(throws: ResponseError.headTooLarge) {
      try parse(["HTTP/1.1 200 OK\r\n"] + fields + ["a: b\r\n"])
    }
  }

  @Test func `The size is bounded, trailers and interim responses included`() throws {
    let line = "a: " + String(repeating: "b", count: HTTPClientLimits.responseHeadBytes / 3)
    let head = ["HTTP/1.1 200 OK\r\n", "\r\n"]
    #expect(throws: ResponseError.headTooLarge) { try parse(head + [line, line, line]) }
    let interim = Array(
      repeating: ["HTTP/1.1 100 Continue\r\n", "\r\n"],
      count: HTTPClientLimits.responseHeadBytes / 10)
    #expect(throws: ResponseError.headTooLarge) { try parse(Array(interim.joined())) }
  }
}
