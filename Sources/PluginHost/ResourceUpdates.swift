import Synchronization

/// Which updates of resources are reported, and when: one at once, those that follow it within an
/// interval as one at its end. A plain value; times are nanoseconds of one monotonic clock.
struct ResourceUpdates: Sendable {
  static let intervalNanoseconds: UInt64 = 50_000_000
  /// The most resources in one interval; updates of others are dropped.
  static let maximumURIs = 1024

  /// What becomes of an update.
  enum Outcome: Sendable, Equatable {
    /// It is reported now.
    case report
    /// It is reported when `sweep` is called at `next`.
    case postponed
    /// An update of this resource waits already.
    case merged
    /// Too many resources have been updated; `isFirst`: since the last sweep.
    case dropped(isFirst: Bool)
  }

  private struct Recent {
    var end: UInt64
    var isAgain = false
  }

  private var recent: [URIKey: Recent] = [:]
  private var hasDropped = false
  /// When `sweep` has something to do.
  private(set) var next: UInt64?

  mutating func updated(_ uri: URIKey, now: UInt64) -> Outcome {
    if let known = recent[uri] {
      guard !known.isAgain else { return .merged }
      recent[uri]?.isAgain = true
      return .postponed
    }
    guard recent.count < Self.maximumURIs else {
      defer { hasDropped = true }
      return .dropped(isFirst: !hasDropped)
    }
    remember(uri, now)
    return .report
  }

  private mutating func remember(_ uri: URIKey, _ now: UInt64) {
    let end = now + Self.intervalNanoseconds
    recent[uri] = Recent(end: end)
    next = min(next ?? end, end)
  }

  /// The updates that were postponed until now.
  mutating func sweep(now: UInt64) -> [URIKey] {
    guard let next, next <= now else { return [] }
    self.next = nil
    hasDropped = false
    var due: [URIKey] = []
    let before = recent
    recent = [:]
    for (uri, entry) in before {
      if entry.end > now {
        recent[uri] = entry
        self.next = min(self.next ?? entry.end, entry.end)
      } else if entry.isAgain {
        due.append(uri)
        remember(uri, now)
      }
    }
    return due
  }
}

/// Passes on the updates of one plugin's resources, not more often than `ResourceUpdates` allows.
final class ResourceUpdateReports: Supervised {
  private let updates = Mutex(ResourceUpdates())
  private let plugin: String
  private let supervisor: Supervisor
  private let log: PluginLog
  private let report: @Sendable (URIKey) -> Void

  init(
    plugin: String, supervisor: Supervisor, log: PluginLog,
    _ report: @escaping @Sendable (URIKey) -> Void
  ) {
    self.plugin = plugin
    self.supervisor = supervisor
    self.log = log
    self.report = report
    supervisor.add(self)
  }

  /// [any] The plugin says that a resource has changed.
  func updated(_ uri: URIKey) {
    switch updates.withLock({ $0.updated(uri, now: MonotonicClock.now) }) {
    case .report: report(uri)
    case .postponed: supervisor.wakeUp()  // It learns when it must be back.
    case .merged, .dropped(isFirst: false): return
    case .dropped(isFirst: true):
      log(
        .warning, plugin,
        "it updates more than \(ResourceUpdates.maximumURIs) resources at a time; clients do not "
          + "hear of all")
    }
  }

  func readable(_ descriptor: Int32) {}

  func writable(_ descriptor: Int32) {}

  func tick(now: UInt64) -> UInt64? {
    let (due, next) = updates.withLock { ($0.sweep(now: now), $0.next) }
    for uri in due { report(uri) }
    return next
  }
}
