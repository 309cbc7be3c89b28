internal import CLibpq
internal import Glibc

/// One connection of libpq in pipeline mode, whose thread waits for the server and for a wake-up at
/// once. Used by one thread at a time. libpq's handle is freed once, by `close`, after which
/// nothing here gives it to libpq.
@safe final class Connection {
  /// How a wait for the next result ended.
  enum Readiness {
    case ready
    /// The server is gone.
    case lost
    /// A statement that was cancelled did not end in its time, or could not be cancelled.
    case overdue
    /// More than the largest row has come without a row.
    case tooLarge
  }

  /// Notices, behind a reference that libpq is given.
  private final class NoticeBox {
    var list = NoticeList()
  }

  /// Room for a row of this size is kept for the next one.
  private static let keptRowBytes = 4 << 20
  /// So many reads for what came behind a pipeline's end.
  private static let lastReads = 64

  /// libpq's; valid as long as `isOpen`.
  let handle: OpaquePointer
  let wake: WakeDescriptor
  private(set) var isOpen = true
  private let box = NoticeBox()
  private let cancels: CancelCount
  private var cancelRequest: CancelRequest?
  private var hasUnsent = false
  /// Open from the second read of a pipeline to its end.
  private var gate: OpaquePointer?
  /// Reads of this pipeline, and what came through the gate since the last result.
  private var reads = 0
  private var received = 0
  private var noticesBefore = 0
  /// Whether libpq has made room for a row so large that it should not keep it: it never gives
  /// room back.
  private(set) var isBloated = false

  /// Takes over a connection that is established.
  init?(established handle: OpaquePointer, wake: WakeDescriptor, cancels: CancelCount) {
    unsafe self.handle = handle
    self.wake = wake
    self.cancels = cancels
    // The box lives as long as the connection: `close` ends libpq's use of it.
    unsafe clibpq_set_notice_function(
      handle,
      { context, result in
        guard let context = unsafe context else { return }
        let box = unsafe Unmanaged<NoticeBox>.fromOpaque(context).takeUnretainedValue()
        unsafe box.list.take(ErrorFields.notice(result))
      }, Unmanaged.passUnretained(box).toOpaque())
    guard unsafe clibpq_enter_pipeline(handle) else {
      close()
      return nil
    }
  }

  deinit {
    close()
  }

  func close() {
    guard isOpen else { return }
    isOpen = false
    unsafe clibpq_finish(handle)
    if let gate = unsafe gate { unsafe clibpq_gate_abandon(gate) }
    unsafe gate = nil
  }

  /// Cancels what runs, where that is possible, and closes.
  func abandon() {
    guard isOpen else { return }
    if cancelRequest == nil { _ = unsafe CancelRequest.start(handle, wake: wake, among: cancels) }
    close()
  }

  var notices: [Notice] { box.list.notices }

  var transactionStatus: clibpq_transaction {
    isOpen ? unsafe clibpq_transaction_status(handle) : CLIBPQ_TRANSACTION_UNKNOWN
  }

  /// Whether libpq has given the connection up.
  var isBad: Bool { unsafe !isOpen || clibpq_is_bad(handle) }

  /// Whether the server has told that it is no standby any more (PostgreSQL 14).
  var wasPromoted: Bool {
    guard isOpen, let told = unsafe clibpq_parameter(handle, "in_hot_standby") else { return false }
    return unsafe strcmp(told, "off") == 0
  }

  /// The first line of libpq's last failure.
  var failureText: String {
    guard isOpen else { return "The connection is closed." }
    let text = unsafe String(cString: clibpq_error_message(handle))
    let line = text.prefix { $0 != "\n" }
    return line.isEmpty ? "The connection to the server ended." : String(line)
  }

  /// Whether the server is still there, as far as can be seen without asking it. Between calls.
  func isAlive() -> Bool {
    // A server that ends says why first: one read for that, one for the end.
    for _ in 0..<2 {
      guard !isBad else { return false }
      var poll = unsafe pollfd(fd: clibpq_socket(handle), events: Int16(POLLIN), revents: 0)
      guard unsafe Glibc.poll(&poll, 1, 0) > 0 else { return true }
      guard unsafe clibpq_consume(handle) else { return false }
      _ = unsafe clibpq_is_busy(handle)
    }
    return !isBad
  }

  // MARK: One pipeline

  func begin() {
    box.list.removeAll()
    cancelRequest = nil
    reads = 0
    didReceive()
  }

  func didReceive() {
    received = 0
  }

  /// Ends what was sent. False: the connection is of no use.
  func sync() -> Bool {
    guard unsafe clibpq_send_sync(handle) else { return false }
    return flush()
  }

  private func flush() -> Bool {
    let flushed = unsafe clibpq_flush(handle)
    hasUnsent = flushed == CLIBPQ_FLUSH_MORE
    return flushed != CLIBPQ_FLUSH_FAILED
  }

  /// Waits until the next result can be had without waiting.
  func awaitResult(
    _ patience: inout Patience, _ cancellation: Cancellation?, rowBytes: Int
  ) -> Readiness {
    while unsafe clibpq_is_busy(handle) {
      if box.list.arrived != noticesBefore {
        noticesBefore = box.list.arrived
        didReceive()
      }
      guard received <= rowBytes else { return .tooLarge }
      let isCancelled = cancellation?.isCancelled ?? false
      switch patience.next(now: MonotonicClock.now(), isCancelled: isCancelled) {
      case .close:
        return .overdue
      case .cancel:
        cancelRequest = unsafe CancelRequest.start(handle, wake: wake, among: cancels)
        guard cancelRequest != nil else { return .overdue }
      case .wait(let limit):
        switch wait(until: limit) {
        case .moved: break
        // libpq says why in a last result, for which it does not wait any more.
        case .ended: return .ready
        case .failed: return .lost
        }
      }
    }
    return .ready
  }

  /// After a statement was cancelled: waits until no request to cancel is under way any more, which
  /// could hit a statement of the next call. False: it took too long.
  func settle(_ patience: inout Patience) -> Bool {
    while let request = cancelRequest, !request.isDone {
      guard case .wait(let limit) = patience.next(now: MonotonicClock.now(), isCancelled: false)
      else { return false }
      var poll = pollfd(fd: wake.descriptor, events: Int16(POLLIN), revents: 0)
      _ = unsafe Glibc.poll(&poll, 1, Self.milliseconds(until: limit))
      wake.drain()
    }
    cancelRequest = nil
    return true
  }

  private enum Movement {
    case moved
    case ended
    case failed
  }

  /// Moves bytes both ways as soon as that is possible; waits at most until `limit`.
  private func wait(until limit: Int64) -> Movement {
    if let gate = unsafe gate, unsafe !clibpq_gate_is_empty(gate) { return consume() }
    let wanted = hasUnsent ? POLLIN | POLLOUT : POLLIN
    let socket = unsafe gate.map { unsafe clibpq_gate_socket($0) } ?? clibpq_socket(handle)
    var polls = (
      pollfd(fd: socket, events: Int16(wanted), revents: 0),
      pollfd(fd: wake.descriptor, events: Int16(POLLIN), revents: 0)
    )
    let count = unsafe withUnsafeMutableBytes(of: &polls) { bytes in
      unsafe Self.poll(bytes.assumingMemoryBound(to: pollfd.self), until: limit)
    }
    guard count > 0 else { return count == 0 || errno == EINTR ? .moved : .failed }
    if polls.1.revents != 0 { wake.drain() }
    if hasUnsent, polls.0.revents & Int16(POLLOUT) != 0, !flush() { return .ended }
    guard polls.0.revents & ~Int16(POLLOUT) != 0 else { return .moved }
    return passAndConsume()
  }

  private static func poll(
    _ polls: UnsafeMutableBufferPointer<pollfd>, until limit: Int64
  ) -> Int32 {
    for _ in 0..<GivingWay.times {
      let count = unsafe Glibc.poll(polls.baseAddress, nfds_t(polls.count), 0)
      if count != 0 { return count }
      sched_yield()
    }
    return unsafe Glibc.poll(polls.baseAddress, nfds_t(polls.count), milliseconds(until: limit))
  }

  /// The first read of a pipeline takes no more than libpq has room for already. After it libpq may
  /// have seen the head of a row and made room for all of it, and would read as long as more comes:
  /// the rest is let in a piece at a time.
  private func passAndConsume() -> Movement {
    if reads > 0, !hasUnsent, unsafe gate == nil {
      unsafe gate = clibpq_gate_open(clibpq_socket(handle))
    }
    reads += 1
    if let gate = unsafe gate { received += unsafe Int(clibpq_gate_pass(gate)) }
    if received > Self.keptRowBytes { isBloated = true }
    return consume()
  }

  private func consume() -> Movement {
    unsafe clibpq_consume(handle) ? .moved : .ended
  }

  private func closeGate() {
    guard let open = unsafe gate, unsafe clibpq_gate_is_empty(open) else { return }
    unsafe clibpq_gate_close(open)
    unsafe gate = nil
  }

  /// At a pipeline's end. False: what the server sends has no end.
  func end() -> Bool {
    for _ in 0..<Self.lastReads {
      closeGate()
      guard unsafe gate != nil else { return true }
      guard case .moved = consume() else { return false }
    }
    return false
  }

  /// For poll(2): rounded up, so that a limit is over when the wait is.
  static func milliseconds(until limit: Int64) -> Int32 {
    let rest = limit - MonotonicClock.now()
    guard rest > 0 else { return 0 }
    let unit = MonotonicClock.nanosecondsInMillisecond
    return Int32(clamping: rest / unit + (rest % unit == 0 ? 0 : 1))
  }
}
