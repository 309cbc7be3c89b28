import Glibc
import JSON
import PluginABI
import Synchronization
import Testing

@testable import PluginHost

@Suite struct ReplaceablePluginTests {
  /// A backend that does what a test says.
  private final class Backend: PluginBackend, Supervised {
    struct State {
      var status = PluginStatus(name: "p", state: .starting, isolation: .worker)
      var observer = BackendObserver()
      var calls = 0
      var subscribed: Set<URIKey> = []
      var ended: (@Sendable () -> Void)?
      var isEntered = false
    }

    let name = "p"
    let settings: JSONValue
    let state = Mutex(State())
    /// What happens while a call is on its way in.
    let entering: @Sendable () -> Void

    init(_ settings: JSONValue, entering: @escaping @Sendable () -> Void = {}) {
      self.settings = settings
      self.entering = entering
    }

    var lists: PluginLists? { nil }
    var status: PluginStatus { state.withLock { $0.status } }
    func start(_ observer: BackendObserver) { state.withLock { $0.observer = observer } }
    func call(
      _ kind: RequestKind, _ request: toolrack_request, sink: any CallSink
    ) -> RunningCall? {
      entering()
      state.withLock { state in
        state.calls += 1
        state.status.runningCalls += 1
      }
      return nil
    }
    func setSubscribed(_ isSubscribed: Bool, _ uri: URIKey) {
      state.withLock { state in
        if isSubscribed { state.subscribed.insert(uri) } else { state.subscribed.remove(uri) }
      }
    }
    func stop(deadline: UInt64, _ ended: @escaping @Sendable () -> Void) {
      state.withLock { $0.ended = ended }
    }
    func readable(_ descriptor: Int32) {}
    func writable(_ descriptor: Int32) {}
    func tick(now: UInt64) -> UInt64? { nil }

    var isStopping: Bool { state.withLock { $0.ended != nil } }
    var calls: Int { state.withLock { $0.calls } }
    func becomes(_ next: PluginStatus.State, _ error: String? = nil) {
      let observer = state.withLock { state in
        state.status.state = next
        state.status.error = error
        return state.observer
      }
      observer.changed()
    }
    func finishCalls() { state.withLock { $0.status.runningCalls = 0 } }
    func end() { state.withLock { $0.ended }?() }
  }

  /// A plugin over such backends, in the order in which they were made.
  private final class Bench: Sendable {
    let log = LogRecorder()
    let made = Mutex<[Backend]>([])
    let changes = Mutex(0)
    let entering: @Sendable () -> Void

    init(entering: @escaping @Sendable () -> Void = {}) { self.entering = entering }

    func plugin(isStarted: Bool = true) -> ReplaceablePlugin {
      var settings = PluginSettings()
      settings.settings = "first"
      let plugin = ReplaceablePlugin(
        name: "p", settings: settings, supervisor: Supervisor(), log: log.log,
        start: { self.make($0) })
      if isStarted { begin(plugin) }
      return plugin
    }

    @Sendable private func make(
      _ settings: PluginSettings
    ) -> any PluginBackend & Supervised {
      let newer = settings.settings
      let backend = count == 0 ? Backend(newer, entering: entering) : Backend(newer)
      made.withLock { $0.append(backend) }
      return backend
    }

    func begin(_ plugin: ReplaceablePlugin) {
      plugin.start(BackendObserver(changed: { [self] in changes.withLock { $0 += 1 } }))
    }

    subscript(index: Int) -> Backend { made.withLock { $0[index] } }
    var count: Int { made.withLock { $0.count } }
  }

  private func call(_ plugin: ReplaceablePlugin) {
    _ = plugin.call(.tool, toolrack_request(), sink: RecordingSink())
  }

  @Test func theNewerOneTakesTheCallsOnceItIsReady() {
    let bench = Bench()
    let plugin = bench.plugin()
    bench[0].becomes(.ready)
    call(plugin)
    plugin.replace("second")
    #expect(bench.count == 2 && bench[1].settings == "second")
    call(plugin)
    #expect(bench[0].calls == 2 && bench[1].calls == 0)
    bench[1].becomes(.ready)
    call(plugin)
    #expect(bench[0].calls == 2 && bench[1].calls == 1)
    #expect(plugin.status.runningCalls == 3)
    #expect(bench.log.lines == ["notice p: a new worker with the newer settings serves"])
  }

  @Test func theOneBeforeEndsWithItsLastCall() {
    let bench = Bench()
    let plugin = bench.plugin()
    bench[0].becomes(.ready)
    call(plugin)
    plugin.replace("second")
    bench[1].becomes(.ready)
    _ = plugin.tick(now: 0)
    #expect(!bench[0].isStopping)
    bench[0].finishCalls()
    _ = plugin.tick(now: 0)
    #expect(bench[0].isStopping && !bench[1].isStopping)
    bench[0].state.withLock { $0.status.crashes = 2 }
    bench[0].end()
    #expect(plugin.status.crashes == 2)
  }

  @Test func aCallOnItsWayInIsNotLost() {
    let plugin = Mutex<ReplaceablePlugin?>(nil)
    let wasStopping = Mutex<Bool?>(nil)
    let backends = Mutex<[Backend]>([])
    let bench = Bench {
      // The other one takes over between the look at who serves and the call.
      let all = backends.withLock { $0 }
      all[1].becomes(.ready)
      _ = plugin.withLock { $0 }?.tick(now: 0)
      wasStopping.withLock { $0 = all[0].isStopping }
    }
    let made = bench.plugin()
    plugin.withLock { $0 = made }
    bench[0].becomes(.ready)
    made.replace("second")
    backends.withLock { $0 = [bench[0], bench[1]] }
    call(made)
    #expect(wasStopping.withLock { $0 } == false)
    #expect(bench[0].calls == 1)
    bench[0].finishCalls()
    _ = made.tick(now: 0)
    #expect(bench[0].isStopping)
  }

  @Test func oneThatCannotBeLoadedChangesNothing() {
    let bench = Bench()
    let plugin = bench.plugin()
    bench[0].becomes(.ready)
    plugin.replace("second")
    bench[1].becomes(.failed, "no good")
    call(plugin)
    #expect(bench[0].calls == 1 && plugin.status.state == .ready)
    #expect(bench.log.lines.count == 1 && bench.log.lines[0].hasSuffix("stay: no good"))
    _ = plugin.tick(now: 0)
    #expect(bench[1].isStopping && !bench[0].isStopping)
    plugin.replace("third")
    bench[2].becomes(.ready)
    call(plugin)
    #expect(bench[2].calls == 1)
  }

  @Test func settingsThatWereNotTakenAreTriedAgain() {
    let bench = Bench()
    let plugin = bench.plugin()
    let pause = ReplaceablePlugin.firstPauseNanoseconds
    bench[0].becomes(.ready)
    plugin.replace("second")
    bench[1].becomes(.failed, "no database")
    _ = plugin.tick(now: 100)
    _ = plugin.tick(now: 99 + pause)
    #expect(bench.count == 2)
    _ = plugin.tick(now: 100 + pause)
    #expect(bench.count == 3 && bench[2].settings == "second")
    _ = plugin.tick(now: 100 + 10 * pause)
    #expect(bench.count == 3)
    bench[2].becomes(.failed, "no database")
    _ = plugin.tick(now: 0)
    _ = plugin.tick(now: 2 * pause - 1)
    #expect(bench.count == 3)
    _ = plugin.tick(now: 2 * pause)
    bench[3].becomes(.ready)
    call(plugin)
    #expect(bench[3].calls == 1)
    _ = plugin.tick(now: .max / 2)
    #expect(bench.count == 4)
  }

  @Test func newerSettingsEndTheTryingOfOlderOnes() {
    let bench = Bench()
    let plugin = bench.plugin()
    bench[0].becomes(.ready)
    plugin.replace("second")
    bench[1].becomes(.failed, "no good")
    _ = plugin.tick(now: 0)
    plugin.replace("third")
    bench[2].becomes(.ready)
    _ = plugin.tick(now: .max / 2)
    #expect(bench.count == 3 && bench[2].settings == "third")
  }

  @Test func whereNoneCanBeLoadedTheLatestReasonCounts() {
    let bench = Bench()
    let plugin = bench.plugin()
    bench[0].becomes(.failed, "no secret")
    plugin.replace("second")
    bench[1].becomes(.failed, "wrong secret")
    #expect(plugin.status.error == "wrong secret")
    plugin.replace("third")
    bench[2].becomes(.ready)
    #expect(plugin.status.state == .ready && plugin.status.error == nil)
  }

  @Test func theLatestSettingsCount() {
    let bench = Bench()
    let plugin = bench.plugin()
    bench[0].becomes(.ready)
    plugin.replace("second")
    plugin.replace("third")
    bench[1].becomes(.ready)
    call(plugin)
    #expect(bench[0].calls == 1)
    bench[2].becomes(.ready)
    call(plugin)
    #expect(bench[1].calls == 0 && bench[2].calls == 1)
    _ = plugin.tick(now: 0)
    #expect(bench[1].isStopping)
  }

  @Test func changesOfTheOneThatServesAreReported() {
    let bench = Bench()
    let plugin = bench.plugin()
    bench[0].becomes(.ready)
    plugin.replace("second")
    #expect(bench.changes.withLock { $0 } == 1)
    bench[1].becomes(.starting)
    #expect(bench.changes.withLock { $0 } == 1)
    bench[1].becomes(.ready)
    #expect(bench.changes.withLock { $0 } == 2)
    bench[0].becomes(.restarting)
    #expect(bench.changes.withLock { $0 } == 2)
  }

  @Test func settingsMayComeBeforeTheStart() {
    let bench = Bench()
    let plugin = bench.plugin(isStarted: false)
    plugin.replace("second")
    bench.begin(plugin)
    bench[1].becomes(.ready)
    call(plugin)
    #expect(bench[0].calls == 0 && bench[1].calls == 1 && bench.changes.withLock { $0 } == 1)
    #expect(bench.log.lines.isEmpty)
  }

  @Test func subscriptionsMoveAlong() {
    let bench = Bench()
    let plugin = bench.plugin()
    plugin.setSubscribed(true, URIKey("x:1"))
    plugin.setSubscribed(true, URIKey("x:2"))
    plugin.setSubscribed(false, URIKey("x:1"))
    plugin.replace("second")
    plugin.setSubscribed(true, URIKey("x:3"))
    #expect(bench[1].state.withLock { $0.subscribed } == [URIKey("x:2"), URIKey("x:3")])
  }

  @Test func stopEndsAllOfThem() {
    let bench = Bench()
    let plugin = bench.plugin()
    bench[0].becomes(.ready)
    call(plugin)
    plugin.replace("second")
    bench[1].becomes(.ready)
    plugin.replace("third")
    let ended = Mutex(0)
    plugin.stop(deadline: 0) { ended.withLock { $0 += 1 } }
    #expect([0, 1, 2].allSatisfy { bench[$0].isStopping })
    plugin.replace("fourth")
    #expect(bench.count == 3)
    for index in [2, 0, 1] {
      #expect(ended.withLock { $0 } == 0)
      bench[index].end()
    }
    #expect(ended.withLock { $0 } == 1)
  }
}
