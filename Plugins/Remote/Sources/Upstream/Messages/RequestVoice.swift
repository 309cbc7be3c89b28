internal import PluginKit
internal import Synchronization

/// What a server says within one request of a client, on its way there and to the host's log:
/// without secrets, under the server's name, and only so much. Any thread.
final class RequestVoice: Sendable {
  private let options: UpstreamOptions
  private let clock: UpstreamClock
  private let budget = Mutex(LogBudget())
  private let tellProgress: @Sendable (Double, Double?, String?) -> Void
  private let write: @Sendable (LogLevel, String) -> Void

  init(
    _ options: UpstreamOptions, _ clock: UpstreamClock,
    progress: @escaping @Sendable (Double, Double?, String?) -> Void,
    log: @escaping @Sendable (LogLevel, String) -> Void
  ) {
    self.options = options
    self.clock = clock
    tellProgress = progress
    write = log
  }

  convenience init(_ call: Call, _ options: UpstreamOptions, _ clock: UpstreamClock) {
    self.init(
      options, clock, progress: { done, total, message in call.progress(done, of: total, message) },
      log: { level, text in call.log(level, text) })
  }

  func progress(_ done: Double, of total: Double?, _ message: String?) {
    tellProgress(done, total, message.map(options.cleaned))
  }

  func log(_ level: LogLevel, _ text: String) {
    let now = clock.now()
    for line in budget.withLock({ $0.lines(for: text, at: now) }) {
      guard let line = options.callLines.line(line, at: now) else { continue }
      write(level, "target \(options.name): \(options.cleaned(line))")
    }
  }
}

/// How many lines all requests of one server together may write. Any thread.
final class SharedLogBudget: Sendable {
  /// A few times what one request may.
  static let linesInSpan = 5 * LogBudget.linesInSpan

  private struct State {
    var spanStart: UInt64 = 0
    var count = 0
  }

  private let state = Mutex(State())

  /// The line, if there is room for it.
  func line(_ line: String, at now: UInt64) -> String? {
    state.withLock { state in
      if now >= state.spanStart + LogBudget.spanMilliseconds { state = State(spanStart: now) }
      state.count += 1
      return state.count <= Self.linesInSpan ? line : nil
    }
  }
}
