/// The first line of a request (RFC 9112 section 3). Ranges are offsets in the head.
struct RequestLine: Equatable {
  let method: HTTPMethod
  let methodRange: Range<Int>
  /// The absolute path without its query; `*` as it stands. For a URI without a path it is the
  /// first slash of `://`, because an empty path means `/` (RFC 9110 section 4.2.3).
  let path: Range<Int>
  /// What follows the first `?`.
  let query: Range<Int>?
  /// Host and port of a target in absolute form.
  let authority: Range<Int>?
  /// True for HTTP/1.0; a minor version above 1 counts as 1 (RFC 9110 section 2.5).
  let isHTTP10: Bool

  /// Reads the line in `bytes[line]`, its line end not included.
  init(_ bytes: Span<UInt8>, _ line: Range<Int>, limits: HTTPLimits) throws(HTTPRefusal) {
    methodRange = try Self.methodRange(bytes, line)
    method = HTTPMethod(bytes, methodRange)
    let start = methodRange.upperBound + 1
    guard let end = bytes.firstIndex(of: ASCII.space, in: start..<line.upperBound), end > start
    else { throw .badRequestLine }
    guard end - start <= limits.targetBytes else { throw .targetTooLong }
    let target = try RequestTarget(bytes, start..<end, isOptions: method == .options)
    (path, query, authority) = (target.path, target.query, target.authority)
    isHTTP10 = try Self.isHTTP10(bytes, end + 1..<line.upperBound)
  }

  private static func methodRange(
    _ bytes: Span<UInt8>, _ line: Range<Int>
  ) throws(HTTPRefusal) -> Range<Int> {
    let token = ByteSet.token
    var end = line.lowerBound
    while end < line.upperBound, token.contains(bytes[end]) { end += 1 }
    guard end > line.lowerBound else { throw .badMethod }
    guard end < line.upperBound else { throw .badRequestLine }
    guard bytes[end] == ASCII.space else { throw .badMethod }
    return line.lowerBound..<end
  }

  private static func isHTTP10(
    _ bytes: Span<UInt8>, _ range: Range<Int>
  ) throws(HTTPRefusal) -> Bool {
    let start = range.lowerBound
    guard range.count == 8, bytes.equals(start..<start + 5, "HTTP/"), bytes[start + 6] == 0x2E,
      bytes[start + 5] &- ASCII.zero < 10, bytes[start + 7] &- ASCII.zero < 10
    else { throw .badVersion }
    guard bytes[start + 5] == ASCII.zero + 1 else { throw .unsupportedVersion }
    return bytes[start + 7] == ASCII.zero
  }
}

/// The target of a request in its three accepted forms (RFC 9112 section 3.2).
private struct RequestTarget {
  var path: Range<Int>
  var query: Range<Int>?
  var authority: Range<Int>?

  init(_ bytes: Span<UInt8>, _ target: Range<Int>, isOptions: Bool) throws(HTTPRefusal) {
    path = target
    if bytes[target.lowerBound] == ASCII.slash {
      try splitQuery(bytes, target)
    } else if target.count == 1, bytes[target.lowerBound] == ASCII.asterisk, isOptions {
      return
    } else {
      try splitURI(bytes, target)
    }
  }

  private mutating func splitQuery(
    _ bytes: Span<UInt8>, _ range: Range<Int>
  ) throws(HTTPRefusal) {
    let allowed = ByteSet.target
    var mark: Int?
    for index in range {
      let byte = bytes[index]
      guard allowed.contains(byte) else { throw .badTarget }
      if byte == ASCII.questionMark, mark == nil { mark = index }
    }
    path = range.lowerBound..<(mark ?? range.upperBound)
    query = mark.map { $0 + 1..<range.upperBound }
  }

  private mutating func splitURI(_ bytes: Span<UInt8>, _ uri: Range<Int>) throws(HTTPRefusal) {
    let host = try Self.schemeEnd(bytes, uri)
    var end = host
    while end < uri.upperBound, bytes[end] != ASCII.slash, bytes[end] != ASCII.questionMark {
      end += 1
    }
    guard end > host, bytes.isAll(host..<end, in: .authority) else { throw .badTarget }
    try splitQuery(bytes, end..<uri.upperBound)
    if path.isEmpty { path = host - 1..<host }
    authority = host..<end
  }

  private static func schemeEnd(
    _ bytes: Span<UInt8>, _ uri: Range<Int>
  ) throws(HTTPRefusal) -> Int {
    for scheme in ["http://", "https://"] as [StaticString] {
      let end = uri.lowerBound + scheme.utf8CodeUnitCount
      if end <= uri.upperBound, bytes.equalsIgnoringCase(uri.lowerBound..<end, scheme) {
        return end
      }
    }
    throw .badTarget
  }
}
