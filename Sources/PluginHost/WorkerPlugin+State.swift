import PluginABI

extension WorkerPlugin {
  /// A call on its way through a worker.
  struct WorkerCall: Sendable {
    let sink: any CallSink
    let kind: RequestKind
    /// Its place among the calls that were sent to the worker, from 1; nil: it waits.
    var number: UInt64?
    /// What was sent, to send it again where the worker ended before it began the call.
    var frame: [UInt8] = []

    init(sink: any CallSink, kind: RequestKind) {
      self.sink = sink
      self.kind = kind
    }

    var isSent: Bool { number != nil }
  }

  /// Everything that several threads touch, behind the plugin's lock.
  struct State: Sendable {
    var lifecycle: WorkerLifecycle
    var process: WorkerProcess?
    var calls: CallTable<WorkerCall>
    var outbox = Outbox()
    var lists: PluginLists?
    var version = ""
    /// Whether the worker that runs offers completion.
    var completes = false
    var crashes = 0
    var readings = ListReadings()
    var subscribed = SubscribedURIs()
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
      readings = ListReadings()
      subscribed.beginAnew()
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

    /// The worker has sent lists: all of them when it has loaded the plugin, later some. Throws
    /// where it begins with some only.
    mutating func listsArrived(
      _ newer: PluginLists
    ) throws(FrameError) -> [WorkerLifecycle.Action] {
      if case .starting = lifecycle.state {
        guard newer.isWhole else { throw FrameError(description: "its first lists lack some") }
        lists = newer
      } else {
        lists?.merge(newer)
      }
      lists?.completes = completes
      readings.ended()
      return lifecycle.becameReady()
    }

    /// The most bytes that wait for a worker while it is told of subscriptions; the rest follows
    /// when it has read those.
    private static let maximumBytesWithSubscriptions = 1 << 20
    private static let subscriptionsAtATime = 256

    /// Tells a worker that is ready what its plugin is to do: which lists to read, which resources
    /// have subscribers. Returns whether there was something.
    mutating func direct(now: UInt64) -> Bool {
      guard lifecycle.state == .ready else { return false }
      let changes = readings.take(now: now)
      if let changes {
        outbox.append { $0.appendFrame(.readLists) { $0.appendInteger(changes.rawValue) } }
      }
      let hasNews = subscribed.hasNews
      while subscribed.hasNews, outbox.count < Self.maximumBytesWithSubscriptions {
        for (uri, isSubscribed) in subscribed.take(Self.subscriptionsAtATime) {
          outbox.append { SubscriptionFrame.append(isSubscribed, uri, to: &$0) }
        }
      }
      return changes != nil || hasNews
    }

    /// When `direct` or the lifecycle has something to do.
    var nextTick: UInt64? {
      lifecycle.state == .ready ? readings.next : lifecycle.nextTick
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
      case .starting, .ending: lists == nil ? .starting : .restarting
      case .ready: .ready
      case .waiting: lists == nil ? .starting : .restarting
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
