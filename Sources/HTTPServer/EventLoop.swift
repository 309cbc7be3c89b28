internal import CPlatform
internal import Glibc
internal import Synchronization

/// One thread that serves one listener and the connections it accepted.
///
/// Unchecked Sendable: everything mutable is touched on the loop's own thread only, apart from
/// the atomics and the mailbox, which are made for sharing.
final class EventLoop: @unchecked Sendable {
  /// Names a connection in epoll: its slot below, how often the slot was used before above, so
  /// that an event for a closed connection does not reach its successor.
  typealias Token = UInt64

  private static let listenerToken = Token.max
  private static let mailboxToken = Token.max - 1
  private static let receiveBytes = 64 * 1024
  private static let eventsPerWait = 256
  private static let acceptsPerTurn = 64
  private static let looksBeforeSleep = 10
  private static let spareReaders = 16
  private static let spareOutputs = 64
  /// Larger output buffers are not kept.
  private static let spareOutputBytes = 16 * 1024

  let handler: any HTTPHandler
  let limits: HTTPLimits
  let mailbox: Mailbox
  /// What requests' content may take of memory.
  let bodyBytes: SharedBudget
  /// Where connections receive, one at a time; what is not used up at once they keep themselves.
  let receiveBuffer: UnsafeMutableBufferPointer<UInt8>
  /// Milliseconds of the monotonic clock, read once per turn.
  private(set) var now = EventLoop.clock()
  /// The Date field of the responses of this turn.
  private(set) var date = ResponseDate()

  private let poll: EventPoll
  private let openConnections: SharedBudget
  private let requests = Atomic<Int>(0)
  private let thread = Atomic<UInt>(0)
  private let tickMilliseconds: UInt64
  private var listener: Listener?
  private var isAcceptingPaused = false
  private var slots = ConnectionSlots()
  private var scheduled: [Connection] = []
  private var turn: [Connection] = []
  private var messages: [LoopMessage] = []
  private var readers: [RequestReader] = []
  private var outputs: [[UInt8]] = []
  private var nextTick: UInt64
  private var drainDeadline: UInt64?

  init(
    _ listener: Listener, handler: any HTTPHandler, limits: HTTPLimits,
    openConnections: SharedBudget, bodyBytes: SharedBudget
  ) throws(HTTPServerError) {
    self.listener = listener
    self.handler = handler
    self.limits = limits
    self.openConnections = openConnections
    self.bodyBytes = bodyBytes
    mailbox = try Mailbox()
    poll = try EventPoll()
    receiveBuffer = .allocate(capacity: Self.receiveBytes)
    receiveBuffer.initialize(repeating: 0)
    tickMilliseconds = Self.tick(limits)
    nextTick = now + tickMilliseconds
    let edge = EPOLLIN.rawValue | EPOLLET.rawValue
    guard poll.watch(mailbox.descriptor, edge, Self.mailboxToken),
      poll.watch(listener.descriptor, EPOLLIN.rawValue, Self.listenerToken)
    else { throw HTTPServerError("epoll_ctl", errno: errno) }
  }

  deinit { receiveBuffer.deallocate() }

  // MARK: For other threads

  /// Whether the caller is on the loop's thread.
  var isCurrent: Bool { thread.load(ordering: .relaxed) == UInt(pthread_self()) }

  /// Requests handed to the handler so far.
  var requestCount: Int { requests.load(ordering: .relaxed) }

  /// The clock of all deadlines.
  static func clock() -> UInt64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC_COARSE, &time)
    return UInt64(time.tv_sec) * 1000 + UInt64(time.tv_nsec) / 1_000_000
  }

  // MARK: The loop

  /// Serves until drained. The caller's thread becomes the loop's.
  func run() {
    thread.store(UInt(pthread_self()), ordering: .relaxed)
    withUnsafeTemporaryAllocation(of: epoll_event.self, capacity: Self.eventsPerWait) { events in
      while !isDrained {
        let count = wait(events)
        now = Self.clock()
        date.refresh()
        for index in 0..<count { dispatch(events[index].events, events[index].data.u64) }
        readMailbox()
        proceedScheduled()
        if now >= nextTick { tick() }
      }
    }
    mailbox.close()
  }

  /// To be put to sleep and woken costs more than some looks, with others let run in between: the
  /// next event is often that near, and under load several are there then.
  private func wait(_ events: UnsafeMutableBufferPointer<epoll_event>) -> Int {
    for _ in 0..<Self.looksBeforeSleep where scheduled.isEmpty && mailbox.isEmpty {
      let count = poll.wait(events, milliseconds: 0)
      if count > 0 { return count }
      sched_yield()
    }
    return poll.wait(events, milliseconds: waitMilliseconds)
  }

  private var isDrained: Bool { drainDeadline != nil && slots.count == 0 }

  private var waitMilliseconds: Int32 {
    if !scheduled.isEmpty || !mailbox.fallAsleep() { return 0 }
    if slots.count == 0, !isAcceptingPaused { return -1 }
    return Int32(clamping: nextTick > now ? nextTick - now : 0)
  }

  private func dispatch(_ events: UInt32, _ token: Token) {
    switch token {
    case Self.mailboxToken: break  // It is read in every turn.
    case Self.listenerToken: accept()
    default: slots[token]?.ready(events)
    }
  }

  private func proceedScheduled() {
    guard !scheduled.isEmpty else { return }
    swap(&scheduled, &turn)
    for connection in turn { connection.proceed() }
    turn.removeAll(keepingCapacity: true)
  }

  /// Fine enough for the shortest time-out, and no finer than it must be.
  private static func tick(_ limits: HTTPLimits) -> UInt64 {
    let shortest = min(
      limits.headTimeoutMilliseconds, limits.bodyStallMilliseconds,
      limits.idleTimeoutMilliseconds, limits.writeStallMilliseconds,
      limits.halfClosedMilliseconds, limits.lingerMilliseconds)
    return UInt64(min(max(shortest / 4, 10), 1000))
  }

  private func tick() {
    nextTick = now + tickMilliseconds
    if let drainDeadline, drainDeadline > now { nextTick = min(nextTick, drainDeadline) }
    if isAcceptingPaused { pauseAccepting(false) }
    let isOver = drainDeadline.map { now >= $0 } ?? false
    for index in 0..<slots.capacity {
      guard let connection = slots[slot: index] else { continue }
      isOver ? connection.close() : connection.checkDeadlines()
    }
  }

  // MARK: Messages

  private func readMailbox() {
    mailbox.take(&messages)
    guard !messages.isEmpty else { return }
    for message in messages {
      switch message {
      case .perform(let operation, let connection, let exchange):
        connection.performPosted(operation, exchange)
      case .stopAccepting: stopAccepting()
      case .drain(let deadline): drain(deadline)
      }
    }
    messages.removeAll(keepingCapacity: true)
  }

  /// What waits in the listener's queue is taken first: closing would reset it.
  private func stopAccepting() {
    for _ in 0..<Int(SOMAXCONN) / Self.acceptsPerTurn { accept() }
    listener = nil
    isAcceptingPaused = false
  }

  private func drain(_ deadline: UInt64) {
    stopAccepting()
    drainDeadline = deadline
    nextTick = min(nextTick, deadline)
    for index in 0..<slots.capacity { slots[slot: index]?.drain() }
  }

  // MARK: Connections

  private func accept() {
    for _ in 0..<Self.acceptsPerTurn {
      switch listener?.accept() {
      case .connection(let descriptor): add(descriptor)
      case .exhausted: return pauseAccepting(true)
      case .nothing, nil: return
      }
    }
  }

  private func add(_ descriptor: Int32) {
    guard openConnections.take(1) else {
      return turnAway(descriptor)
    }
    let connection = slots.insert { Connection(descriptor, token: $0, loop: self) }
    let events = EPOLLIN.rawValue | EPOLLOUT.rawValue | EPOLLRDHUP.rawValue | EPOLLET.rawValue
    if !poll.watch(descriptor, events, connection.token) { connection.close() }
  }

  /// One connection too many. Its request is not read, so the answer may be lost in a reset.
  private func turnAway(_ descriptor: Int32) {
    var output: [UInt8] = []
    HTTPResponseEncoder.encode(
      status: 503, fields: ["Retry-After": "1"], body: [], ResponseTraits(closes: true), date,
      into: &output)
    _ = Glibc.send(descriptor, output, output.count, Int32(MSG_NOSIGNAL))
    Glibc.close(descriptor)
  }

  /// The connection is closed.
  func remove(_ connection: Connection) {
    slots.remove(connection.token)
    openConnections.give(1)
  }

  /// Lets the connection proceed when this turn's events are done.
  func schedule(_ connection: Connection) { scheduled.append(connection) }

  /// One more request.
  func countRequest() {
    // Only this thread writes, so load and store need no lock.
    requests.store(requests.load(ordering: .relaxed) + 1, ordering: .relaxed)
  }

  /// Without descriptors the listener would stay readable and the loop would spin.
  private func pauseAccepting(_ pauses: Bool) {
    guard let listener else { return }
    isAcceptingPaused = pauses
    poll.change(listener.descriptor, pauses ? 0 : EPOLLIN.rawValue, Self.listenerToken)
  }

  // MARK: Lent to connections

  func borrowReader() -> RequestReader { readers.popLast() ?? RequestReader(limits: limits) }

  func giveBack(_ reader: RequestReader) {
    guard readers.count < Self.spareReaders else { return }
    reader.parser.reset()
    readers.append(reader)
  }

  func borrowOutput(_ output: inout [UInt8]) {
    if let spare = outputs.popLast() { output = spare }
  }

  func giveBack(_ output: inout [UInt8]) {
    if outputs.count < Self.spareOutputs, output.capacity <= Self.spareOutputBytes {
      output.removeAll(keepingCapacity: true)
      outputs.append(output)
    }
    output = []
  }
}
