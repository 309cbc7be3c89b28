/// Decodes one chunked body (RFC 9112 section 7.1), fed in any pieces. Extensions and trailer
/// fields are checked, bounded and dropped.
struct ChunkedDecoder {
  private enum State {
    case sizeStart, size, blankAfterSize, chunkExtension, sizeLineFeed
    case data, dataReturn, dataLineFeed
    case trailerStart, trailerName, trailerValue, trailerLineFeed, endLineFeed
  }

  private var state = State.sizeStart
  private var chunkBytes = 0
  private var bodyRoom: Int
  private var extensionRoom: Int
  private var trailerRoom: Int

  init(limits: HTTPLimits) {
    bodyRoom = limits.bodyBytes
    extensionRoom = limits.chunkExtensionBytes
    trailerRoom = limits.trailerBytes
  }

  /// Decodes from `position` on, which it moves, and appends content to `body`. True when the
  /// body is complete; what follows in `bytes` is not its own.
  mutating func decode(
    _ bytes: Span<UInt8>, at position: inout Int, into body: inout [UInt8]
  ) throws(HTTPRefusal) -> Bool {
    while position < bytes.count {
      if case .data = state {
        takeData(bytes, at: &position, into: &body)
        continue
      }
      let byte = bytes[position]
      position += 1
      switch state {
      case .data, .dataReturn, .dataLineFeed: try acceptDataEnd(byte)
      case .sizeStart, .size, .blankAfterSize, .chunkExtension, .sizeLineFeed:
        try acceptSizeLine(byte)
      case .trailerStart, .trailerName, .trailerValue, .trailerLineFeed:
        try acceptTrailer(byte)
      case .endLineFeed:
        guard byte == ASCII.lineFeed else { throw .badTrailer }
        return true
      }
    }
    return false
  }

  private mutating func takeData(
    _ bytes: Span<UInt8>, at position: inout Int, into body: inout [UInt8]
  ) {
    let count = min(chunkBytes, bytes.count - position)
    body.append(bytes, position..<position + count)
    position += count
    chunkBytes -= count
    if chunkBytes == 0 { state = .dataReturn }
  }

  private mutating func acceptDataEnd(_ byte: UInt8) throws(HTTPRefusal) {
    let expected = state == .dataReturn ? ASCII.carriageReturn : ASCII.lineFeed
    guard byte == expected else { throw .badChunkEnd }
    state = state == .dataReturn ? .dataLineFeed : .sizeStart
  }

  private mutating func acceptSizeLine(_ byte: UInt8) throws(HTTPRefusal) {
    switch (state, byte) {
    case (.sizeLineFeed, ASCII.lineFeed): state = chunkBytes > 0 ? .data : .trailerStart
    case (.sizeLineFeed, _): throw .badChunkSize
    case (.size, ASCII.carriageReturn), (.chunkExtension, ASCII.carriageReturn):
      state = .sizeLineFeed
    case (.size, ASCII.semicolon), (.blankAfterSize, ASCII.semicolon): state = .chunkExtension
    case (.size, ASCII.space), (.size, ASCII.tab): state = .blankAfterSize
    case (.blankAfterSize, ASCII.space), (.blankAfterSize, ASCII.tab),
      (.chunkExtension, _):
      try acceptExtension(byte)
    default: try acceptSizeDigit(byte)
    }
  }

  private mutating func acceptExtension(_ byte: UInt8) throws(HTTPRefusal) {
    extensionRoom -= 1
    guard extensionRoom >= 0, ASCII.isFieldContent(byte) else { throw .badChunkExtension }
  }

  private mutating func acceptSizeDigit(_ byte: UInt8) throws(HTTPRefusal) {
    guard state != .blankAfterSize, let digit = Self.hexadecimalDigit(byte) else {
      throw .badChunkSize
    }
    if state == .sizeStart { (state, chunkBytes) = (.size, 0) }
    // Leading zeros are counted as extension bytes, or they would be without bound.
    if chunkBytes == 0, digit == 0 { try acceptExtension(byte) }
    bodyRoom += chunkBytes
    chunkBytes = chunkBytes * 16 + digit
    guard chunkBytes <= bodyRoom else { throw .bodyTooLarge }
    bodyRoom -= chunkBytes
  }

  private mutating func acceptTrailer(_ byte: UInt8) throws(HTTPRefusal) {
    trailerRoom -= 1
    guard trailerRoom >= 0 else { throw .trailerTooLong }
    switch (state, byte) {
    case (.trailerStart, ASCII.carriageReturn): state = .endLineFeed
    case (.trailerName, ASCII.colon): state = .trailerValue
    case (.trailerStart, _), (.trailerName, _):
      guard ByteSet.token.contains(byte) else { throw .badTrailer }
      state = .trailerName
    case (.trailerValue, ASCII.carriageReturn): state = .trailerLineFeed
    case (.trailerValue, _): guard ASCII.isFieldContent(byte) else { throw .badTrailer }
    default:
      guard byte == ASCII.lineFeed else { throw .badTrailer }
      state = .trailerStart
    }
  }

  private static func hexadecimalDigit(_ byte: UInt8) -> Int? {
    switch ASCII.lowercased(byte) {
    case 0x30...0x39: Int(byte - 0x30)
    case 0x61...0x66: Int(ASCII.lowercased(byte) - 0x61 + 10)
    default: nil
    }
  }
}
