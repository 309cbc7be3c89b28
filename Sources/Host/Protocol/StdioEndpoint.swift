import Glibc
import MCP
import Synchronization

/// The protocol over standard input and output: one JSON message a line, and nothing else on
/// standard output.
final class StdioEndpoint: Sendable {
  /// How long running calls may go on after the end of the input, so that a client which writes its
  /// requests and closes its end still gets the answers.
  static let lastCallsMilliseconds: UInt32 = 1000
  private static let pollMilliseconds: UInt32 = 5

  private struct State {
    var session: Revision?
    var running: [[UInt8]: CallRun] = [:]
  }

  private let service: Service
  private let output: Int32
  private let limitBytes: Int
  private let state = Mutex(State())
  /// Whether the reader of the output has gone.
  private let isBroken = Mutex(false)

  /// Takes over standard output: whatever a plugin in this process prints goes to standard error.
  init(service: Service, output: Int32, limitBytes: Int) {
    self.service = service
    self.output = output
    self.limitBytes = limitBytes
  }

  /// Keeps the real standard output for the protocol, before any plugin can write to it.
  static func claimOutput() -> Int32 {
    let output = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3)
    dup2(STDERR_FILENO, STDOUT_FILENO)
    return output
  }

  /// Reads until the end of standard input, then gives running calls a moment.
  func run() {
    var framing = StdioFraming(limitBytes: limitBytes)
    var chunk = [UInt8](repeating: 0, count: 64 << 10)
    while true {
      let got = read(STDIN_FILENO, &chunk, chunk.count)
      if got < 0 && errno == EINTR { continue }
      guard got > 0 else { break }
      chunk.withUnsafeBytes { framing.append(UnsafeRawBufferPointer(rebasing: $0[..<got])) }
      while let event = framing.next() { handle(event, framing.limitBytes) }
    }
    if let last = framing.finish() { handle(last, framing.limitBytes) }
    waitForLastCalls()
  }

  private func handle(_ event: StdioFraming.Event, _ limitBytes: Int) {
    let channel = StdioChannel(endpoint: self)
    switch event {
    case .tooLong: channel.reply(service.server.refuseTooLarge(limitBytes: limitBytes))
    case .message(let message):
      let session = state.withLock { $0.session }
      for run in service.receive(message, fields: nil, session: session, channel) { keep(run) }
    }
  }

  private func keep(_ run: CallRun) {
    let id = run.requestID
    state.withLock { $0.running[id] = run }
    let isRunning = run.whenDone { [weak self] in self?.forget(id) }
    if !isRunning { forget(id) }
  }

  private func forget(_ id: [UInt8]) {
    state.withLock { _ = $0.running.removeValue(forKey: id) }
  }

  private func waitForLastCalls() {
    var waited: UInt32 = 0
    while waited < Self.lastCallsMilliseconds, !state.withLock({ $0.running.isEmpty }) {
      usleep(Self.pollMilliseconds * 1000)
      waited += Self.pollMilliseconds
    }
  }

  fileprivate func settled(_ revision: Revision) {
    state.withLock { $0.session = revision }
  }

  fileprivate func cancel(_ requestID: [UInt8]) {
    state.withLock { $0.running[requestID] }?.cancel()
  }

  /// Writes one message and its line end, whole. Where nobody reads any more, the process ends as
  /// if it had been asked to: what nobody hears must not be done.
  fileprivate func write(_ message: [UInt8]) {
    var line = message
    line.append(UInt8(ascii: "\n"))
    isBroken.withLock { isBroken in
      guard !isBroken else { return }
      var rest = line[...]
      while !rest.isEmpty {
        let sent = rest.withUnsafeBytes { Glibc.write(output, $0.baseAddress, $0.count) }
        if sent < 0 && errno == EINTR { continue }
        if sent < 0 && errno == EAGAIN {
          var descriptor = pollfd(fd: output, events: Int16(POLLOUT), revents: 0)
          poll(&descriptor, 1, -1)
          continue
        }
        guard sent > 0 else {
          isBroken = true
          kill(getpid(), SIGTERM)
          return
        }
        rest = rest.dropFirst(sent)
      }
    }
  }
}

/// The one channel of a stdio connection.
private struct StdioChannel: ReplyChannel {
  let endpoint: StdioEndpoint

  func reply(_ reply: MCPReply) {
    if let revision = reply.negotiated { endpoint.settled(revision) }
    endpoint.write(reply.body)
  }

  func accepted() {}

  func notify(_ message: [UInt8]) { endpoint.write(message) }

  func replyAfterNotifications(_ reply: MCPReply) { self.reply(reply) }

  func cancelled() {}

  func cancel(requestID: [UInt8]) { endpoint.cancel(requestID) }
}
