import JSON
import PluginABI
import Synchronization
import Testing

@testable import PluginKit

@Suite struct LifetimeTests {
  /// Something whose end can be seen.
  final class Mark: Sendable {
    static let living = Mutex<[String: Int]>([:])
    private let name: String

    init(_ name: String) {
      self.name = name
      Self.living.withLock { $0[name, default: 0] += 1 }
    }

    deinit { Self.living.withLock { $0[name, default: 0] -= 1 } }

    static func count(_ name: String) -> Int { living.withLock { $0[name, default: 0] } }
  }

  /// The calls that handlers have seen, held weakly.
  private struct WeakCall: Sendable { weak let call: Call? }

  private struct Keeping: OneToolPlugin {
    static let seen = Mutex<[WeakCall]>([])
    let host: Host
    let mark = Mark("keeping")
    init(host: Host) { self.host = host }
    static func run(_: JSONValue, _ call: Call, _: Host) async -> ToolResult {
      seen.withLock { $0.append(WeakCall(call: call)) }
      await Task.yield()
      return .text(call.id)
    }
  }

  @Test(.timeLimit(.minutes(1)))
  func aThousandCallsAtOnceEndOnceEachAndLeaveNothing() async throws {
    let bench = try PluginBench(Keeping.self)
    let texts = try await withThrowingTaskGroup(of: String?.self) { group in
      for _ in 0..<1000 { group.addTask { try await bench.call("run").text } }
      return try await group.reduce(into: Set()) { $0.insert($1) }
    }
    #expect(texts == Set((1...1000).map { "call-\($0 * 16)" }))
    #expect(bench.host.record.withLock(\.misbehaviours) == 0)
    #expect(Keeping.seen.withLock(\.count) == 1000)
    // A task lets go of its call just after it has completed it.
    while Keeping.seen.withLock({ $0.contains { $0.call != nil } }) { await Task.yield() }
    bench.destroy()
    while Mark.count("keeping") > 0 { await Task.yield() }
  }

  /// Keeps what it got for longer than it may live.
  private struct Outliving: OneToolPlugin {
    static let kept = Mutex<(host: Host?, call: Call?)>((nil, nil))
    let host: Host
    static func run(_: JSONValue, _ call: Call, _ host: Host) async -> ToolResult {
      kept.withLock { $0 = (host, call) }
      return .text("kept")
    }
  }

  @Test func whatOutlivesTheInstanceHasNoEffect() async throws {
    let bench = try PluginBench(Outliving.self, FakeHost(settings: ["a": 1]))
    #expect(try await bench.call("run").text == "kept")
    let (host, call) = Outliving.kept.withLock { $0 }
    #expect(host?.setting("a") == 1)
    bench.destroy()
    host?.log(.info, "late")
    call?.log(.info, "late")
    call?.progress(1)
    host?.toolsChanged()
    #expect(host?.settings == [:])
    #expect(host?.setting("a") == nil)
    #expect(call?.isCancelled == true)
    await #expect(throws: HTTPFailure.self) { try await host?.http.send(.init(url: "http://a/")) }
    #expect(bench.host.lines.isEmpty)
    #expect(bench.host.record.withLock(\.progress).isEmpty)
    #expect(bench.host.record.withLock(\.changes) == 0)
  }

  private struct Quiescing: Plugin {
    static let name = "quiescing"
    static let version = "1"
    static let hasQuiesced = Mutex(false)
    var tools: [Tool] { [] }
    init(host: Host) {}
    func quiesce() async {
      for _ in 0..<10 { await Task.yield() }
      Self.hasQuiesced.withLock { $0 = true }
    }
  }

  @Test func quiesceWaitsForThePlugin() async throws {
    let bench = try PluginBench(Quiescing.self)
    await bench.quiesce()
    let hasQuiesced = Quiescing.hasQuiesced.withLock(\.self)
    #expect(hasQuiesced)
    #expect(bench.host.lines.isEmpty)
  }

  private struct Restless: Plugin {
    static let name = "restless"
    static let version = "1"
    static let mayStop = Mutex(false)
    var tools: [Tool] { [] }
    init(host: Host) {}
    func quiesce() async { while !Self.mayStop.withLock({ $0 }) { await Task.yield() } }
  }

  @Test func quiesceDoesNotWaitForEver() throws {
    let host = FakeHost()
    let instance = try PluginInstance(Restless.self, host: host.table)
    instance.quiesce(limitMilliseconds: 1)
    Restless.mayStop.withLock { $0 = true }
    #expect(host.lines.map(\.level) == [TOOLRACK_LOG_WARNING])
    instance.end()
  }

  @Test func twoInstancesDoNotMeet() async throws {
    let first = try PluginBench(SamplePlugin.self)
    let second = try PluginBench(SamplePlugin.self)
    #expect(try await first.call("plain").text == "plain")
    first.destroy()
    #expect(try await second.call("plain").text == "plain")
    #expect(first.host.record.withLock(\.completions).count == 1)
    #expect(second.host.record.withLock(\.completions).count == 1)
  }
}
