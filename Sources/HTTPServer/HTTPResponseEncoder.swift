/// What the encoding of a response depends on besides the response.
struct ResponseTraits: Equatable {
  /// The answer to HEAD has the fields of the answer to GET and no content.
  var isHead = false
  /// HTTP/1.0 knows no chunked coding: a stream then ends with its connection.
  var isHTTP10 = false
  /// This is the last response of its connection.
  var closes = false
}

/// Writes responses (RFC 9112 section 4) into an output buffer.
enum HTTPResponseEncoder {
  /// Answers `Expect: 100-continue`.
  static let continueLine: StaticString = "HTTP/1.1 100 Continue\r\n\r\n"

  /// A response whose content is known as a whole. A status that is not a final one becomes 500.
  static func encode(
    status: Int, fields: HTTPFields, body: [UInt8], _ traits: ResponseTraits,
    _ date: ResponseDate, into output: inout [UInt8]
  ) {
    let status = 200...599 ~= status ? status : 500
    encodeHead(status, traits, date, into: &output)
    output.append(contentsOf: fields.encoded)
    guard HTTPStatus.allowsContent(status) else { return output.append("\r\n") }
    encodeLengthAndBody(body, traits, into: &output)
  }

  /// Status 200 with JSON: what nearly every exchange ends with.
  @inline(__always) static func encodeJSON(
    _ body: [UInt8], _ traits: ResponseTraits, _ date: ResponseDate, into output: inout [UInt8]
  ) {
    output.append("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n")
    output.append(contentsOf: date.line)
    if traits.closes { output.append("Connection: close\r\n") }
    encodeLengthAndBody(body, traits, into: &output)
  }

  /// A refusal, as one sentence of plain text.
  static func encode(
    _ refusal: HTTPRefusal, _ date: ResponseDate, into output: inout [UInt8]
  ) {
    var body: [UInt8] = []
    body.append(refusal.sentence)
    body.append("\n")
    encode(
      status: refusal.status, fields: .plainText, body: body, ResponseTraits(closes: true), date,
      into: &output)
  }

  /// The head of a response of server-sent events, which follow in pieces.
  static func encodeStreamHead(
    _ fields: HTTPFields, _ traits: ResponseTraits, _ date: ResponseDate,
    into output: inout [UInt8]
  ) {
    encodeHead(200, traits, date, into: &output)
    output.append(contentsOf: EventStream.fields.encoded)
    output.append(contentsOf: fields.encoded)
    output.append(traits.isHTTP10 ? "\r\n" : "Transfer-Encoding: chunked\r\n\r\n")
  }

  /// One piece of a stream's content; it is not empty.
  static func encodeChunk(
    _ bytes: [UInt8], _ traits: ResponseTraits, into output: inout [UInt8]
  ) {
    guard !traits.isHead else { return }
    guard !traits.isHTTP10 else { return output.append(contentsOf: bytes) }
    output.append(hexadecimal: bytes.count)
    output.append("\r\n")
    output.append(contentsOf: bytes)
    output.append("\r\n")
  }

  /// The end of a stream's content.
  static func encodeStreamEnd(_ traits: ResponseTraits, into output: inout [UInt8]) {
    if !traits.isHTTP10, !traits.isHead { output.append("0\r\n\r\n") }
  }

  private static func encodeHead(
    _ status: Int, _ traits: ResponseTraits, _ date: ResponseDate, into output: inout [UInt8]
  ) {
    output.append("HTTP/1.1 ")
    output.append(decimal: status)
    output.append(ASCII.space)
    output.append(HTTPStatus.reason(status))
    output.append("\r\n")
    output.append(contentsOf: date.line)
    if traits.closes { output.append("Connection: close\r\n") }
  }

  @inline(__always) private static func encodeLengthAndBody(
    _ body: [UInt8], _ traits: ResponseTraits, into output: inout [UInt8]
  ) {
    output.append("Content-Length: ")
    output.append(decimal: body.count)
    output.append("\r\n\r\n")
    if !traits.isHead { output.append(contentsOf: body) }
  }
}
