/// Assembles requests out of a connection's bytes (RFC 9112), fed in any pieces. Knows no socket.
/// After a refusal the connection's framing is in doubt, and the parser must not be fed again.
struct HTTPRequestParser {
  /// What the bytes so far amount to.
  enum Progress: Equatable {
    /// All bytes are taken and the request is not complete.
    case incomplete
    /// The head is complete and its sender waits for `100 Continue`; said once, if at all.
    case continueExpected
    /// `request` is complete; the next call begins another one.
    case complete
  }

  /// How far the current request has come.
  enum Phase: Equatable { case idle, head, body, complete }

  /// Content is taken into storage of at most this size before its bytes are there.
  private static let reservedBodyBytes = 64 * 1024
  /// Larger storage is not kept for the next request.
  private static let keptBodyBytes = 64 * 1024

  private let limits: HTTPLimits
  private(set) var phase = Phase.idle
  private var head: [UInt8] = []
  private var headParser: HeadParser
  private var body: [UInt8] = []
  private var bodyRemaining = 0
  private var chunks: ChunkedDecoder?

  init(limits: HTTPLimits) {
    self.limits = limits
    headParser = HeadParser(limits: limits)
  }

  /// How much of the request's content is here.
  var bodyBytes: Int { body.count }

  /// Whether the request asks for the connection to be closed after its answer, in the way of
  /// its version (RFC 9112 section 9.3). Valid when a request is complete.
  var closes: Bool {
    headParser.framing.closes || headParser.requestLine?.isHTTP10 ?? true
  }

  /// The request, when `advance` has said `complete`; nil before.
  var request: HTTPRequest? {
    guard phase == .complete, let line = headParser.requestLine else { return nil }
    return HTTPRequest(
      head: head, line: line, fields: headParser.fields, host: headParser.framing.host, body: body)
  }

  /// Takes bytes from `position` on, which it moves, up to the end of one request.
  mutating func advance(
    _ bytes: Span<UInt8>, at position: inout Int
  ) throws(HTTPRefusal) -> Progress {
    if phase == .complete { reset() }
    if phase != .body {
      guard position < bytes.count else { return .incomplete }
      phase = .head
      guard try takeHead(bytes, at: &position) else { return .incomplete }
      try beginBody()
      if phase == .body, position == bytes.count, continueIsExpected { return .continueExpected }
    }
    if phase == .body, try takeBody(bytes, at: &position) { phase = .complete }
    return phase == .complete ? .complete : .incomplete
  }

  /// Forgets the request. Storage is kept, unless the request is still in use or was large.
  mutating func reset() {
    phase = .idle
    head.removeAll(keepingCapacity: true)
    headParser.reset()
    body.removeAll(keepingCapacity: body.capacity <= Self.keptBodyBytes)
    chunks = nil
  }

  private var continueIsExpected: Bool {
    headParser.framing.expectsContinue && headParser.requestLine?.isHTTP10 == false
  }

  /// A head that arrives whole is parsed where it lies and copied once.
  private mutating func takeHead(
    _ bytes: Span<UInt8>, at position: inout Int
  ) throws(HTTPRefusal) -> Bool {
    let known = head.count
    if known == 0 {
      let end = try headParser.parse(bytes.extracting(position..<bytes.count))
      let next = end.map { position + $0 } ?? bytes.count
      head.append(bytes, position..<next)
      position = next
      return end != nil
    }
    // Out of `self` while the parser, which is changed, looks at it.
    var grown: [UInt8] = []
    swap(&head, &grown)
    let room = limits.headBytes + 1 - known
    grown.append(bytes, position..<min(position + room, bytes.count))
    let end = try headParser.parse(grown.span)
    position += (end ?? grown.count) - known
    if let end { grown.removeLast(grown.count - end) }
    swap(&head, &grown)
    return end != nil
  }

  private mutating func beginBody() throws(HTTPRefusal) {
    let isHTTP10 = headParser.requestLine?.isHTTP10 ?? true
    switch try headParser.framing.content(isHTTP10: isHTTP10, limits: limits) {
    case .none: phase = .complete
    case .fixed(let count):
      (phase, bodyRemaining) = (.body, count)
      body.reserveCapacity(min(count, Self.reservedBodyBytes))
    case .chunked: (phase, chunks) = (.body, ChunkedDecoder(limits: limits))
    }
  }

  private mutating func takeBody(
    _ bytes: Span<UInt8>, at position: inout Int
  ) throws(HTTPRefusal) -> Bool {
    if chunks != nil {
      return try chunks?.decode(bytes, at: &position, into: &body) ?? false
    }
    let count = min(bodyRemaining, bytes.count - position)
    body.append(bytes, position..<position + count)
    position += count
    bodyRemaining -= count
    return bodyRemaining == 0
  }
}
