/// Why a response is not taken, as the end of a sentence that begins with its URL.
struct ResponseError: Error, Equatable {
  let code: HTTPClientError.Code
  let reason: String

  static let malformed = ResponseError(
    code: .broken, reason: "answered with a head that is not HTTP")
  static let headTooLarge = ResponseError(
    code: .tooLarge,
    reason: "answered with a head over \(HTTPClientLimits.responseHeadBytes) bytes or "
      + "\(HTTPClientLimits.responseFields) fields, the most that are taken")
  static func bodyTooLarge(limit: Int) -> ResponseError {
    ResponseError(
      code: .tooLarge, reason: "answered with a body over \(limit) bytes, the request's limit")
  }
}

/// The head of a response as its lines arrive (RFC 9112 sections 4 and 5; libcurl writes the same
/// lines for HTTP/2). Interim responses (1xx) are passed over, trailers are counted and dropped.
struct ResponseHead {
  private enum Phase {
    case status, fields, complete
  }

  private(set) var status = 0
  private(set) var version = HTTPVersion.other
  private(set) var fields: [(name: String, value: String)] = []
  private var phase = Phase.status
  private var bytes = 0

  var isComplete: Bool { phase == .complete }
  /// Whether anything of a response has arrived.
  var hasBegun: Bool { bytes > 0 }

  /// One line with its line break.
  mutating func take(_ line: UnsafeRawBufferPointer) throws(ResponseError) {
    bytes += line.count
    guard bytes <= HTTPClientLimits.responseHeadBytes else { throw .headTooLarge }
    let text = Self.withoutLineBreak(line)
    switch phase {
    case .status: try takeStatus(text)
    case .fields: try text.isEmpty ? end() : takeField(text)
    case .complete: break
    }
  }

  func field(_ name: String) -> String? {
    fields.first { equalsIgnoringCase($0.name, name) }?.value
  }

  /// "HTTP/1.1 200 OK", "HTTP/2 200".
  private mutating func takeStatus(_ text: Slice<UnsafeRawBufferPointer>) throws(ResponseError) {
    let words = text.split(separator: UInt8(ascii: " "), maxSplits: 2)
    guard words.count >= 2, words[0].starts(with: "HTTP/".utf8), words[1].count == 3,
      let status = Int(String(decoding: words[1], as: UTF8.self)), status >= 100
    else { throw .malformed }
    self.status = status
    version = Self.version(words[0].dropFirst(5))
    phase = .fields
  }

  private static func version(_ text: Slice<UnsafeRawBufferPointer>) -> HTTPVersion {
    switch String(decoding: text, as: UTF8.self) {
    case "1.0": .one
    case "1.1": .oneDotOne
    case "2", "2.0": .two
    default: .other
    }
  }

  private mutating func end() {
    if (100..<200).contains(status) {
      fields = []
      phase = .status
    } else {
      phase = .complete
    }
  }

  private mutating func takeField(_ text: Slice<UnsafeRawBufferPointer>) throws(ResponseError) {
    guard !text.contains(where: { $0 == 0 || $0 == 0x0a || $0 == 0x0d }) else { throw .malformed }
    if let first = text.first, Self.isSpace(first) { return try continueField(text) }
    guard let colon = text.firstIndex(of: UInt8(ascii: ":")), colon > text.startIndex,
      text[..<colon].allSatisfy(isTokenByte)
    else { throw .malformed }
    guard fields.count < HTTPClientLimits.responseFields else { throw .headTooLarge }
    fields.append(
      (
        name: String(decoding: text[..<colon], as: UTF8.self),
        value: Self.value(text[(colon + 1)...])
      ))
  }

  /// Obsolete folding becomes one space (RFC 9112 section 5.2).
  private mutating func continueField(_ text: Slice<UnsafeRawBufferPointer>) throws(ResponseError) {
    guard !fields.isEmpty else { throw .malformed }
    fields[fields.count - 1].value += " " + Self.value(text)
  }

  private static func value(_ text: Slice<UnsafeRawBufferPointer>) -> String {
    let start = text.firstIndex { !isSpace($0) } ?? text.endIndex
    let end = text.lastIndex { !isSpace($0) }.map { $0 + 1 } ?? start
    return String(decoding: text[start..<end], as: UTF8.self)
  }

  private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }

  private static func withoutLineBreak(
    _ line: UnsafeRawBufferPointer
  ) -> Slice<UnsafeRawBufferPointer> {
    var end = line.endIndex
    if end > 0, line[end - 1] == 0x0a { end -= 1 }
    if end > 0, line[end - 1] == 0x0d { end -= 1 }
    return line[..<end]
  }
}
