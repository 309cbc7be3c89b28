import JSON
import PluginKit
import Synchronization
import Testing

@testable import Remote

/// A server that answers what a test says.
private final class FakeUpstream: Upstream {
  typealias Answer = Result<JSONValue, UpstreamFailure>

  let opening = Mutex<UpstreamFailure?>(nil)
  /// The answers in order; the last one stays.
  let answers: Mutex<[Answer]>
  let asked = Mutex<[String]>([])
  let events = AsyncStream<UpstreamEvent> { _ in }

  init(_ answers: [Answer] = []) { self.answers = Mutex(answers) }

  func open() async throws(UpstreamFailure) -> UpstreamInfo {
    if let failure = opening.withLock({ $0 }) { throw failure }
    return UpstreamInfo(
      serverInfo: ["name": "fake"], capabilities: ["tools": [:]], revision: "2026-07-28",
      instructions: nil)
  }

  func request(
    _ method: String, _ params: JSONObject, call: Call?
  ) async throws(UpstreamFailure) -> JSONValue {
    asked.withLock { $0.append(method) }
    let answer = answers.withLock { $0.count > 1 ? $0.removeFirst() : $0.first }
    return try (answer ?? .success([:])).get()
  }

  func notify(_ method: String, _ params: JSONObject) async {}
  func subscribe(to uri: String, _ isSubscribed: Bool) async throws(UpstreamFailure) {}
  func close() async {}
}

@Suite struct TargetTests {
  private final class Log: Sendable {
    let lines = Mutex<[String]>([])
    var texts: [String] { lines.withLock(\.self) }
  }

  private func target(
    _ upstream: FakeUpstream, _ log: Log = Log(), name: String = "t", secrets: [String] = []
  ) throws -> Target {
    let settings = try TargetSettings(
      name, SettingsCursor(["url": "https://a.example", "retries": 2]))
    return Target(settings, upstream: upstream, secrets: Secrets(secrets)) { _, text in
      log.lines.withLock { $0.append(text) }
    }
  }

  private let unsent = UpstreamFailure(.unreachable, "no way to key-1234", wasSent: false)

  @Test func whatFailedIsAskedAgain() async throws {
    let upstream = FakeUpstream([.failure(unsent), .failure(unsent), .success(["n": 1])])
    #expect(try await target(upstream).ask("tools/list", [:]) == ["n": 1])
    #expect(upstream.asked.withLock(\.count) == 3)
  }

  @Test func itIsAskedNoMoreOftenThanTheSettingsSay() async throws {
    let upstream = FakeUpstream([.failure(unsent)])
    let target = try target(upstream)
    await #expect(throws: UpstreamFailure.self) { try await target.ask("tools/list", [:]) }
    #expect(upstream.asked.withLock(\.count) == 3)
  }

  @Test func changesOfHealthAreLoggedOnceAndWithoutSecrets() async throws {
    let upstream = FakeUpstream()
    upstream.opening.withLock { $0 = unsent }
    let log = Log()
    let target = try target(upstream, log, secrets: ["key-1234"])
    for _ in 0..<3 {
      let failure = await #expect(throws: UpstreamFailure.self) { try await target.open() }
      #expect(failure?.message == "no way to ***")
    }
    #expect(log.texts == ["target t: is down: no way to ***"])
    #expect(target.health.lastError == "no way to ***")
    #expect(target.takeOutage() && !target.takeOutage())
    upstream.opening.withLock { $0 = nil }
    _ = try await target.open()
    #expect(target.health.isUp == false, "a connection that stands shows nothing")
    _ = try await target.ask("tools/list", [:])
    #expect(log.texts.last == "target t: is up" && log.texts.count == 2)
    #expect(target.info?.serverInfo["name"] == "fake")
  }

  @Test func severalTargetsAreOneList() throws {
    let targets = [
      try target(FakeUpstream(), name: "a"), try target(FakeUpstream(), name: "b"),
    ]
    for target in targets {
      var lists = TargetLists()
      lists[.tools] = [["name": "x", "inputSchema": ["type": "object"]]]
      lists[.resources] = [["uri": "x:both", "name": "n"], ["uri": .string("x:\(target.name)")]]
      lists[.templates] = [["uriTemplate": .string("y:\(target.name)/{id}"), "name": "n"]]
      target.setLists(lists)
    }
    let snapshot = Snapshot(targets, try Settings(.null), reserved: [])
    #expect(snapshot[.tools].compactMap { $0.definition["name"]?.string } == ["a___x", "b___x"])
    #expect(snapshot[.tools].map(\.own) == ["x", "x"])
    #expect(snapshot.owner(ofResource: "x:b")?.target.name == "b")
    #expect(snapshot.owner(ofResource: "remote://b/x:both")?.own == "x:both")
    #expect(snapshot.owner(ofResource: "x:both") == nil)
    #expect(snapshot.owner(ofResource: "y:a/5")?.target.name == "a")
    #expect(snapshot.lists(.tools, as: snapshot) && !snapshot.lists(.tools, as: Snapshot()))
    let prefixed = try Settings(["resourceURIs": "prefixed"])
    let other = Snapshot(targets, prefixed, reserved: [])
    #expect(other.owner(ofResource: "remote://a/y:a/5")?.own == "y:a/5")
    #expect(!other.lists(.resources, as: snapshot) && other.lists(.tools, as: snapshot))
  }
}

extension TargetTests {
  @Test func oneTargetsURIsCannotTakeThoseOfAnother() throws {
    let evil = try target(FakeUpstream(), name: "evil")
    let good = try target(FakeUpstream(), name: "good")
    var lists = TargetLists()
    lists[.resources] = [["uri": "file:///s"]]
    lists[.templates] = [["uriTemplate": "t:{x}"]]
    good.setLists(lists)
    lists[.resources] = ["file:///s", "remote://good/file:///s", "remote://good/x"]
      .map { ["uri": .string($0)] }
    lists[.templates] = ["{+x}", "{+x}://good/{+y}", "t:{x}", "remote://good/t:{x}"]
      .map { ["uriTemplate": .string($0)] }
    evil.setLists(lists)
    let snapshot = Snapshot([evil, good], try Settings(.null), reserved: [])
    for kind in [ListKind.resources, .templates] {
      let shown = snapshot[kind].compactMap { $0.definition[kind.key]?.string }
      #expect(Set(shown).count == shown.count)
      for entry in snapshot[kind] {
        let uri = try #require(entry.definition[kind.key]?.string)
        #expect(!uri.hasPrefix("remote://good/") || entry.target.name == "good")
      }
    }
    #expect(snapshot.owner(ofResource: "remote://good/file:///s")?.target.name == "good")
    #expect(snapshot.owner(ofResource: "remote://good/t:1")?.target.name == "good")
    #expect(snapshot.owner(ofResource: "remote://good/x") == nil)
    let spoof = snapshot.owner(ofResource: "remote://evil/remote://good/x")
    #expect(spoof?.target.name == "evil" && spoof?.own == "remote://good/x")
    #expect(snapshot.owner(ofResource: "z:1")?.target.name == "evil")
  }
}

@Suite struct ListBudgetTests {
  private let budget = ListBudget(totalBytes: 100, targetBytes: 40)

  @Test func whoListsLittleKeepsAllOfIt() {
    #expect(budget.share(of: []) == 40)
    #expect(budget.share(of: [1_000]) == 40)
    #expect(budget.share(of: [40, 10, 30]) == 40)
    #expect(budget.share(of: [1_000, 10, 1_000, 1_000]) == 30)
    #expect(budget.share(of: [10, 1_000, 1_000, 1_000]) == 30)
    #expect(budget.share(of: Array(repeating: 1_000, count: 100)) == 1)
    #expect(ListBudget().totalBytes == 32 << 20 && ListBudget().targetBytes == 8 << 20)
  }

  @Test func whatIsOverIsLeftOut() {
    var lists = TargetLists()
    lists[.prompts] = ["a", "b"].map { ["name": $0] }
    lists[.tools] = ["c", "d"].map { ["name": $0] }
    let one = lists.bytes / 4
    #expect(one == #"{"name":"c"}"#.utf8.count + TargetLists.nameBytes)
    var whole = lists
    #expect(whole.cut(toBytes: 4 * one) == 0 && whole == lists)
    var cut = lists
    #expect(cut.cut(toBytes: 3 * one) == 1)
    #expect(cut[.tools].count == 2 && cut[.prompts] == [["name": "a"]])
    #expect(cut.bytes == 3 * one)
    #expect(cut.cut(toBytes: one - 1) == 3 && cut == TargetLists() && cut.bytes == 0)
  }

  @Test func aTargetThatListsTooMuchTakesNoneFromTheOthers() throws {
    let targets = try ["a", "b", "c"].map { name in
      let settings = try TargetSettings(name, SettingsCursor(["url": "https://a.example"]))
      let target = Target(settings, upstream: FakeUpstream(), secrets: Secrets([])) { _, _ in }
      var lists = TargetLists()
      lists[.tools] = (0..<(name == "c" ? 2 : 10)).map { number in
        ["name": .string("t\(number)"), "inputSchema": ["type": "object"]]
      }
      target.setLists(lists)
      return target
    }
    let one = targets[2].lists.bytes / 2
    let budget = ListBudget(totalBytes: 12 * one, targetBytes: 9 * one)
    let snapshot = Snapshot(targets, try Settings(.null), reserved: [], budget: budget)
    #expect(snapshot[.tools].map(\.target.name).filter { $0 == "c" }.count == 2)
    #expect(snapshot[.tools].map(\.target.name).filter { $0 == "a" }.count == 5)
    #expect(snapshot[.tools].count == 12)
    #expect(
      snapshot.faults
        == ["a", "b"].map {
          "target \($0): its lists are too large; the last of its definitions are left out"
        })
  }
}

@Suite struct SignalTests {
  @Test func aSignalThatCameBeforeIsKept() async {
    let signal = Signal()
    signal.raise()
    signal.raise()
    await signal.wait(milliseconds: nil)
  }

  @Test func aWaitEndsWhenItIsRaisedOrTheTimeIsOver() async {
    let signal = Signal()
    let waiting = Task { await signal.wait(milliseconds: nil) }
    signal.raise()
    await waiting.value
    await signal.wait(milliseconds: 1)
  }

  @Test func aCancelledTaskDoesNotWait() async {
    let signal = Signal()
    let waiting = Task { await signal.wait(milliseconds: nil) }
    waiting.cancel()
    await waiting.value
  }
}
