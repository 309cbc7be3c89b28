import Testing

@testable import HTTPServer

@Suite struct HTTPResponseEncoderTests {
  private static let dateLine = "Date: Sun, 06 Nov 1994 08:49:37 GMT\r\n"

  private let date: ResponseDate = {
    var date = ResponseDate()
    date.set(784_111_777)
    return date
  }()

  private func text(_ encode: (inout [UInt8]) -> Void) -> String {
    var output: [UInt8] = []
    encode(&output)
    return String(decoding: output, as: UTF8.self)
  }

  private func response(
    _ status: Int, _ fields: HTTPFields = [:], _ body: String = "",
    _ traits: ResponseTraits = ResponseTraits()
  ) -> String {
    text {
      HTTPResponseEncoder.encode(
        status: status, fields: fields, body: Array(body.utf8), traits, date, into: &$0)
    }
  }

  @Test func `writes status, fields, length and content`() {
    #expect(
      response(404, ["X": "1", "Y": "2"], "no")
        == "HTTP/1.1 404 Not Found\r\n\(Self.dateLine)X: 1\r\nY: 2\r\nContent-Length: 2\r\n\r\nno")
    let json = text {
      HTTPResponseEncoder.encodeJSON(
        Array("{}".utf8), ResponseTraits(closes: true), date, into: &$0)
    }
    #expect(
      json == "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\(Self.dateLine)"
        + "Connection: close\r\nContent-Length: 2\r\n\r\n{}")
  }

  @Test func `leaves the content out where there must be none`() {
    #expect(
      response(200, [:], "body", ResponseTraits(isHead: true))
        == "HTTP/1.1 200 OK\r\n\(Self.dateLine)Content-Length: 4\r\n\r\n")
    #expect(response(204, [:], "body") == "HTTP/1.1 204 No Content\r\n\(Self.dateLine)\r\n")
    #expect(response(304, [:], "body") == "HTTP/1.1 304 Not Modified\r\n\(Self.dateLine)\r\n")
    #expect(response(202).hasSuffix("Content-Length: 0\r\n\r\n"))
  }

  @Test(arguments: [0, 99, 100, 101, 199, 600, -1]) func `answers 500 for no status`(status: Int) {
    #expect(response(status).hasPrefix("HTTP/1.1 500 "))
  }

  @Test func `keeps field values from ending their line`() {
    var fields: HTTPFields = ["A\r\nB": "1\r\nC: 2"]
    fields.append("D", [0x00, 0x41, 0xC3, 0xA9])
    #expect(String(decoding: fields.encoded, as: UTF8.self) == "A__B: 1  C: 2\r\nD:  A\u{E9}\r\n")
  }

  @Test func `writes a stream in chunks`() {
    let stream = text {
      HTTPResponseEncoder.encodeStreamHead(["X": "1"], ResponseTraits(), date, into: &$0)
      HTTPResponseEncoder.encodeChunk(
        EventStream.event(data: Array("0123456789".utf8)), ResponseTraits(), into: &$0)
      HTTPResponseEncoder.encodeStreamEnd(ResponseTraits(), into: &$0)
    }
    #expect(
      stream == "HTTP/1.1 200 OK\r\n\(Self.dateLine)Content-Type: text/event-stream\r\n"
        + "Cache-Control: no-cache\r\nX-Accel-Buffering: no\r\nX: 1\r\n"
        + "Transfer-Encoding: chunked\r\n\r\n12\r\ndata: 0123456789\n\n\r\n0\r\n\r\n")
  }

  @Test func `writes no chunks to HTTP 1.0 and nothing to HEAD`() {
    let old = ResponseTraits(isHTTP10: true, closes: true)
    let stream = text {
      HTTPResponseEncoder.encodeStreamHead([:], old, date, into: &$0)
      HTTPResponseEncoder.encodeChunk([0x61], old, into: &$0)
      HTTPResponseEncoder.encodeStreamEnd(old, into: &$0)
    }
    #expect(
      stream.hasSuffix(
        "Connection: close\r\nContent-Type: text/event-stream\r\n"
          + "Cache-Control: no-cache\r\nX-Accel-Buffering: no\r\n\r\na"))
    let head = text {
      HTTPResponseEncoder.encodeChunk([0x61], ResponseTraits(isHead: true), into: &$0)
      HTTPResponseEncoder.encodeStreamEnd(ResponseTraits(isHead: true), into: &$0)
    }
    #expect(head.isEmpty)
  }

  @Test(arguments: [
    ("", "data: \n\n"), ("a", "data: a\n\n"), ("a\nb", "data: a\ndata: b\n\n"),
    ("a\r\nb\rc\n", "data: a\ndata: b\ndata: c\ndata: \n\n"),
  ])
  func `gives each line of an event a line`(data: String, expected: String) {
    let event = EventStream.event(data: Array(data.utf8))
    #expect(String(decoding: event, as: UTF8.self) == expected)
  }

  @Test func `writes ids and comments`() {
    let event = EventStream.event(data: [0x61], id: "7\n8")
    #expect(String(decoding: event, as: UTF8.self) == "id: 78\ndata: a\n\n")
    #expect(String(decoding: EventStream.comment(""), as: UTF8.self) == ": \n\n")
  }

  @Test func `every refusal has a sentence of its own`() {
    let refusals: [HTTPRefusal] = [
      .badLineEnd, .badRequestLine, .badMethod, .badTarget, .badVersion, .unsupportedVersion,
      .foldedField, .badFieldName, .missingHost, .repeatedHost, .badHost, .badContentLength,
      .repeatedFraming, .conflictingFraming, .transferEncodingInHTTP10,
      .unsupportedTransferEncoding, .unsupportedExpectation, .badChunkSize, .badChunkEnd,
      .badChunkExtension, .badTrailer, .targetTooLong, .headTooLong, .tooManyFields,
      .trailerTooLong, .bodyTooLarge, .headTimeout, .bodyTimeout, .overloaded,
      .badCharacter(in: .fieldName), .badCharacter(in: .fieldValue),
    ]
    let sentences = Set(refusals.map { "\($0.sentence)" })
    #expect(sentences.count == refusals.count)
    for refusal in refusals {
      let encoded = text { HTTPResponseEncoder.encode(refusal, date, into: &$0) }
      #expect(encoded.hasPrefix("HTTP/1.1 \(refusal.status) "))
      #expect(encoded.contains("Connection: close\r\n"))
      #expect(encoded.hasSuffix("\r\n\r\n\(refusal.sentence)\n"))
    }
  }
}
