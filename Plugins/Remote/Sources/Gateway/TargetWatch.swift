internal import JSON
internal import PluginKit
internal import Synchronization

/// Keeps a target connected and its lists new, for as long as it runs.
final class TargetWatch: Sendable {
  /// Several changes that are told together are read together.
  static let settleMilliseconds: UInt64 = 50
  /// Between two readings, however often a target says that its lists have changed.
  static let leastMilliseconds: UInt64 = 500

  private struct State {
    var logBudget = LogBudget()
    var schedule: ListSchedule
    /// What was wrong with the lists when they were last read: each is logged once.
    var faults: [ListKind: [String]] = [:]
    /// Whether the first attempt has ended, well or not.
    var isSettled = false
  }

  private let target: Target
  /// Told after lists were read that are not as they were.
  private let changed: @Sendable () -> Void
  private let resourceUpdated: @Sendable (_ uri: String) -> Void
  private let state: Mutex<State>

  init(
    _ target: Target, changed: @escaping @Sendable () -> Void,
    resourceUpdated: @escaping @Sendable (_ uri: String) -> Void
  ) {
    self.target = target
    self.changed = changed
    self.resourceUpdated = resourceUpdated
    state = Mutex(State(schedule: ListSchedule(refreshSeconds: target.settings.refreshSeconds)))
  }

  /// Whether the first attempt to connect and to list has ended, well or not.
  var isSettled: Bool { state.withLock(\.isSettled) }

  // MARK: - Connecting and listing

  /// Runs until its task is cancelled.
  func run() async {
    var backoff = Backoff()
    let clock = UpstreamClock.system
    while !Task.isCancelled {
      let began = clock.now()
      let wait: UInt64?
      do {
        let info = try await target.open()
        let wasDown = target.takeOutage()
        state.withLock { state in
          state.schedule.connected(info.capabilities)
          if wasDown { state.schedule.disconnected() }
        }
        try await readLists()
        if !hasLists { target.succeeded() }
        backoff.reset()
        wait = state.withLock { $0.schedule.wait(now: clock.now()) }
      } catch {
        wait = error.kind == .cancelled ? 0 : pause(backoff.next(), error)
      }
      state.withLock { $0.isSettled = true }
      await target.signal.wait(milliseconds: wait)
      let passed = clock.now() - began
      let rest = passed < Self.leastMilliseconds ? Self.leastMilliseconds - passed : 0
      _ = await clock.sleep(max(rest, Self.settleMilliseconds))
    }
  }

  /// After a failure. What a target asks for is heeded within bounds: it may be back long before,
  /// and while it is not listed nothing else finds that out.
  private func pause(_ own: UInt64, _ failure: UpstreamFailure) -> UInt64 {
    max(own, min(failure.retryAfterMilliseconds ?? 0, target.settings.longestPauseMilliseconds))
  }

  /// Whether the target has lists, so that reading them shows that it is up.
  private var hasLists: Bool { state.withLock { $0.schedule.hasLists } }

  private func readLists() async throws(UpstreamFailure) {
    var lists = target.lists
    var read: Set<ListKind> = []
    defer { finish(lists, read) }
    for (kind, isOffered) in state.withLock({ $0.schedule.due(now: UpstreamClock.system.now()) }) {
      state.withLock { $0.schedule.began(kind) }
      do {
        lists[kind] = isOffered ? try await self.list(kind) : []
        read.insert(kind)
      } catch {
        state.withLock { $0.schedule.failed(kind) }
        throw error
      }
    }
  }

  private func finish(_ lists: TargetLists, _ read: Set<ListKind>) {
    guard !read.isEmpty, lists != target.lists else { return }
    target.setLists(lists)
    changed()
  }

  /// The whole list as it can be shown; none where the target does not know the method.
  private func list(_ kind: ListKind) async throws(UpstreamFailure) -> [JSONObject] {
    var reader = PageReader(kind)
    var check = DefinitionCheck()
    var faults: [String] = []
    do {
      var params: JSONObject = [:]
      reading: while true {
        switch try reader.add(try await target.ask(kind.method, params)) {
        case .ask(let cursor): params = ["cursor": .string(cursor)]
        case .done: break reading
        case .cut(let why):
          faults.append("the list of \(kind.rawValue) is cut: \(why)")
          break reading
        }
      }
    } catch {
      guard case .rpc(code: Self.methodNotFound, data: _) = error.kind else { throw error }
    }
    var definitions = check.check(reader.elements, kind)
    if kind == .tools {
      definitions.removeAll { !target.settings.includes(tool: $0["name"]?.string ?? "") }
    }
    let now = UpstreamClock.system.now()
    let ttl = reader.ttlMilliseconds
    state.withLock { $0.schedule.read(kind, ttlMilliseconds: ttl, now: now) }
    tell(faults + check.faults, of: kind)
    return definitions
  }

  private static let methodNotFound = -32_601
  /// The most lines of the log about one reading of one list.
  private static let maximumFaultLines = 20

  private func tell(_ faults: [String], of kind: ListKind) {
    let before = state.withLock { state in
      defer { state.faults[kind] = faults }
      return state.faults[kind] ?? []
    }
    let news = faults.filter { !before.contains($0) }
    for fault in news.prefix(Self.maximumFaultLines) { target.report(.warning, fault) }
    if news.count > Self.maximumFaultLines {
      target.report(.warning, "and \(news.count - Self.maximumFaultLines) more like that")
    }
  }

  // MARK: - What the target tells by itself

  /// Reads the events of the target until it is closed.
  func listen() async {
    for await event in target.upstream.events {
      switch event {
      case .toolsChanged: stale(.tools)
      case .promptsChanged: stale(.prompts)
      case .resourcesChanged:
        state.withLock { $0.schedule.changed(.resources, .templates) }
        target.signal.raise()
      case .resourceUpdated(let uri): resourceUpdated(uri)
      case .log(let level, let text): log(level, text)
      case .disconnected(let why):
        target.report(.info, why)
        state.withLock { $0.schedule.disconnected() }
        target.signal.raise()
      }
    }
  }

  /// Writes what a target says into the log, so much at a time.
  private func log(_ level: LogLevel, _ text: String) {
    let lines = state.withLock { $0.logBudget.lines(for: text, at: UpstreamClock.system.now()) }
    for line in lines { target.report(level, line) }
  }

  private func stale(_ kind: ListKind) {
    state.withLock { $0.schedule.changed(kind) }
    target.signal.raise()
  }
}
