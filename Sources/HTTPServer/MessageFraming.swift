/// What the header fields say about where a request ends and what becomes of its connection
/// (RFC 9112 sections 3.2, 6 and 9).
struct MessageFraming: Equatable {
  /// How the content is delimited.
  enum Content: Equatable { case none, fixed(Int), chunked }

  private(set) var closes = false
  private(set) var expectsContinue = false
  private(set) var host: Range<Int>?
  private var contentLength: Int?
  private var isChunked = false

  /// Notes a field if it is one that matters here.
  mutating func accept(_ field: FieldLine, in bytes: Span<UInt8>) throws(HTTPRefusal) {
    let name = field.name
    switch name.count {
    case 4 where bytes.equalsIgnoringCase(name, "host"):
      try acceptHost(bytes, field.value)
    case 6 where bytes.equalsIgnoringCase(name, "expect"):
      guard bytes.equalsIgnoringCase(field.value, "100-continue") else {
        throw .unsupportedExpectation
      }
      expectsContinue = true
    case 10 where bytes.equalsIgnoringCase(name, "connection"):
      acceptConnection(bytes, field.value)
    case 14 where bytes.equalsIgnoringCase(name, "content-length"):
      try acceptContentLength(bytes, field.value)
    case 17 where bytes.equalsIgnoringCase(name, "transfer-encoding"):
      try acceptTransferEncoding(bytes, field.value)
    default: break
    }
  }

  /// The decision, when all fields have been seen.
  func content(isHTTP10: Bool, limits: HTTPLimits) throws(HTTPRefusal) -> Content {
    guard host != nil || isHTTP10 else { throw .missingHost }
    if isChunked {
      guard contentLength == nil else { throw .conflictingFraming }
      guard !isHTTP10 else { throw .transferEncodingInHTTP10 }
      return .chunked
    }
    guard let contentLength, contentLength > 0 else { return .none }
    guard contentLength <= limits.bodyBytes else { throw .bodyTooLarge }
    return .fixed(contentLength)
  }

  private mutating func acceptHost(
    _ bytes: Span<UInt8>, _ value: Range<Int>
  ) throws(HTTPRefusal) {
    guard host == nil else { throw .repeatedHost }
    guard bytes.isAll(value, in: .authority) else { throw .badHost }
    host = value
  }

  private mutating func acceptConnection(_ bytes: Span<UInt8>, _ value: Range<Int>) {
    var start = value.lowerBound
    while start <= value.upperBound {
      let rest = start..<value.upperBound
      let end = bytes.firstIndex(of: ASCII.comma, in: rest) ?? value.upperBound
      if bytes.equalsIgnoringCase(bytes.trimmingBlanks(start..<end), "close") { closes = true }
      start = end + 1
    }
  }

  private mutating func acceptContentLength(
    _ bytes: Span<UInt8>, _ value: Range<Int>
  ) throws(HTTPRefusal) {
    guard contentLength == nil else { throw .repeatedFraming }
    guard !value.isEmpty else { throw .badContentLength }
    var length = 0
    for index in value {
      let digit = bytes[index] &- ASCII.zero
      guard digit < 10 else { throw .badContentLength }
      // A number too large for Int stays too large for every limit.
      let (tens, overflows) = length.multipliedReportingOverflow(by: 10)
      length = overflows || tens > Int.max - 9 ? Int.max / 10 : tens + Int(digit)
    }
    contentLength = length
  }

  private mutating func acceptTransferEncoding(
    _ bytes: Span<UInt8>, _ value: Range<Int>
  ) throws(HTTPRefusal) {
    guard !isChunked else { throw .repeatedFraming }
    guard bytes.equalsIgnoringCase(value, "chunked") else { throw .unsupportedTransferEncoding }
    isChunked = true
  }
}
