import JSON
import PluginKit
import Synchronization
import Testing

@testable import Remote

/// A server that makes more work than it may.
@Suite(.timeLimit(.minutes(1))) struct FloodTests {
  /// A legacy server that asks `count` times before it answers, and hears an answer only when
  /// `isOpen`.
  private func asking(_ count: Int, _ isOpen: @escaping @Sendable () -> Bool) -> ScriptedServer {
    let script = Scripts.legacy()
    return ScriptedServer { seen in
      if seen.request.method == "POST", seen.method.isEmpty {
        while !isOpen() { await Task.yield() }
        return .of(202)
      }
      guard seen.method == "tools/list" else { return script(seen) }
      let pings = (0..<count).map {
        "data: {\"jsonrpc\":\"2.0\",\"id\":\"q\($0)\",\"method\":\"ping\"}\n\n"
      }
      return .events(FedBody(pings + ["data: \(seen.result(["tools": []]))\n\n"], ended: true))
    }
  }

  private final class Gate: Sendable { let isOpen = Mutex(false) }

  @Test func onlyAFewAnswersAreOnTheirWay() async throws {
    let gate = Gate()
    let server = asking(100) { gate.isOpen.withLock(\.self) }
    let upstream = server.upstream()
    _ = try await upstream.request("tools/list", [:], call: nil)
    for _ in 0..<1000 { await Task.yield() }
    let answers = server.seen.filter { $0.request.method == "POST" && $0.method.isEmpty }
    #expect(answers.count <= AnswerSlots.maximumCount)
    gate.isOpen.withLock { $0 = true }
    await upstream.close()
  }

  @Test func slotsAreFreeAgain() {
    let slots = AnswerSlots()
    for _ in 0..<AnswerSlots.maximumCount { #expect(slots.enter()) }
    #expect(!slots.enter())
    slots.leave()
    #expect(slots.enter())
    #expect(!slots.enter())
  }

  @Test func aRefusalOfThisSideIsNoOutage() {
    let refused = UpstreamFailure(.refused, "As many as may be.", wasSent: false)
    var health = TargetHealth()
    #expect(health.succeeded() == .cameUp)
    for _ in 0...CircuitBreaker.failuresToOpen {
      #expect(health.failed(refused, isOpening: false, now: 1) == nil)
      #expect(health.failed(refused, isOpening: true, now: 1) == nil)
    }
    #expect(health.isUp == true)
    #expect(health.breaker.phase == .closed(failures: 0))
  }

  @Test func aTargetThatMayNotBeReachedIsToldAsDown() {
    let refused = UpstreamFailure(.refused, "Not on the list.", wasSent: false)
    var health = TargetHealth()
    #expect(health.failed(refused, isOpening: true, now: 1) == .wentDown("Not on the list."))
    #expect(health.failed(refused, isOpening: true, now: 2) == nil)
    #expect(health.lastError == "Not on the list.")
    #expect(health.breaker.phase == .closed(failures: 0))
  }

  /// What a voice wrote and told, of a server that knows the secret `hunter22`.
  private final class Heard: Sendable {
    let lines = Mutex<[String]>([])
    let progress = Mutex<[String?]>([])

    func voice(_ options: UpstreamOptions, _ clock: UpstreamClock = .quick) -> RequestVoice {
      RequestVoice(
        options, clock, progress: { _, _, text in self.progress.withLock { $0.append(text) } },
        log: { _, text in self.lines.withLock { $0.append(text) } })
    }
  }

  private var options: UpstreamOptions {
    let secrets = Secrets(["hunter22"])
    var options = UpstreamOptions(name: "demo", client: [:])
    options.cleaned = { secrets.removed(from: $0) }
    return options
  }

  @Test func whatIsSaidWithinACallHasNoSecretAndTheName() throws {
    let heard = Heard()
    let voice = heard.voice(options)
    let mailbox = EventMailbox()
    let message = try #require(Notice("notifications/message", ["data": "it is hunter22"]))
    message.pass(to: voice, mailbox)
    let progress = try #require(
      Notice("notifications/progress", ["progress": 1, "message": "hunter22 sent"]))
    progress.pass(to: voice, mailbox)
    #expect(heard.lines.withLock(\.self) == ["target demo: it is ***"])
    #expect(heard.progress.withLock(\.self) == ["*** sent"])
  }

  @Test func oneCallWritesSoMuchAndAllTogetherSoMuch() async {
    let options = options
    let clock = UpstreamClock.quick
    _ = await clock.sleep(LogBudget.spanMilliseconds)
    let heard = Heard()
    let voice = heard.voice(options, clock)
    for _ in 0..<(2 * LogBudget.linesInSpan) { voice.log(.error, "x") }
    #expect(heard.lines.withLock(\.count) == LogBudget.linesInSpan)
    for _ in 0..<10 {
      let voice = heard.voice(options, clock)
      for _ in 0..<LogBudget.linesInSpan { voice.log(.error, "x") }
    }
    #expect(heard.lines.withLock(\.count) == SharedLogBudget.linesInSpan)
    _ = await clock.sleep(LogBudget.spanMilliseconds)
    voice.log(.error, "y")
    let last = heard.lines.withLock { Array($0.suffix(2)) }
    #expect(
      last == ["target demo: \(LogBudget.linesInSpan) lines left out", "target demo: y"])
  }

  /// A modern server that takes no header, and whose lists of tools go on as `page` says.
  private func mismatching(_ page: @escaping @Sendable (_ number: Int) -> JSONObject)
    -> ScriptedServer
  {
    let count = Mutex(0)
    return ScriptedServer { seen in
      switch seen.method {
      case "tools/list":
        let number = count.withLock { count in
          count += 1
          return count
        }
        return .json(seen.result(.object(page(number))))
      case "tools/call": return .json(seen.error(-32020), status: 400)
      default: return Scripts.modern(seen)
      }
    }
  }

  private func lists(_ server: ScriptedServer) -> Int {
    server.names.count { $0 == "POST tools/list" }
  }

  private func call(_ upstream: HTTPUpstream) async -> UpstreamFailure? {
    do throws(UpstreamFailure) {
      _ = try await upstream.request("tools/call", ["name": "t"], call: nil)
      return nil
    } catch {
      return error
    }
  }

  @Test func toolsAreReadForTheirHeadersAsFarAsAnyList() async {
    let server = mismatching { ["tools": [], "nextCursor": .string("c\($0)")] }
    let upstream = server.upstream()
    #expect(await call(upstream)?.kind == .rpc(code: -32020, data: nil))
    #expect(lists(server) == PageReader.maximumPages)
    await upstream.close()
    let circle = mismatching { _ in ["tools": [], "nextCursor": "same"] }
    let other = circle.upstream()
    _ = await call(other)
    #expect(lists(circle) == 2)
    await other.close()
  }

  @Test func toolsAreReadForTheirHeadersNotTooOften() async {
    let server = mismatching { _ in ["tools": []] }
    let clock = UpstreamClock.quick
    let upstream = server.upstream(clock: clock)
    for _ in 0..<5 { _ = await call(upstream) }
    #expect(lists(server) == 1)
    _ = await clock.sleep(HTTPUpstream.relistMilliseconds)
    _ = await call(upstream)
    #expect(lists(server) == 2)
    await upstream.close()
  }
}
