internal import Glibc
internal import Synchronization

/// The pipes of one child, served by a thread of their own until the child is gone.
final class ChildChannel: Sendable {
  /// What a child does. Told on the channel's thread, one after the other.
  enum Event: Sendable {
    /// A line of its output.
    case line([UInt8])
    /// A line of its errors.
    case diagnostic(String)
    /// It is gone; last.
    case ended(String)
  }

  /// The most bytes that wait until the child reads them.
  static let maximumWaitingBytes = 64 * 1024 * 1024
  private static let diagnosticBytes = 4096
  private static let readBytes = 65_536
  /// How long the child may take to end by itself, and then after SIGTERM.
  private static let graceMilliseconds: UInt64 = 1500
  /// How often it is looked whether a child that is expected to answer or to end still lives.
  private static let lookMilliseconds: Int32 = 200
  private static let endingLookMilliseconds: Int32 = 10

  private struct Outbox {
    var waiting: [[UInt8]] = []
    var bytes = 0
    /// Whether anybody waits for an answer.
    var isExpecting = false
    var isClosing = false
    var hasEnded = false
  }

  private let process: ChildProcess
  private let childGuard: ChildGuard?
  private let limitBytes: Int
  private let deliver: @Sendable (Event) -> Void
  private let outbox = Mutex(Outbox())
  /// A byte in it wakes the thread.
  private let wakeReading, wakeWriting: Int32

  private init(
    _ process: ChildProcess, limitBytes: Int, wake: (Int32, Int32),
    _ deliver: @escaping @Sendable (Event) -> Void
  ) {
    self.process = process
    childGuard = ChildGuard(group: process.pid)
    self.limitBytes = limitBytes
    self.deliver = deliver
    (wakeReading, wakeWriting) = wake
  }

  deinit {
    Glibc.close(wakeReading)
    Glibc.close(wakeWriting)
  }

  /// Starts a child and the thread that serves it.
  static func start(
    _ target: StdioTarget, name: String, limitBytes: Int,
    _ deliver: @escaping @Sendable (Event) -> Void
  ) throws(ChildProcess.Failure) -> ChildChannel {
    let wake = try GNUFunctions.pipe(O_NONBLOCK)
    let process: ChildProcess
    do {
      process = try ChildProcess.spawn(target)
    } catch {
      for end in [wake.0, wake.1] { Glibc.close(end) }
      throw error
    }
    let channel = ChildChannel(process, limitBytes: limitBytes, wake: wake, deliver)
    guard ChannelThread.start(name: "mcp-\(name)", { channel.run() }) else {
      for end in [process.input, process.output, process.errors] { Glibc.close(end) }
      _ = channel.reap()
      throw ChildProcess.Failure(text: "there is no thread for it")
    }
    return channel
  }

  /// What becomes of a line.
  enum Sending {
    case taken
    /// Too much waits already for a child that reads nothing.
    case full
    /// The child is gone, or is being ended; that may not have been told yet.
    case ended
  }

  /// Sends a line.
  @discardableResult
  func send(_ line: [UInt8]) -> Sending {
    let sending = outbox.withLock { outbox -> Sending in
      guard !outbox.isClosing, !outbox.hasEnded else { return .ended }
      guard outbox.bytes + line.count < Self.maximumWaitingBytes else { return .full }
      outbox.waiting.append(line + [UInt8(ascii: "\n")])
      outbox.bytes += line.count + 1
      return .taken
    }
    if case .taken = sending { wake() }
    return sending
  }

  /// Whether the child is expected to answer: if it goes without closing its output, that is seen.
  func expects(_ isExpecting: Bool) {
    let isNew = outbox.withLock { outbox in
      defer { outbox.isExpecting = isExpecting }
      return isExpecting && !outbox.isExpecting
    }
    if isNew { wake() }
  }

  /// Ends the child: its input is closed, then SIGTERM, then SIGKILL, to its whole group.
  func close() {
    outbox.withLock { $0.isClosing = true }
    wake()
  }

  private func wake() {
    var byte: UInt8 = 1
    // One byte, from a variable; where the pipe is full, the thread wakes anyway.
    _ = unsafe write(wakeWriting, &byte, 1)
  }
}

/// What the channel's thread does.
extension ChildChannel {
  private enum Reason {
    /// It closed a pipe, most likely because it has ended.
    case left(String)
    case refused(String)
    case closed
  }

  /// What the thread keeps.
  private struct Service {
    var lines: LineFramer
    var diagnostics = LineFramer(limitBytes: ChildChannel.diagnosticBytes, .cut)
    var outgoing: ArraySlice<UInt8> = []
    var hasInput = true
    var hasOutput = true
    var hasErrors = true
    /// Why the child is of no use any more.
    var reason: Reason?
  }

  private func run() {
    var service = Service(lines: LineFramer(limitBytes: limitBytes, .refuse))
    var buffer = [UInt8](repeating: 0, count: Self.readBytes)
    while service.reason == nil {
      let (isExpecting, isClosing) = outbox.withLock { ($0.isExpecting, $0.isClosing) }
      if isClosing {
        service.reason = .closed
      } else if !service.hasOutput || isExpecting && isGone() {
        service.reason = .left("closed its output")
      } else {
        pollOnce(&service, &buffer, timeout: isExpecting ? Self.lookMilliseconds : -1)
      }
    }
    outbox.withLock { outbox in
      outbox.hasEnded = true
      outbox.waiting = []
    }
    let exit = finish(&service, &buffer)
    for end in [process.output, process.errors] { Glibc.close(end) }
    deliver(.ended(Self.describe(service.reason ?? .closed, exit)))
  }

  private static func describe(_ reason: Reason, _ exit: String?) -> String {
    switch reason {
    case .left(let how): exit ?? how
    case .refused(let why): why
    case .closed: "was closed"
    }
  }

  /// Waits for what comes next and serves it.
  private func pollOnce(_ service: inout Service, _ buffer: inout [UInt8], timeout: Int32) {
    takeOutgoing(&service)
    let wantsToWrite = service.hasInput && !service.outgoing.isEmpty
    var polled = [
      pollfd(fd: wakeReading, events: Int16(POLLIN), revents: 0),
      pollfd(fd: service.hasOutput ? process.output : -1, events: Int16(POLLIN), revents: 0),
      pollfd(fd: service.hasErrors ? process.errors : -1, events: Int16(POLLIN), revents: 0),
      pollfd(fd: wantsToWrite ? process.input : -1, events: Int16(POLLOUT), revents: 0),
    ]
    guard unsafe poll(&polled, nfds_t(polled.count), timeout) > 0 else { return }
    if polled[0].revents != 0 { _ = receive(wakeReading, &buffer) }
    if polled[1].revents != 0 { readOutput(&service, &buffer) }
    if polled[2].revents != 0 { readErrors(&service, &buffer) }
    if polled[3].revents != 0 { writeInput(&service) }
  }

  private func takeOutgoing(_ service: inout Service) {
    guard service.outgoing.isEmpty else { return }
    service.outgoing = outbox.withLock { outbox in
      guard !outbox.waiting.isEmpty else { return [] }
      let line = outbox.waiting.removeFirst()
      outbox.bytes -= line.count
      return line[...]
    }
  }

  private func readOutput(_ service: inout Service, _ buffer: inout [UInt8]) {
    guard let piece = receive(process.output, &buffer) else { return service.hasOutput = false }
    do {
      for line in try service.lines.append(piece) { deliver(.line(line)) }
    } catch {
      service.reason = .refused("wrote a line of more than \(limitBytes) bytes")
    }
  }

  private func readErrors(_ service: inout Service, _ buffer: inout [UInt8]) {
    guard let piece = receive(process.errors, &buffer) else { return service.hasErrors = false }
    for line in (try? service.diagnostics.append(piece)) ?? [] { deliver(diagnostic(line)) }
  }

  private func diagnostic(_ line: [UInt8]) -> Event {
    .diagnostic(SingleLine.of(String(decoding: line, as: UTF8.self), Self.diagnosticBytes))
  }

  /// Bytes of a pipe; nil at its end. None where nothing is there now.
  private func receive(_ descriptor: Int32, _ buffer: inout [UInt8]) -> ArraySlice<UInt8>? {
    // Into an array of exactly that many bytes.
    let count = unsafe read(descriptor, &buffer, buffer.count)
    if count > 0 { return buffer[..<count] }
    let isLater = count < 0 && (errno == EAGAIN || errno == EINTR)
    return isLater ? [] : nil
  }

  private func writeInput(_ service: inout Service) {
    // At most as many bytes as the slice has.
    let count = unsafe service.outgoing.withUnsafeBytes { bytes in
      unsafe write(process.input, bytes.baseAddress, bytes.count)
    }
    if count > 0 {
      service.outgoing = service.outgoing.dropFirst(count)
    } else if count < 0, errno != EAGAIN, errno != EINTR {
      service.reason = .left("closed its input")
    }
  }

  /// Whether the child has ended. It stays a zombie until `finish`, so that nobody else gets its
  /// number, nor its group's.
  private func isGone() -> Bool {
    var info = unsafe siginfo_t()
    let status = unsafe waitid(P_PID, id_t(process.pid), &info, WEXITED | WNOHANG | WNOWAIT)
    return unsafe status != 0 || info.si_signo == SIGCHLD
  }

  /// Ends what is left of the group, then its guard, and only then gives the number of the child
  /// free, which is also that of the group. What `waitpid` says.
  private func reap() -> Int32 {
    kill(-process.pid, SIGKILL)
    childGuard?.end()
    var status: Int32 = 0
    while unsafe waitpid(process.pid, &status, 0) < 0, errno == EINTR {}
    return status
  }

  /// Ends the child and what it has left behind. How it ended by itself; nil where it was ended.
  private func finish(_ service: inout Service, _ buffer: inout [UInt8]) -> String? {
    Glibc.close(process.input)
    service.hasInput = false
    let clock = UpstreamClock.system
    let start = clock.now()
    var isSignalled = false
    while !isGone(), clock.now() - start < 2 * Self.graceMilliseconds {
      if !isSignalled, clock.now() - start >= Self.graceMilliseconds {
        kill(-process.pid, SIGTERM)
        isSignalled = true
      }
      pollOnce(&service, &buffer, timeout: Self.endingLookMilliseconds)
    }
    let isKilled = !isGone()
    let status = reap()
    if isSignalled || isKilled { return nil }
    let signal = status & 0x7F
    return signal == 0 ? "ended with status \(status >> 8 & 0xFF)" : "was ended by signal \(signal)"
  }
}
