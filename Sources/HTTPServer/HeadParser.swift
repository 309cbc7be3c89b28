/// Reads the head of a request line by line. Keeps offsets only: the caller owns the bytes and
/// shows them again, grown at the end, when more have arrived. No byte is scanned twice for the
/// end of its line, and each line is parsed once, so a slow sender costs no more than a fast one.
struct HeadParser {
  private let limits: HTTPLimits
  private(set) var requestLine: RequestLine?
  private(set) var fields: [FieldLine] = []
  private(set) var framing = MessageFraming()
  private var lineStart = 0
  private var scanned = 0
  private var skippedBlankLine = false

  init(limits: HTTPLimits) { self.limits = limits }

  /// Forgets the request, keeps the storage.
  mutating func reset() {
    requestLine = nil
    fields.removeAll(keepingCapacity: true)
    framing = MessageFraming()
    (lineStart, scanned, skippedBlankLine) = (0, 0, false)
  }

  /// Parses the lines of `bytes` that are complete and new. Returns the offset behind the empty
  /// line that ends the head, or nil when it has not arrived.
  mutating func parse(_ bytes: Span<UInt8>) throws(HTTPRefusal) -> Int? {
    while let lineFeed = bytes.firstIndex(of: ASCII.lineFeed, in: scanned..<bytes.count) {
      guard lineFeed > lineStart, bytes[lineFeed - 1] == ASCII.carriageReturn else {
        throw .badLineEnd
      }
      try checkLength(lineFeed + 1)
      let line = lineStart..<lineFeed - 1
      (lineStart, scanned) = (lineFeed + 1, lineFeed + 1)
      if try accept(line, in: bytes) { return lineStart }
    }
    scanned = bytes.count
    try checkLength(scanned)
    return nil
  }

  /// Takes one line; true when it is the one that ends the head.
  private mutating func accept(
    _ line: Range<Int>, in bytes: Span<UInt8>
  ) throws(HTTPRefusal) -> Bool {
    guard requestLine != nil else {
      try acceptFirst(line, in: bytes)
      return false
    }
    guard !line.isEmpty else { return true }
    guard fields.count < limits.headFields else { throw .tooManyFields }
    let field = try FieldLine(bytes, line)
    try framing.accept(field, in: bytes)
    fields.append(field)
    return false
  }

  /// One empty line before the request line is skipped (RFC 9112 section 2.2).
  private mutating func acceptFirst(
    _ line: Range<Int>, in bytes: Span<UInt8>
  ) throws(HTTPRefusal) {
    if line.isEmpty, !skippedBlankLine {
      skippedBlankLine = true
    } else {
      requestLine = try RequestLine(bytes, line, limits: limits)
    }
  }

  /// A request line may take its target's limit and some room for the method and version.
  private func checkLength(_ count: Int) throws(HTTPRefusal) {
    let room = 64
    if requestLine == nil, count - lineStart > limits.targetBytes + room { throw .targetTooLong }
    if count > limits.headBytes { throw .headTooLong }
  }
}
