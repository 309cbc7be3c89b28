internal import Glibc
internal import Synchronization

/// What a server has done so far.
package struct HTTPServerStatistics: Sendable, Equatable {
  /// Connections that are open now.
  package var connections = 0
  /// Requests handed to the handler.
  package var requests = 0
}

/// An HTTP/1.1 server (RFC 9110, RFC 9112): event loops on threads of their own, which share one
/// port. Every method may be called from any thread, except where it says so.
package final class HTTPServer: Sendable {
  private enum Phase {
    case bound, stopped
    case running([LoopThread])
  }

  /// The address it listens on, with the port that the system chose where 0 was asked for.
  package let address: SocketAddress
  private let loops: [EventLoop]
  private let openConnections: SharedBudget
  private let phase = Mutex(Phase.bound)

  /// Binds to `address`; nothing is accepted before `start`. `loops` is the number of threads;
  /// the default is one per processor.
  package init(
    address: SocketAddress, limits: HTTPLimits = HTTPLimits(), loops count: Int? = nil,
    handler: any HTTPHandler
  ) throws(HTTPServerError) {
    let processors = max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))))
    let listeners = try Listener.shared(address, count: max(1, count ?? processors))
    self.address = try SocketAddress(boundTo: listeners[0].descriptor)
    let openConnections = SharedBudget(limits.connections)
    let bodyBytes = SharedBudget(limits.heldBodyBytes)
    var loops: [EventLoop] = []
    for listener in listeners {
      loops.append(
        try EventLoop(
          listener, handler: handler, limits: limits, openConnections: openConnections,
          bodyBytes: bodyBytes))
    }
    self.loops = loops
    self.openConnections = openConnections
  }

  deinit { drain(timeoutMilliseconds: 0) }

  /// The port it listens on.
  package var port: UInt16 { address.port }

  /// What it has done so far.
  package var statistics: HTTPServerStatistics {
    HTTPServerStatistics(
      connections: openConnections.used, requests: loops.reduce(0) { $0 + $1.requestCount })
  }

  /// Starts the loop threads. Only the first call does.
  package func start() throws(HTTPServerError) {
    try phase.withLock { phase throws(HTTPServerError) in
      guard case .bound = phase else { return }
      var threads: [LoopThread] = []
      for loop in loops { threads.append(try LoopThread(loop)) }
      phase = .running(threads)
    }
  }

  /// Closes the listeners; connections go on.
  package func stopAccepting() {
    for loop in loops { loop.mailbox.post(.stopAccepting) }
  }

  /// Stops accepting, closes idle connections, lets running exchanges finish for at most that
  /// time, abandons the others, and ends the loops. Returns when all this is done; not to be
  /// called from a handler. The server cannot be started again.
  package func drain(timeoutMilliseconds: Int) {
    let threads = phase.withLock { phase -> [LoopThread] in
      defer { phase = .stopped }
      if case .running(let threads) = phase { return threads }
      return []
    }
    let deadline = EventLoop.clock() + UInt64(max(0, timeoutMilliseconds))
    for loop in loops { loop.mailbox.post(.drain(deadline: deadline)) }
    for thread in threads { thread.join() }
  }
}
