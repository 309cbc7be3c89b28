import JSON
import PluginHost
import Synchronization

/// Keeps the settings of plugins as their secrets are: read when the host starts, again from time
/// to time, and sooner where one cannot be had. Any thread.
final class PluginSecrets: Sendable {
  /// Hears of a plugin's other settings.
  typealias Changed = @Sendable (_ plugin: String, _ settings: JSONValue) -> Void

  private struct State {
    var schedule: SecretSchedule
    /// What each plugin was given last.
    var given: [String: JSONValue]
  }

  private let templates: [String: SettingsTemplate]
  private let source: any SecretSource
  private let logger: Logger
  private let state: Mutex<State>
  private let answers = Semaphore()

  init(
    _ templates: [String: SettingsTemplate], refreshSeconds: Int, source: any SecretSource,
    logger: Logger
  ) {
    self.templates = templates
    self.source = source
    self.logger = logger
    let secrets = templates.values.reduce(into: Set<String>()) { $0.formUnion($1.secrets) }
    let schedule = SecretSchedule(
      secrets, refreshNanoseconds: UInt64(refreshSeconds) * Self.nanosecondsPerSecond)
    state = Mutex(State(schedule: schedule, given: templates.mapValues(\.withoutSecrets)))
  }

  private static let nanosecondsPerSecond: UInt64 = 1_000_000_000

  /// Asks for what is due; to be called often. `changed` hears, from then on, of every plugin whose
  /// secrets have come or changed, one at a time.
  func follow(_ changed: @escaping Changed) {
    for id in state.withLock({ $0.schedule.due(now: MonotonicClock.now) }) {
      source.value(of: id) { [self] answer in
        take(id, answer, changed)
        answers.signal()
      }
    }
  }

  /// Waits until every secret has been answered for once, at most so long.
  func settle(milliseconds: UInt64) {
    let deadline = MonotonicClock.now + milliseconds * MonotonicClock.nanosecondsPerMillisecond
    while !state.withLock({ $0.schedule.isSettled }), MonotonicClock.now < deadline {
      _ = answers.wait(milliseconds: 100)
    }
  }

  /// A plugin's settings with the secrets that are there.
  func settings(of plugin: String) -> JSONValue? { state.withLock { $0.given[plugin] } }

  /// Under the lock until all plugins have been told, so that what is told last is the latest.
  private func take(
    _ id: String, _ answer: Result<[UInt8], SecretProblem>, _ changed: Changed
  ) {
    state.withLock { state in
      let news = state.schedule.answered(id, answer, now: MonotonicClock.now)
      guard news != .nothing else { return }
      if news == .changed { logger.write(.notice, "the secret \(id) has been read") }
      var left: [SettingsTemplate.Gap] = []
      for (plugin, template) in templates.sorted(by: { $0.key < $1.key })
      where template.secrets.contains(id) {
        let (settings, gaps) = resolve(template, of: plugin, state.schedule)
        left += gaps.filter { $0.reference.id == id }
        guard let settings, state.given[plugin] != settings else { continue }
        state.given[plugin] = settings
        changed(plugin, settings)
      }
      report(news, left)
    }
  }

  private func resolve(
    _ template: SettingsTemplate, of plugin: String, _ schedule: SecretSchedule
  ) -> (JSONValue?, [SettingsTemplate.Gap]) {
    var gaps: [SettingsTemplate.Gap] = []
    let settings = template.resolved(path: "plugin.\(plugin).settings", gaps: &gaps) {
      reference throws(SecretProblem) in
      try reference.text(in: schedule.value(of: reference.id))
    }
    return (settings, gaps)
  }

  private func report(_ news: SecretSchedule.News, _ gaps: [SettingsTemplate.Gap]) {
    guard case .failed(let problem, let nanoseconds) = news else {
      for gap in gaps { logger.write(.warning, "\(gap.path) is left out: \(gap.problem)") }
      return
    }
    let paths = gaps.map(\.path).joined(separator: ", ")
    let effect = gaps.isEmpty ? "what it said before stays" : "so there is no \(paths)"
    let seconds = max(1, nanoseconds / Self.nanosecondsPerSecond)
    logger.write(
      .warning, "\(problem); \(effect); it is asked for again in \(seconds) s")
  }
}
