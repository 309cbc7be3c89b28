import Glibc
import Testing

@testable import PluginHost

/// What only a worker can do: die alone.
@Suite(.enabled(if: Fixtures.missing == nil, Fixtures.missing ?? ""))
struct WorkerTests {
  @Test func aCrashIsOneFailedCallAndARestart() throws {
    let host = Fixtures.host(["crash_on_call", "mirror"], .worker)
    defer { host.stop(timeoutMilliseconds: 5000) }
    let before = try #require(host.statuses.first { $0.name == "crash_on_call" }?.pid)
    #expect(try host.outcome("crash") == .failure(.crashed))
    guard case .text = try host.outcome("fine") else {
      Issue.record("the next call must be served by a new worker")
      return
    }
    let status = try #require(host.statuses.first { $0.name == "crash_on_call" })
    #expect(status.crashes == 1)
    #expect(status.pid != before)
    guard case .text = try host.outcome("request") else {
      Issue.record("the other plugin must not notice")
      return
    }
  }

  /// All are sent at once: those before the crash have been answered, those after it not begun.
  @Test func aCrashTakesAlongNeitherWhatCameBeforeNorWhatComesAfter() throws {
    let host = Fixtures.host(["crash_on_call"], .worker)
    defer { host.stop(timeoutMilliseconds: 5000) }
    for _ in 0..<5 {
      let before = try fineCalls(100, host)
      let crash = RecordingSink()
      _ = try host.start("crash", sink: crash)
      let after = try fineCalls(100, host)
      #expect(crash.wait() == .failure(.crashed))
      for sink in before + after {
        guard case .text(_, isError: false) = sink.wait() else {
          Issue.record("a call beside the one that crashed must be served")
          return
        }
      }
    }
    #expect(host.statuses.first?.crashes == 5)
  }

  private func fineCalls(_ count: Int, _ host: PluginHost) throws -> [RecordingSink] {
    try (0..<count).map { _ in
      let sink = RecordingSink()
      _ = try host.start("fine", sink: sink)
      return sink
    }
  }

  /// Sixteen threads sleep; what waits for one of them when the worker is killed was not begun.
  @Test func callsThatWaitedForAThreadGoToTheNextWorker() throws {
    let host = Fixtures.host(["blocking"], .worker)
    defer { host.stop(timeoutMilliseconds: 5000) }
    let pid = try #require(host.statuses.first?.pid)
    let sinks = try (0..<40).map { _ in
      let sink = RecordingSink()
      _ = try host.start("wait", #"{"milliseconds":300}"#, sink: sink)
      return sink
    }
    usleep(100_000)
    kill(pid, SIGKILL)
    let outcomes = sinks.map { $0.wait() }
    #expect(outcomes.count { $0 == .failure(.crashed) } == 16)
    #expect(sinks.allSatisfy { $0.count == 1 })
  }

  @Test func stoppingTwiceIsStoppingOnce() throws {
    let host = Fixtures.host(["blocking"], .worker)
    let sink = RecordingSink()
    _ = try host.start("wait", #"{"milliseconds":200}"#, sink: sink)
    DetachedThread.start(name: "stop", stackBytes: 1 << 20) { host.stop(timeoutMilliseconds: 5000) }
    host.stop(timeoutMilliseconds: 5000)
    guard case .text = sink.wait() else {
      Issue.record("the running call must finish")
      return
    }
    #expect(host.statuses.first?.crashes == 0)
  }

  @Test func aKilledWorkerLosesNoAnswer() throws {
    let host = Fixtures.host(["mirror"], .worker)
    defer { host.stop(timeoutMilliseconds: 5000) }
    var sinks: [RecordingSink] = []
    for round in 0..<300 {
      if round.isMultiple(of: 50), let pid = host.statuses.first?.pid { kill(pid, SIGKILL) }
      let sink = RecordingSink()
      _ = try host.start("request", sink: sink)
      sinks.append(sink)
    }
    for sink in sinks { #expect(sink.wait() != nil) }
    #expect(sinks.allSatisfy { $0.count == 1 })
  }

  @Test func aCallThatOutlivesItsDeadlineAndGraceEndsItsWorker() throws {
    let log = LogRecorder()
    let host = Fixtures.host(
      ["never_completes"], .worker, log: log, timeoutMilliseconds: 100, graceMilliseconds: 100)
    defer { host.stop(timeoutMilliseconds: 1000) }
    let pid = host.statuses.first?.pid
    #expect(try host.outcome("hang") == .failure(.timedOut))
    #expect(eventually { host.statuses.first?.crashes == 1 })
    #expect(eventually { host.statuses.first?.state == .ready })
    #expect(host.statuses.first?.pid != pid)
    #expect(host.statuses.first?.runningCalls == 0)
  }

  /// The plugin answers late, but before the grace period is over: its worker stays.
  @Test func aCallThatEndsAfterItsDeadlineCostsNothing() throws {
    let host = Fixtures.host(
      ["blocking"], .worker, timeoutMilliseconds: 50, graceMilliseconds: 1500)
    defer { host.stop(timeoutMilliseconds: 1000) }
    let pid = host.statuses.first?.pid
    #expect(try host.outcome("wait", #"{"milliseconds":400}"#) == .failure(.timedOut))
    #expect(eventually { host.statuses.first?.runningCalls == 0 })
    usleep(2_000_000)
    #expect(host.statuses.first?.pid == pid)
    #expect(host.statuses.first?.crashes == 0)
  }

  @Test func aCancelledCallEndsQuietly() throws {
    let host = Fixtures.host(["blocking"], .worker)
    defer { host.stop(timeoutMilliseconds: 1000) }
    let sink = RecordingSink()
    let running = try host.start("wait", #"{"milliseconds":200}"#, sink: sink)
    running?.cancel()
    #expect(eventually { host.statuses.first?.runningCalls == 0 })
    #expect(sink.count == 0)
  }

  @Test func aLargeAnswerIsNotLostWhenTheHostStops() throws {
    let host = Fixtures.host(["big_result"], .worker)
    let sink = RecordingSink()
    _ = try host.start("text", #"{"mebibytes":32}"#, sink: sink)
    host.stop(timeoutMilliseconds: 20_000)
    let outcome = sink.wait()
    guard case .text(let text, isError: false) = outcome else {
      Issue.record("the answer must arrive before the worker ends: \(String(describing: outcome))")
      return
    }
    #expect(text.utf8.count == 32 << 20)
  }

  @Test func standardErrorOfAWorkerIsLogged() throws {
    let log = LogRecorder()
    let host = Fixtures.host(["logger"], .worker, log: log)
    defer { host.stop(timeoutMilliseconds: 5000) }
    _ = try host.outcome("log")
    #expect(eventually { log.lines.contains { $0.hasPrefix("emergency logger:") } })
    #expect(eventually { log.lines.count { $0.hasPrefix("info logger:") } >= 2 })
  }

  @Test func alargeResultPassesAndATooLargeOneIsAnError() throws {
    let host = Fixtures.host(["big_result"], .worker)
    defer { host.stop(timeoutMilliseconds: 5000) }
    guard case .text(let text, isError: false) = try host.outcome("text", #"{"mebibytes":8}"#)
    else {
      Issue.record("8 MiB must pass")
      return
    }
    #expect(text.utf8.count == 8 << 20)
    guard case .text(_, isError: true) = try host.outcome("text", #"{"mebibytes":80}"#) else {
      Issue.record("80 MiB must be a tool error")
      return
    }
  }

  @Test func aStoppedHostEndsItsWorkers() throws {
    let host = Fixtures.host(["mirror"], .worker)
    let pid = try #require(host.statuses.first?.pid)
    host.stop(timeoutMilliseconds: 5000)
    #expect(kill(pid, 0) != 0)
    #expect(host.statuses.first?.state == .stopped)
    #expect(host.statuses.first?.crashes == 0)
    #expect(try host.outcome("request") == .failure(.unavailable))
  }

  @Test func aWorkerThatHangsWhileItLoadsIsGivenUp() throws {
    var settings = PluginHost.Settings()
    settings.workerExecutable = Fixtures.executable
    settings.files = [Fixtures.file("slow_create")]
    settings.startMilliseconds = 100
    settings.startAttempts = 1
    let host = PluginHost(settings, log: LogRecorder().log)
    host.start { _ in }
    #expect(host.statuses.first?.state == .failed)
  }

  /// One byte of each that is wrong: unknown lists, lists that are cut off, no URI, and so on.
  @Test(
    arguments: [
      (2, ""), (4, "01000000"), (6, "0178"), (99, ""), (16, ""), (18, "00000000"),
      (18, "010000000A000000"), (18, "08000000"), (18, "020000000000000000"), (20, ""),
      (23, ""), (23, "00000000FFFFFFFF"), (24, ""), (24, "08000000"), (24, "0100000000"),
      (25, ""),
      // Signatures: one of the host's frames, and requests that are cut or have unknown flags.
      (7, ""), (27, ""), (27, "0000000005000000"), (27, String(repeating: "f", count: 64)),
    ])
  func aMalformedFrameEndsTheWorker(kind: Int, payload: String) throws {
    let log = LogRecorder()
    let host = Fixtures.host(["forges_frames"], .worker, log: log)
    defer { host.stop(timeoutMilliseconds: 5000) }
    _ = try host.outcome("forge", #"{"kind":\#(kind),"payload":"\#(payload)"}"#)
    #expect(eventually { host.statuses.first?.crashes == 1 })
    #expect(log.lines.contains { $0.contains("broke the frame protocol") })
    #expect(eventually { host.statuses.first?.state == .ready })
  }

  /// Frames about calls that have ended are late, not wrong.
  @Test(arguments: [(21, "00000000"), (22, String(repeating: "0", count: 32)), (26, "")])
  func aLateFrameIsIgnored(kind: Int, payload: String) throws {
    let host = Fixtures.host(["forges_frames"], .worker)
    defer { host.stop(timeoutMilliseconds: 5000) }
    for _ in 0..<2 {
      let outcome = try host.outcome("forge", #"{"kind":\#(kind),"payload":"\#(payload)"}"#)
      #expect(outcome == .text("forged", isError: false))
    }
    #expect(host.statuses.first?.crashes == 0)
  }
}
