import JSON
import Testing

@testable import PluginHost

/// What holds for a plugin wherever it runs.
@Suite(.enabled(if: Fixtures.missing == nil, Fixtures.missing ?? ""))
struct PluginCallTests {
  @Test(arguments: [Isolation.worker, .inProcess])
  func argumentsArriveByteForByte(isolation: Isolation) throws {
    let host = Fixtures.host(["mirror"], isolation)
    defer { host.stop(timeoutMilliseconds: 5000) }
    let arguments = #"{ "a" : 12345678901234567890, "é":"😀" }"#
    guard case .text(let text, isError: false) = try host.outcome("request", arguments) else {
      Issue.record("the call must succeed")
      return
    }
    #expect(text.contains(arguments))
  }

  @Test(arguments: [Isolation.worker, .inProcess])
  func aSecondCompletionIsIgnoredAndLogged(isolation: Isolation) throws {
    let log = LogRecorder()
    let host = Fixtures.host(["double_complete"], isolation, log: log)
    defer { host.stop(timeoutMilliseconds: 5000) }
    let sink = RecordingSink()
    _ = try host.start("late", sink: sink)
    #expect(sink.wait() == .text("first", isError: false))
    #expect(eventually { log.lines.contains { $0.contains("completed a call that had ended") } })
    #expect(sink.count == 1)
  }

  @Test(arguments: [Isolation.worker, .inProcess])
  func aRefusalIsAnAnswer(isolation: Isolation) throws {
    let host = Fixtures.host(["refuses"], isolation)
    defer { host.stop(timeoutMilliseconds: 5000) }
    #expect(try host.outcome("busy") == .failure(.busy))
    #expect(try host.outcome("fail") == .failure(.refused))
    #expect(try host.outcome("unknown") == .failure(.notFound))
  }

  @Test(arguments: [Isolation.worker, .inProcess])
  func theDeadlineAnswersInThePluginsPlace(isolation: Isolation) throws {
    let host = Fixtures.host(
      ["never_completes"], isolation, timeoutMilliseconds: 200, graceMilliseconds: 600_000)
    let sink = RecordingSink()
    _ = try host.start("hang", sink: sink)
    #expect(sink.wait() == .failure(.timedOut))
    #expect(sink.count == 1)
    #expect(host.statuses.first?.runningCalls == 1)
    host.stop(timeoutMilliseconds: 100)
  }

  @Test(arguments: [Isolation.worker, .inProcess])
  func settingsReachThePlugin(isolation: Isolation) throws {
    let host = Fixtures.host(
      ["configured"], isolation, settings: ["key": ["nested": true], "other": 1])
    defer { host.stop(timeoutMilliseconds: 5000) }
    #expect(
      try host.outcome("show", #"{"key":"key"}"#) == .text(#"{"nested":true}"#, isError: false))
    #expect(
      try host.outcome("show", #"{"key":"absent"}"#)
        == .text("There is no such setting.", isError: true))
  }

  @Test(arguments: [Isolation.worker, .inProcess])
  func progressComesBeforeTheAnswer(isolation: Isolation) throws {
    let host = Fixtures.host(["progress"], isolation)
    defer { host.stop(timeoutMilliseconds: 5000) }
    let sink = RecordingSink()
    _ = try host.start("steps", sink: sink)
    _ = sink.wait()
    #expect(!sink.progress.isEmpty)
  }

  @Test(arguments: [Isolation.worker, .inProcess])
  func whatIsLoggedForACallReachesItsCallerAndTheLog(isolation: Isolation) throws {
    let log = LogRecorder()
    let host = Fixtures.host(["logger"], isolation, log: log)
    defer { host.stop(timeoutMilliseconds: 5000) }
    let sink = RecordingSink()
    _ = try host.start("log", sink: sink)
    #expect(sink.wait() == .text("logged", isError: false))
    let levels = ["debug", "info", "notice", "warning", "error", "critical", "alert", "emergency"]
    let expected = levels.indices.map { "\(levels[$0]): level \($0){\"fixture\":true}" }
    #expect(sink.noted == expected)
    for index in levels.indices {
      #expect(log.lines.contains("\(levels[index]) logger: level \(index)"))
    }
  }

  @Test(arguments: [Isolation.worker, .inProcess])
  func changedToolsAreReadAgain(isolation: Isolation) throws {
    let host = Fixtures.host(["changing_tools"], isolation)
    defer { host.stop(timeoutMilliseconds: 5000) }
    let before = host.catalogue
    _ = try host.outcome("grow")
    #expect(eventually { host.catalogue.tools.count > before.tools.count })
    #expect(host.catalogue.generation > before.generation)
  }

  @Test(arguments: [Isolation.worker, .inProcess])
  func blockingCallsRunSideBySide(isolation: Isolation) throws {
    let host = Fixtures.host(["blocking"], isolation)
    defer { host.stop(timeoutMilliseconds: 5000) }
    let sinks = try (0..<8).map { _ in
      let sink = RecordingSink()
      _ = try host.start("wait", #"{"milliseconds":50}"#, sink: sink)
      return sink
    }
    for sink in sinks { #expect(sink.wait() != nil) }
    guard case .text(let most, _) = try host.outcome("most") else {
      Issue.record("the plugin counts how many calls ran at a time")
      return
    }
    #expect((Int(most) ?? 0) > 1)
  }

  @Test(
    arguments: [
      ("bad_major", "another major version"), ("no_entry", "does not export"),
      ("wrong_size", "size"), ("text", "not an ELF"), ("empty", "empty"),
      ("truncated", "cut off"), ("wrong_machine", "built for"), ("missing_library", "needs"),
      ("undefined_symbol", "linker"), ("no_functions", "NULL"), ("no_table", "NULL"),
      ("bad_tools", "not JSON"), ("crash_on_load", "worker ended"),
      ("crash_on_create", "worker ended"),
    ])
  func whatDoesNotLoadSaysWhyAndLetsOthersServe(name: String, reason: String) throws {
    let host = Fixtures.host([name, "mirror"], .worker)
    defer { host.stop(timeoutMilliseconds: 5000) }
    let status = try #require(host.statuses.first { $0.name == name })
    #expect(status.state == .failed)
    #expect(status.error?.contains(reason) == true, "\(status.error ?? "")")
    #expect(host.catalogue.tools.map(\.plugin) == ["mirror"])
  }
}
