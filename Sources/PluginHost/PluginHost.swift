import Glibc
package import PluginABI
import Synchronization

/// Loads plugins, keeps their catalogue, and routes calls to them.
package final class PluginHost: Sendable {
  /// What the host needs to know beside the plugins' own settings.
  package struct Settings: Sendable {
    /// The files to load.
    package var files: [PluginFile] = []
    /// By plugin name; others get `PluginSettings()`.
    package var plugins: [String: PluginSettings] = [:]
    /// The program that runs as worker when started with the argument `worker`.
    package var workerExecutable = "/proc/self/exe"
    /// What a tool must be beside what every MCP Tool object is.
    package var check: ToolDefinition.Check = { _, _ in nil }
    /// How long `start` waits for plugins before it lets the others serve.
    package var waitMilliseconds = PluginHost.startMilliseconds
    var lifecycle = WorkerLifecycle.Limits()

    package init() {}

    /// A worker that is not ready after so long is killed.
    package var startMilliseconds: UInt64 {
      get { lifecycle.startNanoseconds / MonotonicClock.nanosecondsPerMillisecond }
      set { lifecycle.startNanoseconds = newValue * MonotonicClock.nanosecondsPerMillisecond }
    }

    /// How often a worker may end before it was ever ready, until its plugin counts as failed.
    package var startAttempts: Int {
      get { lifecycle.firstStartLimit }
      set { lifecycle.firstStartLimit = newValue }
    }
  }

  /// How long `start` waits for plugins before it lets the others serve. Tools of one that takes
  /// longer are served when it is ready.
  package static let startMilliseconds: UInt64 = 5_000

  /// How long workers that were killed may take to end.
  private static let killedMilliseconds: UInt64 = 500

  private struct State {
    var catalogue = Catalogue()
    var failed: [PluginStatus] = []
    var settled: Set<String> = []
    /// The list that each plugin gave last; a restart that brings the same list changes nothing.
    var tools: [String: [UInt8]] = [:]
    var changed: @Sendable (Catalogue) -> Void = { _ in }
  }

  private let state = Mutex(State())
  private let sources: [Catalogue.Source]
  private let log: PluginLog
  private let check: ToolDefinition.Check
  private let waitMilliseconds: UInt64
  private let callNumbers = CallNumbers()
  private let settled = Semaphore()
  private let isStopped = Mutex(false)

  /// Reads every file's ELF header; nothing of a plugin runs before `start`.
  package init(_ settings: Settings, log: PluginLog) {
    self.log = log
    self.check = settings.check
    self.waitMilliseconds = settings.waitMilliseconds
    let supervisor = Supervisor()
    var sources: [Catalogue.Source] = []
    var failed: [PluginStatus] = []
    for file in settings.files {
      let own = settings.plugins[file.name] ?? PluginSettings()
      do throws(PluginLoadError) {
        try file.inspect()
        let backend: any PluginBackend =
          switch own.isolation {
          case .worker:
            WorkerPlugin(
              file: file, settings: own, executable: settings.workerExecutable,
              supervisor: supervisor, log: log, limits: settings.lifecycle)
          case .inProcess:
            InProcessPlugin(file: file, settings: own, supervisor: supervisor, log: log)
          }
        sources.append(Catalogue.Source(backend: backend, settings: own))
      } catch {
        var status = PluginStatus(name: file.name, state: .failed, isolation: own.isolation)
        status.error = error.description
        failed.append(status)
      }
    }
    self.sources = sources
    state.withLock { $0.failed = failed }
  }

  /// Loads all plugins at the same time and returns when each is ready or has failed, at the latest
  /// after `waitMilliseconds`. `changed` hears of every later catalogue, on any thread.
  package func start(_ changed: @escaping @Sendable (Catalogue) -> Void) {
    state.withLock { $0.changed = changed }
    for status in state.withLock({ $0.failed }) { report(status) }
    for source in sources {
      source.backend.start { [self] in backendChanged(source.backend) }
    }
    let deadline = MonotonicClock.now + waitMilliseconds * 1_000_000
    for _ in sources {
      let now = MonotonicClock.now
      guard now < deadline, settled.wait(milliseconds: (deadline - now) / 1_000_000 + 1) else {
        break
      }
    }
  }

  private func report(_ status: PluginStatus) {
    guard let error = status.error else { return }
    log(.error, status.name, "the plugin is not loaded: \(error)")
  }

  /// [any] A plugin's tools or state changed.
  private func backendChanged(_ backend: any PluginBackend) {
    let status = backend.status
    guard status.state != .starting else { return }
    let tools = backend.tools
    let (problem, catalogue, isFirst) = state.withLock {
      state -> (PluginLoadError?, Catalogue?, Bool) in
      let isFirst = state.settled.insert(backend.name).inserted
      guard isFirst || state.tools[backend.name] != tools else { return (nil, nil, false) }
      state.tools[backend.name] = tools
      let before = state.catalogue.problems[backend.name]
      state.catalogue = Catalogue(
        sources, generation: state.catalogue.generation + 1, check: check)
      let problem = state.catalogue.problems[backend.name]
      return (problem == before ? nil : problem, state.catalogue, isFirst)
    }
    if isFirst { report(status) }
    if let problem { log(.error, backend.name, "its tools are not served: \(problem)") }
    if let catalogue { state.withLock { $0.changed }(catalogue) }
    if isFirst { settled.signal() }
  }

  /// What is offered now.
  package var catalogue: Catalogue { state.withLock { $0.catalogue } }

  /// Every plugin file by name, loaded or not.
  package var statuses: [PluginStatus] {
    let (failed, catalogue) = state.withLock { ($0.failed, $0.catalogue) }
    let running = sources.map { source in
      var status = source.backend.status
      if let problem = catalogue.problems[status.name] {
        status.state = .failed
        status.error = problem.description
      }
      return status
    }
    return (failed + running).sorted { $0.name < $1.name }
  }

  /// A running call, to cancel it.
  package struct RunningCall: Sendable {
    let backend: any PluginBackend
    let handle: CallHandle

    /// Nobody waits for the call any more: its sink hears nothing of it again, the plugin is told.
    package func cancel() {
      backend.cancel(handle)
    }
  }

  /// Starts a call. `request` and what it points to must be valid only while this runs; its `name`,
  /// `call_id` and deadline are filled in here. The sink hears the outcome, possibly before this
  /// returns; nil means that it has heard it.
  package func call(
    _ tool: Catalogue.Tool, _ request: toolrack_request, sink: any CallSink
  ) -> RunningCall? {
    var request = request
    let timeout = tool.settings.callTimeoutMilliseconds * MonotonicClock.nanosecondsPerMillisecond
    request.deadline_nanoseconds = MonotonicClock.now + timeout
    let callID = callNumbers.next()
    return tool.definition.localName.withUnsafeBytes { name in
      withUnsafeBytes(of: callID) { id in
        request.name = toolrack_bytes(name)
        request.call_id = toolrack_bytes(id)
        return tool.backend.call(request, sink: sink).map {
          RunningCall(backend: tool.backend, handle: $0)
        }
      }
    }
  }

  /// Quiesces all plugins and waits until they have ended, at most so long. Whoever comes second
  /// waits for the first.
  package func stop(timeoutMilliseconds: UInt64) {
    isStopped.withLock { isStopped in
      if !isStopped { stopOnce(timeoutMilliseconds) }
      isStopped = true
    }
  }

  private func stopOnce(_ timeoutMilliseconds: UInt64) {
    let deadline = MonotonicClock.now + timeoutMilliseconds * 1_000_000
    let ended = Semaphore()
    for source in sources { source.backend.stop(deadline: deadline) { ended.signal() } }
    // Killed workers end a moment after the deadline.
    let last = deadline + Self.killedMilliseconds * 1_000_000
    for _ in sources {
      let now = MonotonicClock.now
      guard now < last, ended.wait(milliseconds: (last - now) / 1_000_000 + 1) else { return }
    }
  }
}
