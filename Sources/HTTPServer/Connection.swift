internal import CPlatform
internal import Glibc
internal import Synchronization

/// One connection: moves bytes between its socket, the parser and the handler as its
/// `ConnectionState` decides.
///
/// Unchecked Sendable: everything mutable is touched on the loop's own thread only. Other threads
/// reach `submit` and `submitStream` alone, which use immutable members and an atomic and leave
/// the rest to the loop's mailbox.
final class Connection: @unchecked Sendable {
  /// Reads in a row before other connections have their turn.
  private static let readsPerTurn = 4

  let token: EventLoop.Token
  private let descriptor: Int32
  private let loop: EventLoop
  /// Stream bytes on their way from other threads to the loop.
  private let postedBytes = Atomic<Int>(0)

  private var state: ConnectionState
  private var reader: RequestReader?
  private var output = OutputBuffer()
  private var heldBodyBytes = 0
  private var mayRead = false
  private var mayWrite = true
  private var hasPeerFinished = false
  private var isReading = false
  private var isScheduled = false
  private var remembered: (any AnyObject & Sendable)?

  /// Takes over the socket `descriptor`.
  init(_ descriptor: Int32, token: EventLoop.Token, loop: EventLoop) {
    self.descriptor = descriptor
    self.token = token
    self.loop = loop
    state = ConnectionState(limits: loop.limits, now: loop.now)
  }

  // MARK: From handlers

  /// [loop] The handler's own.
  var memory: (any AnyObject & Sendable)? {
    get { loop.isCurrent ? remembered : nil }
    set { if loop.isCurrent, state.phase != .closed { remembered = newValue } }
  }

  /// [any] Does `operation` on the exchange, here or on the loop.
  func submit(_ operation: consuming ExchangeOperation, _ exchange: UInt64) {
    if loop.isCurrent {
      perform(operation, exchange)
    } else {
      loop.mailbox.post(.perform(operation, self, exchange))
    }
  }

  /// [any] Sends stream content, unless too much is on its way already; one event may be of any
  /// size.
  func submitStream(_ bytes: [UInt8], _ exchange: UInt64) {
    guard !loop.isCurrent else { return perform(.send(bytes), exchange) }
    let before = postedBytes.add(bytes.count, ordering: .relaxed).oldValue
    if before <= loop.limits.streamOutputBytes {
      loop.mailbox.post(.perform(.send(bytes), self, exchange))
    } else {
      postedBytes.subtract(bytes.count, ordering: .relaxed)
      loop.mailbox.post(.perform(.overrun, self, exchange))
    }
  }

  /// [loop] Does what another thread has posted.
  func performPosted(_ operation: consuming ExchangeOperation, _ exchange: UInt64) {
    if case .send(let bytes) = operation { postedBytes.subtract(bytes.count, ordering: .relaxed) }
    perform(operation, exchange)
  }

  /// [loop] Acts on the open exchange. What it puts into the output is sent when the connection
  /// next proceeds, so that answers to pipelined requests leave together.
  private func perform(_ operation: consuming ExchangeOperation, _ exchange: UInt64) {
    guard state.isOpen(exchange) else { return }
    if case .run(let body) = operation { return body() }
    borrowOutput()
    let isStreaming = state.phase == .streaming
    switch operation {
    case .respondJSON(let body) where !isStreaming:
      HTTPResponseEncoder.encodeJSON(body, state.traits, loop.date, into: &output.bytes)
      responseEnded()
    case .respond(let status, let fields, let body) where !isStreaming:
      HTTPResponseEncoder.encode(
        status: status, fields: fields, body: body, state.traits, loop.date, into: &output.bytes)
      responseEnded()
    case .beginStream(let fields) where !isStreaming:
      HTTPResponseEncoder.encodeStreamHead(fields, state.traits, loop.date, into: &output.bytes)
      state.streamBegan()
    case .send(let bytes) where isStreaming:
      if output.count > loop.limits.streamOutputBytes { sendAhead() }
      if output.count > loop.limits.streamOutputBytes {
        state.streamOverran()
      } else {
        HTTPResponseEncoder.encodeChunk(bytes, state.traits, into: &output.bytes)
      }
    case .finish(let bytes) where isStreaming:
      HTTPResponseEncoder.encodeChunk(bytes, state.traits, into: &output.bytes)
      HTTPResponseEncoder.encodeStreamEnd(state.traits, into: &output.bytes)
      responseEnded()
    case .end where isStreaming:
      HTTPResponseEncoder.encodeStreamEnd(state.traits, into: &output.bytes)
      responseEnded()
    case .overrun: state.streamOverran()
    case .respond, .respondJSON, .beginStream, .send, .finish, .end, .run: return
    }
    if !isReading { schedule() }
  }

  /// Sends what the socket takes, before a reader counts as too far behind. The connection is not
  /// closed here, in the midst of its handler's call: a socket that fails is noticed when it
  /// proceeds.
  private func sendAhead() {
    guard mayWrite else { return }
    if case .some = output.send(to: descriptor) {
      mayWrite = false
      state.outputWaits(now: loop.now)
    }
  }

  private func responseEnded() {
    state.responseEnded(now: loop.now)
    releaseHeldBody()
  }

  // MARK: From the loop

  /// [loop] The socket is ready as the epoll events say. Edges: each is told once. Requests are
  /// read and handled now; answers are sent when all connections of this turn have been read, so
  /// that clients on the same processors wake to many answers, not to one each.
  func ready(_ events: UInt32) {
    if events & (EPOLLERR.rawValue | EPOLLHUP.rawValue) != 0 { return close() }
    if events & EPOLLIN.rawValue != 0 { mayRead = true }
    if events & EPOLLOUT.rawValue != 0 { mayWrite = true }
    if events & EPOLLRDHUP.rawValue != 0 {
      (mayRead, hasPeerFinished) = (true, true)
      state.peerFinished(now: loop.now)
    }
    readRequests()
    schedule()
  }

  /// [loop] Does all that can be done now.
  func proceed() {
    isScheduled = false
    flush()
    readRequests()
    flush()
    if state.phase == .discarding { discard() }
    if state.phase == .overrun { close() }
    if canReadRequests, mayRead || reader?.hasUnread == true { schedule() }
  }

  /// [loop] The server stops: what has arrived is answered, then the connection is closed.
  func drain() {
    state.drainBegan()
    mayRead = true
    proceed()
    if state.isIdle { close() }
  }

  /// [loop] Looks at the deadlines.
  func checkDeadlines() {
    switch state.overdue(now: loop.now) {
    case .nothing: break
    case .close: close()
    case .refuse(let refusal):
      refuse(refusal)
      schedule()
    }
  }

  /// [loop] Closes the socket at once and tells the handler if it is waited for.
  func close() {
    guard state.phase != .closed else { return }
    let unfinished = state.close()
    loop.remove(self)
    Glibc.close(descriptor)
    reader = nil
    output = OutputBuffer()
    remembered = nil
    releaseHeldBody()
    if let unfinished { loop.handler.abandoned(HTTPExchange(self, unfinished)) }
  }

  private func schedule() {
    guard !isScheduled, state.phase != .closed else { return }
    isScheduled = true
    loop.schedule(self)
  }

  // MARK: Reading

  /// Pipelined requests wait while the peer does not read its answers.
  private var canReadRequests: Bool {
    state.phase == .reading && output.count <= loop.limits.pipelineOutputBytes
  }

  private func readRequests() {
    guard canReadRequests else { return }
    isReading = true
    defer { isReading = false }
    var reads = 0
    while canReadRequests {
      if let reader, reader.hasUnread {
        consumeUnread(reader)
      } else if mayRead, reads < Self.readsPerTurn {
        reads += 1
        receive()
      } else {
        break
      }
    }
    if let reader, reader.isIdle {
      loop.giveBack(reader)
      self.reader = nil
    }
  }

  private func receive() {
    let buffer = loop.receiveBuffer
    let count = recv(descriptor, buffer.baseAddress, buffer.count, 0)
    guard count > 0 else { return receivedNothing(count) }
    // A short read has emptied the socket; only the end of input may be left in it.
    mayRead = count == buffer.count || hasPeerFinished
    let reader = borrowReader()
    let bytes = UnsafeBufferPointer(rebasing: UnsafeBufferPointer(buffer)[..<count]).span
    let taken = consume(bytes, from: 0, reader)
    guard taken < count else { return }
    if state.isOver { state.inputLeft() } else { reader.keep(bytes, from: taken) }
  }

  private func receivedNothing(_ result: Int) {
    if result == 0 {
      mayRead = false
      state.inputEnded()
    } else if errno == EAGAIN {
      mayRead = false
    } else if errno != EINTR {
      close()
    }
  }

  private func consumeUnread(_ reader: RequestReader) {
    let (bytes, start) = reader.takeUnread()
    let taken = consume(bytes.span, from: start, reader)
    guard taken < bytes.count else { return }
    if state.isOver { state.inputLeft() } else { reader.putBack(bytes, from: taken) }
  }

  /// Parses and handles requests; returns where it stopped.
  private func consume(_ bytes: Span<UInt8>, from start: Int, _ reader: RequestReader) -> Int {
    var position = start
    while canReadRequests, position < bytes.count {
      do throws(HTTPRefusal) {
        switch try reader.parser.advance(bytes, at: &position) {
        case .complete: try handle(reader)
        case .incomplete: try requestProgressed(reader)
        case .continueExpected:
          try requestProgressed(reader)
          borrowOutput()
          output.bytes.append(HTTPResponseEncoder.continueLine)
        }
      } catch {
        refuse(error)
      }
    }
    return position
  }

  private func requestProgressed(_ reader: RequestReader) throws(HTTPRefusal) {
    state.requestProgressed(reader.parser.phase, now: loop.now)
    try holdBody(reader.parser.bodyBytes)
  }

  private func handle(_ reader: RequestReader) throws(HTTPRefusal) {
    guard let request = reader.parser.request else { return }
    try holdBody(request.body.count)
    let exchange = state.requestArrived(
      isHead: request.method == .head, isHTTP10: request.isHTTP10, closes: reader.parser.closes)
    if hasPeerFinished { state.peerFinished(now: loop.now) }
    loop.countRequest()
    loop.handler.handle(request, HTTPExchange(self, exchange))
  }

  private func refuse(_ refusal: HTTPRefusal) {
    borrowOutput()
    HTTPResponseEncoder.encode(refusal, loop.date, into: &output.bytes)
    state.requestRefused()
    reader = nil
    releaseHeldBody()
  }

  /// After a refusal: input is dropped, so that closing does not reset the connection before the
  /// peer has read the answer.
  private func discard() {
    var reads = 0
    while mayRead, reads < Self.readsPerTurn {
      let buffer = loop.receiveBuffer
      let count = recv(descriptor, buffer.baseAddress, buffer.count, 0)
      if count == 0 { return close() }
      if count < 0 { receivedNothing(count) }
      reads += 1
    }
    if mayRead { schedule() }
  }

  private func borrowReader() -> RequestReader {
    if let reader { return reader }
    let borrowed = loop.borrowReader()
    reader = borrowed
    return borrowed
  }

  /// Counts the content of the current request, until its exchange ends.
  private func holdBody(_ count: Int) throws(HTTPRefusal) {
    guard count > heldBodyBytes, count >= loop.limits.countedBodyBytes else { return }
    guard loop.bodyBytes.take(count - heldBodyBytes) else { throw .overloaded }
    heldBodyBytes = count
  }

  private func releaseHeldBody() {
    guard heldBodyBytes > 0 else { return }
    loop.bodyBytes.give(heldBodyBytes)
    heldBodyBytes = 0
  }

  // MARK: Writing

  private func borrowOutput() {
    if output.bytes.capacity == 0 { loop.borrowOutput(&output.bytes) }
  }

  private func flush() {
    guard mayWrite, !isFlushed else { return }
    switch output.send(to: descriptor) {
    case .nothing: outputDrained()
    case .failed: close()
    case .some:
      mayWrite = false
      state.outputWaits(now: loop.now)
    }
  }

  /// Whether nothing waits, and the state knows.
  private var isFlushed: Bool {
    output.bytes.capacity == 0 && state.phase != .finishing || state.phase == .closed
  }

  private func outputDrained() {
    if output.bytes.capacity > 0 { loop.giveBack(&output.bytes) }
    switch state.outputDrained(now: loop.now) {
    case .nothing: break
    case .close: close()
    case .shutDownAndDiscard: shutdown(descriptor, Int32(SHUT_WR))
    }
  }
}
