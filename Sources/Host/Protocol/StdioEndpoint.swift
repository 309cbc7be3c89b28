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
    var context = ClientContext()
    var running: [[UInt8]: CallRun] = [:]
  }

  private let service: Service
  private let output: StandardOutput
  private let limitBytes: Int
  private let state = Mutex(State())

  init(service: Service, output: StandardOutput, limitBytes: Int) {
    self.service = service
    self.output = output
    self.limitBytes = limitBytes
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
      let peer = StdioPeer(endpoint: self)
      for run in service.receive(
        message, fields: nil, service.current, peer: peer, channel)
      { keep(run) }
    }
  }

  private func keep(_ run: CallRun) {
    let id = run.requestID
    state.withLock { $0.running[id] = run }
    let isRunning = run.whenDone { [self] run in forget(id, run) }
    if !isRunning { forget(id, run) }
  }

  /// A client may use the id of a running call again.
  private func forget(_ id: [UInt8], _ run: CallRun) {
    state.withLock { state in
      if state.running[id] === run { state.running.removeValue(forKey: id) }
    }
  }

  private func waitForLastCalls() {
    var waited: UInt32 = 0
    while waited < Self.lastCallsMilliseconds, !state.withLock({ $0.running.isEmpty }) {
      usleep(Self.pollMilliseconds * 1000)
      waited += Self.pollMilliseconds
    }
  }

  // MARK: - For the connection's messages

  fileprivate var context: ClientContext { state.withLock { $0.context } }

  fileprivate func remember(_ change: (inout ClientContext) -> Void) {
    state.withLock { change(&$0.context) }
  }

  /// A legacy client has introduced itself: from now on it hears of changes.
  fileprivate func follow() {
    service.announcer.left(.connection)
    try? service.announcer.follow(
      StdioPeer.connection, StdioStream(output: output, key: .connection))
  }

  fileprivate func cancel(_ requestID: [UInt8]) {
    if service.announcer.left(.stdio(requestID: requestID)) { return }
    state.withLock { $0.running[requestID] }?.cancel()
  }

  fileprivate func write(_ message: [UInt8]) { output.write(message) }

  fileprivate func stream(_ requestID: [UInt8]) -> StdioStream {
    StdioStream(output: output, key: .stdio(requestID: requestID))
  }
}

/// The one client of a stdio connection, known by it.
private struct StdioPeer: Peer {
  /// No client can name it: over stdio there are no session ids.
  static let connection = SessionID("stdio".utf8)

  let endpoint: StdioEndpoint
  let caller = Caller()
  var session: SessionID? { Self.connection }
  var context: ClientContext { endpoint.context }

  func remember(_ change: (inout ClientContext) -> Void) { endpoint.remember(change) }

  func begin(_ context: ClientContext) -> String? {
    endpoint.remember { $0 = context }
    return nil
  }

  func hasBegun() { endpoint.follow() }

  func cancel(requestID: [UInt8]) { endpoint.cancel(requestID) }
}

/// The one channel of a stdio connection.
private struct StdioChannel: ReplyChannel {
  let endpoint: StdioEndpoint

  func reply(_ reply: MCPReply) { endpoint.write(reply.body) }

  func accepted() {}

  func notify(_ message: [UInt8]) { endpoint.write(message) }

  func replyAfterNotifications(_ reply: MCPReply) { self.reply(reply) }

  func cancelled() {}

  func listener(for request: ListenRequest) -> (any ListenerChannel)? {
    endpoint.stream(request.id)
  }
}

/// What a client over stdio hears of changes, among the other messages.
private struct StdioStream: ListenerChannel {
  let output: StandardOutput
  let key: StreamKey

  func begin() {}

  func send(_ message: [UInt8]) { output.write(message) }

  /// A pipe is not cut by anybody.
  func keepAlive() {}

  func end(_ reply: MCPReply?) {
    if let reply { output.write(reply.body) }
  }
}
