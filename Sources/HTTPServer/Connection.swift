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
  let descriptor: Int32
  private let loop: EventLoop
  /// Stream bytes on their way from other threads to the loop.
  private let postedBytes = Atomic<Int>(0)

  private var state: ConnectionState
  private var reader: RequestReader?
  private var output: [UInt8] = []
  private var outputStart = 0
  private var mayRead = false
  private var mayWrite = true
  private var hasPeerFinished = false
  private var isProceeding = false
  private var isScheduled = false

  init(_ descriptor: Int32, token: EventLoop.Token, loop: EventLoop) {
    self.descriptor = descriptor
    self.token = token
    self.loop = loop
    state = ConnectionState(limits: loop.limits, now: loop.now)
  }

  // MARK: From handlers

  /// [any] Does `operation` on the exchange, here or on the loop.
  func submit(_ operation: consuming ExchangeOperation, _ exchange: UInt64) {
    if loop.isCurrent {
      perform(operation, exchange)
    } else {
      loop.mailbox.post(.perform(operation, self, exchange))
    }
  }

  /// [any] Sends stream content, unless too much of it waits already.
  func submitStream(_ bytes: [UInt8], _ exchange: UInt64) {
    guard !loop.isCurrent else { return perform(.send(bytes), exchange) }
    let waiting = postedBytes.add(bytes.count, ordering: .relaxed).newValue
    let fits = waiting <= loop.limits.streamOutputBytes
    loop.mailbox.post(.perform(fits ? .send(bytes) : .overflow, self, exchange))
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
    borrowOutput()
    let isStreaming = state.phase == .streaming
    switch operation {
    case .respondJSON(let body) where !isStreaming:
      HTTPResponseEncoder.encodeJSON(body, state.traits, into: &output)
      state.responseEnded(now: loop.now)
    case .respond(let status, let fields, let body) where !isStreaming:
      HTTPResponseEncoder.encode(
        status: status, fields: fields, body: body, state.traits, into: &output)
      state.responseEnded(now: loop.now)
    case .beginStream(let fields) where !isStreaming: beginStream(fields)
    case .send(let bytes) where isStreaming: send(bytes)
    case .end where isStreaming: endStream()
    case .overflow: close()
    default: break
    }
    if !isProceeding { schedule() }
  }

  private func beginStream(_ fields: HTTPFields) {
    HTTPResponseEncoder.encodeStreamHead(fields, state.traits, into: &output)
    state.streamBegan()
  }

  private func send(_ bytes: [UInt8]) {
    guard !state.traits.isHead else { return }
    HTTPResponseEncoder.encodeChunk(bytes, state.traits, into: &output)
    if output.count - outputStart > loop.limits.streamOutputBytes { close() }
  }

  private func endStream() {
    if !state.traits.isHead {
      HTTPResponseEncoder.encodeStreamEnd(state.traits, into: &output)
    }
    state.responseEnded(now: loop.now)
  }

  // MARK: From the loop

  /// [loop] The socket is ready as the epoll events say. Edges: each is told once.
  func ready(_ events: UInt32) {
    if events & (EPOLLERR.rawValue | EPOLLHUP.rawValue) != 0 { return close() }
    if events & EPOLLIN.rawValue != 0 { mayRead = true }
    if events & EPOLLOUT.rawValue != 0 { mayWrite = true }
    if events & EPOLLRDHUP.rawValue != 0 {
      (mayRead, hasPeerFinished) = (true, true)
      state.peerFinished(now: loop.now)
    }
    proceed()
  }

  /// [loop] Does all that can be done now.
  func proceed() {
    isScheduled = false
    guard state.phase != .closed else { return }
    isProceeding = true
    flush()
    readRequests()
    flush()
    if state.phase == .discarding { discard() }
    isProceeding = false
    if canReadRequests, mayRead || reader?.hasUnread == true { schedule() }
  }

  /// [loop] The server stops: closes the connection if it is idle.
  func drain() {
    if state.drain() { close() }
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
    output = []
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
    state.phase == .reading && output.count - outputStart <= loop.limits.pipelineOutputBytes
  }

  private func readRequests() {
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
    if count > 0 {
      // A short read has emptied the socket; only the end of input may be left in it.
      mayRead = count == buffer.count || hasPeerFinished
      let reader = borrowReader()
      let bytes = UnsafeBufferPointer(rebasing: UnsafeBufferPointer(buffer)[..<count]).span
      let taken = consume(bytes, from: 0, reader)
      if taken < count, state.phase != .finishing { reader.keep(bytes, from: taken) }
    } else if count == 0 {
      mayRead = false
      state.inputEnded()
    } else {
      receiveFailed(errno)
    }
  }

  private func receiveFailed(_ number: Int32) {
    switch number {
    case EINTR: break
    case EAGAIN: mayRead = false
    default: close()
    }
  }

  private func consumeUnread(_ reader: RequestReader) {
    let (bytes, start) = reader.takeUnread()
    let taken = consume(bytes.span, from: start, reader)
    if taken < bytes.count, state.phase != .finishing { reader.putBack(bytes, from: taken) }
  }

  /// Parses and handles requests; returns where it stopped.
  private func consume(_ bytes: Span<UInt8>, from start: Int, _ reader: RequestReader) -> Int {
    var position = start
    while canReadRequests, position < bytes.count {
      do throws(HTTPRefusal) {
        switch try reader.parser.advance(bytes, at: &position) {
        case .complete: handle(reader)
        case .incomplete: state.requestProgressed(reader.parser.phase, now: loop.now)
        case .continueExpected:
          state.requestProgressed(.body, now: loop.now)
          borrowOutput()
          output.append(HTTPResponseEncoder.continueLine)
        }
      } catch {
        refuse(error)
      }
    }
    return position
  }

  private func handle(_ reader: RequestReader) {
    guard let request = reader.parser.request else { return }
    let exchange = state.requestArrived(
      isHead: request.method == .head, isHTTP10: request.isHTTP10, closes: reader.parser.closes)
    loop.countRequest()
    if hasPeerFinished { state.peerFinished(now: loop.now) }
    loop.handler.handle(request, HTTPExchange(self, exchange))
  }

  private func refuse(_ refusal: HTTPRefusal) {
    borrowOutput()
    HTTPResponseEncoder.encode(refusal, into: &output)
    state.requestRefused()
    reader = nil
  }

  /// After a refusal: input is dropped, so that closing does not reset the connection before the
  /// peer has read the answer.
  private func discard() {
    var reads = 0
    while mayRead, reads < Self.readsPerTurn {
      let buffer = loop.receiveBuffer
      let count = recv(descriptor, buffer.baseAddress, buffer.count, 0)
      if count == 0 { return close() }
      if count < 0 { return receiveFailed(errno) }
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

  // MARK: Writing

  private func borrowOutput() {
    if output.capacity == 0 { loop.borrowOutput(&output) }
  }

  private func flush() {
    while mayWrite, outputStart < output.count {
      let count = output.withUnsafeBytes { bytes in
        Glibc.send(
          descriptor, bytes.baseAddress?.advanced(by: outputStart), bytes.count - outputStart,
          Int32(MSG_NOSIGNAL))
      }
      if count >= 0 {
        outputStart += count
        if outputStart < output.count { outputWaits() }
      } else if errno == EAGAIN {
        outputWaits()
        mayWrite = false
      } else if errno != EINTR {
        return close()
      }
    }
    if outputStart == output.count { outputDrained() }
  }

  /// The sent part is cut off when it is the larger one.
  private func outputWaits() {
    state.outputWaits(now: loop.now)
    guard outputStart > output.count / 2 else { return }
    output.removeFirst(outputStart)
    outputStart = 0
  }

  private func outputDrained() {
    if output.capacity > 0 { loop.giveBack(&output) }
    outputStart = 0
    switch state.outputDrained(now: loop.now) {
    case .nothing: break
    case .close: close()
    case .shutDownAndDiscard: shutdown(descriptor, Int32(SHUT_WR))
    }
  }
}
