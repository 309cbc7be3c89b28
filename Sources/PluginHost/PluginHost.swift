import Glibc
package import JSON
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
    /// What else must hold of what a plugin lists.
    package var check: DefinitionCheck = { _, _, _ in nil }
    /// How long `start` waits for plugins before it lets the others serve.
    package var waitMilliseconds = PluginHost.startMilliseconds
    /// What signs for the plugins that may; nil: nothing is signed.
    package var signer: (any RequestSigner)?
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

  struct State {
    var catalogue = Catalogue.empty
    var failed: [PluginStatus] = []
    var observer = PluginHostObserver()
    /// The resources that have subscribers, with who has been told of them.
    var subscribed: [URIKey: Catalogue.Owner?] = [:]
  }

  let state = Mutex(State())
  /// Makes and reports the catalogues, one after the other: workers and callers do not wait for it.
  private let builder = CallThreads(name: "catalogue", limit: 1)
  /// The plugins that `builder` is to look at.
  private let changed = Mutex<Set<String>>([])
  /// What each plugin offers, once it has been loaded or has failed; the builder's.
  private let offers = Mutex<[String: PluginOffer]>([:])
  private let sources: [Catalogue.Source]
  private let supervisor = Supervisor()
  private let log: PluginLog
  private let check: DefinitionCheck
  private let waitMilliseconds: UInt64
  let callNumbers = CallNumbers()
  private let settled = Semaphore()
  private let isStopped = Mutex(false)

  /// Reads every file's ELF header; nothing of a plugin runs before `start`.
  package init(_ settings: Settings, log: PluginLog) {
    self.log = log
    self.check = settings.check
    self.waitMilliseconds = settings.waitMilliseconds
    var sources: [Catalogue.Source] = []
    var failed: [PluginStatus] = []
    for file in settings.files {
      let own = settings.plugins[file.name] ?? PluginSettings()
      do throws(PluginLoadError) {
        try file.inspect()
        let backend = Self.backend(of: file, own, settings, supervisor, log)
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

  private static func backend(
    of file: PluginFile, _ own: PluginSettings, _ settings: Settings, _ supervisor: Supervisor,
    _ log: PluginLog
  ) -> any PluginBackend {
    @Sendable func worker(_ own: PluginSettings) -> WorkerPlugin {
      WorkerPlugin(
        file: file, settings: own, executable: settings.workerExecutable, signer: settings.signer,
        supervisor: supervisor, log: log, limits: settings.lifecycle)
    }
    if own.mayChange {
      return ReplaceablePlugin(
        name: file.name, settings: own, supervisor: supervisor, log: log, start: worker)
    }
    return switch own.isolation {
    case .worker: worker(own)
    case .inProcess:
      InProcessPlugin(
        file: file, settings: own, signer: settings.signer, supervisor: supervisor, log: log)
    }
  }

  /// Gives a plugin whose settings may change other ones, a JSON object: a new worker with them
  /// takes the calls once it is ready, and the one before ends with its last call. Where the new
  /// one does not get ready, the one before stays.
  package func replaceSettings(of plugin: String, _ settings: JSONValue) {
    for source in sources where source.backend.name == plugin {
      (source.backend as? ReplaceablePlugin)?.replace(settings)
    }
  }

  /// Loads all plugins at the same time and returns when each is ready or has failed, at the latest
  /// after `waitMilliseconds`. The observer hears of every catalogue from the first on, and of
  /// updates of resources.
  package func start(_ observer: PluginHostObserver) {
    state.withLock { $0.observer = observer }
    for status in state.withLock({ $0.failed }) { report(status) }
    for source in sources { start(source) }
    let deadline = MonotonicClock.now + waitMilliseconds * 1_000_000
    for _ in sources {
      let now = MonotonicClock.now
      guard now < deadline, settled.wait(milliseconds: (deadline - now) / 1_000_000 + 1) else {
        break
      }
    }
  }

  /// The same for whoever wants to hear of catalogues only.
  package func start(_ changed: @escaping @Sendable (Catalogue) -> Void) {
    start(PluginHostObserver(catalogueChanged: { catalogue, _ in changed(catalogue) }))
  }

  private func start(_ source: Catalogue.Source) {
    let updates = ResourceUpdateReports(
      plugin: source.backend.name, supervisor: supervisor, log: log
    ) { [self] uri in state.withLock { $0.observer }.resourceUpdated(uri.text) }
    source.backend.start(
      BackendObserver(
        changed: { [self] in backendChanged(source) },
        resourceUpdated: { updates.updated($0) }))
  }

  private func report(_ status: PluginStatus) {
    guard let error = status.error else { return }
    log(.error, status.name, "the plugin is not loaded: \(error)")
  }

  /// [any] A plugin's lists or state changed.
  private func backendChanged(_ source: Catalogue.Source) {
    let name = source.backend.name
    guard changed.withLock({ $0.insert(name).inserted }) else { return }
    builder.run { [self] in
      changed.withLock { _ = $0.remove(name) }
      take(source)
    }
  }

  /// [catalogue] Takes over what a plugin offers now.
  private func take(_ source: Catalogue.Source) {
    let status = source.backend.status
    guard status.state != .starting else { return }
    let isFirst = offers.withLock { offers in
      var offer = offers[source.backend.name] ?? PluginOffer()
      let isFirst = offers[source.backend.name] == nil
      let isNew = offer.update(source.backend.lists, prefix: source.prefix, check: check)
      offers[source.backend.name] = offer
      if isFirst || isNew { publish(offers) }
      return isFirst
    }
    guard isFirst else { return }
    report(status)
    settled.signal()
  }

  /// [catalogue] Makes the next one, and tells who waits for it.
  private func publish(_ offers: [String: PluginOffer]) {
    let before = catalogue
    let sources = sources.map { source in
      var source = source
      source.offer = offers[source.backend.name] ?? PluginOffer()
      return source
    }
    let next = Catalogue(sources, generation: before.generation + 1)
    let (observer, subscribed) = state.withLock { state in
      state.catalogue = next
      return (state.observer, state.subscribed)
    }
    moveSubscriptions(subscribed, to: next)
    for (plugin, problem) in next.problems where before.problems[plugin] != problem {
      log(.error, plugin, "what it offers is not served: \(problem)")
    }
    observer.catalogueChanged(next, next.changes(since: before))
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

  /// How many calls of all plugins have not ended.
  package var runningCalls: Int { sources.reduce(0) { $0 + $1.backend.status.runningCalls } }

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
