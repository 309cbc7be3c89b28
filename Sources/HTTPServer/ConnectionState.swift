/// The life of one connection, apart from its socket and its bytes: events come in, decisions go
/// out. Times are milliseconds of a clock that the caller reads.
struct ConnectionState {
  /// What the connection is doing.
  enum Phase: Equatable {
    /// Waiting for a request, or for the rest of one.
    case reading
    /// A handler has the request.
    case answering
    /// A handler sends events.
    case streaming
    /// No more requests are read; when the output is sent, the connection ends.
    case finishing
    /// The sending side is shut; input is dropped until the peer closes.
    case discarding
    /// The reader of a stream is too far behind: the connection is to be closed, but not in the
    /// midst of its handler's call.
    case overrun
    case closed
  }

  /// What to do when a deadline has passed.
  enum Overdue: Equatable { case nothing, refuse(HTTPRefusal), close }

  /// What to do when all output is sent.
  enum Drained: Equatable { case nothing, close, shutDownAndDiscard }

  private static let never = UInt64.max

  private let limits: HTTPLimits
  private(set) var phase = Phase.reading
  /// How the response of the current exchange is to be written.
  var traits: ResponseTraits {
    var traits = request
    traits.closes = request.closes || isDraining
    return traits
  }

  private var request = ResponseTraits()
  private var exchange: UInt64 = 0
  private var received = HTTPRequestParser.Phase.idle
  private var deadline: UInt64
  private var bodyDeadline = never
  private var writeDeadline = never
  private var isDraining = false
  private var lingers = false

  /// A connection accepted at `now`; its first head must arrive in the time for a head.
  init(limits: HTTPLimits, now: UInt64) {
    self.limits = limits
    deadline = now + UInt64(limits.headTimeoutMilliseconds)
  }

  /// Whether `number` is the exchange that may be answered now.
  func isOpen(_ number: UInt64) -> Bool {
    number == exchange && (phase == .answering || phase == .streaming)
  }

  /// Whether no more requests are to be read.
  var isOver: Bool {
    switch phase {
    case .finishing, .discarding, .overrun, .closed: true
    case .reading, .answering, .streaming: false
    }
  }

  /// Bytes have arrived and a request is not complete: `progress` says how far it has come.
  mutating func requestProgressed(_ progress: HTTPRequestParser.Phase, now: UInt64) {
    switch progress {
    case .head where received != .head:
      deadline = now + UInt64(limits.headTimeoutMilliseconds)
    case .body:
      if received != .body { bodyDeadline = now + UInt64(limits.bodyTimeoutMilliseconds) }
      deadline = min(now + UInt64(limits.bodyStallMilliseconds), bodyDeadline)
    default: break
    }
    received = progress
  }

  /// A request is complete. Returns the number of its exchange.
  mutating func requestArrived(isHead: Bool, isHTTP10: Bool, closes: Bool) -> UInt64 {
    exchange += 1
    phase = .answering
    request = ResponseTraits(isHead: isHead, isHTTP10: isHTTP10, closes: closes)
    received = .idle
    deadline = Self.never
    return exchange
  }

  /// A request was refused; the refusal is in the output.
  mutating func requestRefused() {
    phase = .finishing
    lingers = true
    deadline = Self.never
  }

  /// A stream has begun.
  mutating func streamBegan() { phase = .streaming }

  /// The response is in the output, to its end.
  mutating func responseEnded(now: UInt64) {
    phase = traits.closes ? .finishing : .reading
    deadline = phase == .reading ? now + UInt64(limits.idleTimeoutMilliseconds) : Self.never
  }

  /// Too much of the stream is unsent.
  mutating func streamOverran() { phase = .overrun }

  /// The peer has shut its sending side, so far noticed without reading up to there.
  mutating func peerFinished(now: UInt64) {
    guard phase == .answering || phase == .streaming, deadline == Self.never else { return }
    deadline = now + UInt64(limits.halfClosedMilliseconds)
  }

  /// All input is read, and there will be no more: send what is left, then close.
  mutating func inputEnded() {
    if phase == .reading { phase = .finishing }
    lingers = false
  }

  /// Input was left unread: closing at once would reset the connection before the peer has read
  /// the last response.
  mutating func inputLeft() { lingers = true }

  /// Output waits for the peer to read; called after each attempt that took some of it.
  mutating func outputWaits(now: UInt64) {
    writeDeadline = now + UInt64(limits.writeStallMilliseconds)
  }

  /// All output is sent.
  mutating func outputDrained(now: UInt64) -> Drained {
    writeDeadline = Self.never
    guard phase == .finishing else { return .nothing }
    guard lingers else { return .close }
    phase = .discarding
    deadline = now + UInt64(limits.lingerMilliseconds)
    return .shutDownAndDiscard
  }

  /// The server stops: the response that is being given, or the next one, is the last.
  mutating func drainBegan() { isDraining = true }

  /// Whether the connection has nothing to finish.
  var isIdle: Bool {
    phase == .reading && received == .idle && writeDeadline == Self.never
  }

  /// What has passed its time at `now`.
  func overdue(now: UInt64) -> Overdue {
    if now >= writeDeadline { return .close }
    guard now >= deadline else { return .nothing }
    guard phase == .reading else { return .close }
    switch received {
    case .head: return .refuse(.headTimeout)
    case .body: return .refuse(.bodyTimeout)
    case .idle, .complete: return .close
    }
  }

  /// The connection is gone. Returns the exchange that this leaves without an end.
  mutating func close() -> UInt64? {
    defer { phase = .closed }
    switch phase {
    case .answering, .streaming, .overrun: return exchange
    case .reading, .finishing, .discarding, .closed: return nil
    }
  }
}
