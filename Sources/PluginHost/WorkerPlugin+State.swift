import PluginABI

extension WorkerPlugin {
  /// A call on its way through a worker.
  struct WorkerCall: Sendable {
    let sink: any CallSink
    /// Its place among the calls that were sent to the worker, from 1; nil: it waits.
    var number: UInt64?
    /// What was sent, to send it again where the worker ended before it began the call.
    var frame: [UInt8] = []

    init(sink: any CallSink) {
      self.sink = sink
    }

    var isSent: Bool { number != nil }
  }

  /// Everything that several threads touch, behind the plugin's lock.
  struct State: Sendable {
    var lifecycle: WorkerLifecycle
    var process: WorkerProcess?
    var calls: CallTable<WorkerCall>
    var outbox = Outbox()
    var tools: [UInt8]?
    var version = ""
    var crashes = 0
    /// The worker was asked for its tools and has not answered.
    var isReadingTools = false
    /// The plugin says that its tools have changed; asked for at the next tick, so that a plugin
    /// that says so all the time costs little.
    var mustReadTools = false
    /// Why the host killed the worker, if it did.
    var killReason: String?
    var stopDeadline: UInt64?
    var whenEnded: (@Sendable () -> Void)?
    private var backlog: [(handle: CallHandle, frame: [UInt8])] = []
    private var backlogBytes = 0
    private var sentCalls: UInt64 = 0

    init(limits: WorkerLifecycle.Limits, maximumCalls: Int) {
      lifecycle = WorkerLifecycle(limits: limits)
      calls = CallTable(capacity: maximumCalls)
    }

    var queuedBytes: Int { outbox.count + backlogBytes }

    /// Sends a call to the worker that is there.
    mutating func send(_ frame: [UInt8], _ handle: CallHandle) {
      sentCalls += 1
      let number = sentCalls
      calls.update(handle) { call in
        call.number = number
        call.frame = frame
      }
      outbox.append { $0.append(contentsOf: frame) }
    }

    /// Keeps a call for the next worker.
    mutating func queue(_ frame: [UInt8], _ handle: CallHandle) {
      backlogBytes += frame.count
      backlog.append((handle, frame))
    }

    /// The worker is ready: what waited goes out, except what nobody waits for any more.
    mutating func sendBacklog() {
      for (handle, frame) in backlog {
        if calls.running(handle) != nil {
          send(frame, handle)
        } else {
          _ = calls.take(handle)
        }
      }
      backlog = []
      backlogBytes = 0
    }

    /// Ends the calls that wait for a worker, and returns those that somebody waits for.
    mutating func removeWaiting() -> [WorkerCall] {
      backlog = []
      backlogBytes = 0
      return calls.removeAll { !$0.isSent }
    }

    mutating func workerStarted(_ process: WorkerProcess, hello: [UInt8]) {
      self.process = process
      killReason = nil
      sentCalls = 0
      isReadingTools = true
      mustReadTools = false
      outbox.open(process.socket)
      outbox.append { $0.appendFrame(.hello) { $0.append(contentsOf: hello) } }
    }

    /// Forgets the worker. The calls that it did not begin wait for the next one; returns those
    /// that were lost with it.
    mutating func workerEnded(begun: UInt64) -> [WorkerCall] {
      requeue(after: begun)
      if lifecycle.state != .stopping { crashes += 1 }
      process = nil
      outbox.close()
      return calls.removeAll { $0.isSent }
    }

    private mutating func requeue(after begun: UInt64) {
      let handles = calls.handles { ($0.number ?? 0) > begun }
      let unseen = handles.compactMap { handle in calls.entry(handle).map { (handle, $0) } }
      for (handle, call) in unseen.sorted(by: { ($0.1.number ?? 0) < ($1.1.number ?? 0) }) {
        calls.update(handle) { $0.number = nil }
        queue(call.frame, handle)
      }
    }

    /// Whether the worker must be asked for its tools now.
    mutating func takeReadTools() -> Bool {
      guard mustReadTools, !isReadingTools, lifecycle.state == .ready else { return false }
      mustReadTools = false
      isReadingTools = true
      outbox.append { $0.appendFrame(.readTools) }
      return true
    }

    mutating func takeWhenEnded() -> (@Sendable () -> Void)? {
      defer { whenEnded = nil }
      return whenEnded
    }

    func status(_ name: String) -> PluginStatus {
      var status = PluginStatus(name: name, state: publicState, isolation: .worker)
      status.version = version
      status.pid = process?.pid
      status.runningCalls = calls.count
      status.crashes = crashes
      status.error = publicError
      return status
    }

    private var publicState: PluginStatus.State {
      switch lifecycle.state {
      case .idle: .starting
      case .starting, .ending: tools == nil ? .starting : .restarting
      case .ready: .ready
      case .waiting: tools == nil ? .starting : .restarting
      case .quarantined: .quarantined
      case .failed: .failed
      case .stopping, .stopped: .stopped
      }
    }

    private var publicError: String? {
      switch lifecycle.state {
      case .failed(let error): error.description
      case .quarantined: "it crashed too often and is left alone for a while"
      case .waiting: "its worker ended and is being started again"
      default: nil
      }
    }
  }
}
