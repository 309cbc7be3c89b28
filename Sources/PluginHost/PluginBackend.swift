import PluginABI

/// One plugin as the host reaches it, in this process or in a worker. Everything may be called from
/// any thread.
protocol PluginBackend: AnyObject, Sendable {
  var name: String { get }

  /// Starts loading.
  func start(_ observer: BackendObserver)

  /// Its lists as it gave them; nil where it is not loaded. They stay as they were while a worker
  /// restarts.
  var lists: PluginLists? { get }

  var status: PluginStatus { get }

  /// Starts a call; the sink hears the outcome, possibly before this returns. `request` is copied.
  /// Returns nil where the call has ended already.
  func call(_ kind: RequestKind, _ request: toolrack_request, sink: any CallSink) -> RunningCall?

  /// A first client subscribed to a resource, or the last one left: the plugin is told soon, as is
  /// every new worker of it. Never blocks, and runs nothing of the plugin.
  func setSubscribed(_ isSubscribed: Bool, _ uri: URIKey)

  /// Ends the plugin when its running calls have ended, at the latest at `deadline`; then calls
  /// `ended`, once, on any thread.
  func stop(deadline: UInt64, _ ended: @escaping @Sendable () -> Void)
}

/// Who hears of a plugin, on any thread.
struct BackendObserver: Sendable {
  /// Its `status` or its `lists` may have changed.
  var changed: @Sendable () -> Void = {}
  /// The content of a resource has changed. Comes as often as the plugin says so.
  var resourceUpdated: @Sendable (URIKey) -> Void = { _ in }
}

/// How a plugin is, for `/health`, `toolrack list` and the log.
package struct PluginStatus: Sendable, Equatable {
  package enum State: String, Sendable {
    case starting, ready, restarting, quarantined, failed, stopped
  }

  package var name: String
  package var state: State
  package var isolation: Isolation
  /// The plugin's own version, once known.
  package var version = ""
  /// The worker's process, where there is one.
  package var pid: Int32?
  package var runningCalls = 0
  /// How often its worker has crashed since the host started.
  package var crashes = 0
  /// Why it is not ready, and what would mend it.
  package var error: String?

  package init(name: String, state: State, isolation: Isolation) {
    self.name = name
    self.state = state
    self.isolation = isolation
  }
}

/// Where a plugin runs.
package enum Isolation: String, Sendable {
  case worker
  case inProcess = "in-process"
}
