import Glibc
import PluginABI
import Synchronization
import Testing

@testable import PluginHost

/// Prompts, resources, completion and what goes with them, wherever the plugin runs.
@Suite(.enabled(if: Fixtures.missing == nil, Fixtures.missing ?? ""))
struct SupplyTests {
  /// Keeps what a host reports.
  private final class Reports: Sendable {
    private let changes = Mutex<[(ListChanges, Catalogue)]>([])
    private let updates = Mutex<[String]>([])

    var observer: PluginHostObserver {
      PluginHostObserver(
        catalogueChanged: { catalogue, changes in
          self.changes.withLock { $0.append((changes, catalogue)) }
        }, resourceUpdated: { uri in self.updates.withLock { $0.append(uri) } })
    }

    var changed: [ListChanges] { changes.withLock { $0.map(\.0) } }
    var generations: [UInt64] { changes.withLock { $0.map(\.1.generation) } }
    var updated: [String] { updates.withLock { $0 } }
  }

  private func outcome(
    _ kind: RequestKind, _ name: String, _ arguments: String, _ host: PluginHost
  ) throws -> Outcome? {
    let owner = try #require(host.catalogue.prompts.first?.owner)
    let sink = RecordingSink()
    Array(arguments.utf8).withUnsafeBytes { bytes in
      var request = toolrack_request.empty
      request.arguments = toolrack_bytes(bytes)
      _ = host.call(kind, name: Array(name.utf8), of: owner, request, sink: sink)
    }
    return sink.wait()
  }

  @Test(arguments: [Isolation.worker, .inProcess])
  func aPluginSuppliesEverything(isolation: Isolation) throws {
    let reports = Reports()
    let host = Fixtures.host(["supplies"], isolation, prefix: "p", observer: reports.observer)
    defer { host.stop(timeoutMilliseconds: 5000) }
    let catalogue = host.catalogue
    #expect(catalogue.problems.isEmpty)
    #expect(catalogue.prompts.map(\.name) == ["p_greeting"])
    #expect(catalogue.resources.map(\.uri) == ["test://one"])
    #expect(catalogue.templates.map(\.uriTemplate) == ["test://item/{id}/data"])
    let owner = try #require(catalogue.owner(ofResource: "test://item/1/data"))
    #expect(owner.plugin == "supplies" && catalogue.completes(owner))
    #expect(reports.changed == [.all])
    let text = #"{"a":1}"#
    #expect(try outcome(.prompt, "greeting", text, host) == .text(text + "!", isError: false))
    #expect(try outcome(.resource, "test://x", "{}", host) == .text("test://x", isError: false))
    #expect(try outcome(.completion, "", text, host) == .text(text, isError: false))
    #expect(try outcome(.prompt, "other", "{}", host) == .failure(.notFound))
  }

  @Test(arguments: [Isolation.worker, .inProcess])
  func whatAPluginDoesNotSupplyIsNotFound(isolation: Isolation) throws {
    let host = Fixtures.host(["failing_lists"], isolation)
    defer { host.stop(timeoutMilliseconds: 5000) }
    let owner = try #require(host.catalogue.prompts.first?.owner)
    #expect(!host.catalogue.completes(owner))
    for kind in RequestKind.allCases.dropFirst() {
      #expect(try outcome(kind, "first", "{}", host) == .failure(.notFound), "\(kind)")
    }
  }

  @Test(arguments: [Isolation.worker, .inProcess])
  func changedListsAreReadAgainAndReportedOnce(isolation: Isolation) throws {
    let reports = Reports()
    let host = Fixtures.host(["supplies"], isolation, observer: reports.observer)
    defer { host.stop(timeoutMilliseconds: 5000) }
    _ = try host.outcome("toggle")
    #expect(eventually { host.catalogue.resources.count == 2 })
    #expect(eventually { host.catalogue.prompts.count == 2 })
    #expect(host.catalogue.owner(ofResource: "test://more") != nil)
    let changes = reports.changed.dropFirst()
    #expect(changes.reduce(ListChanges()) { $0.union($1) } == [.prompts, .resources])
    #expect(changes.count <= 2)
    #expect(reports.generations == reports.generations.sorted())
    _ = try host.outcome("toggle")
    #expect(eventually { host.catalogue.prompts.count == 1 && host.catalogue.resources.count == 1 })
  }

  @Test(arguments: [Isolation.worker, .inProcess])
  func aPluginThatShoutsIsHeardSeldomAndToTheEnd(isolation: Isolation) throws {
    let reports = Reports()
    let host = Fixtures.host(["supplies"], isolation, observer: reports.observer)
    defer { host.stop(timeoutMilliseconds: 5000) }
    let start = MonotonicClock.now
    for _ in 0..<3 { _ = try host.outcome("shout") }
    _ = try host.outcome("toggle")
    #expect(eventually { host.catalogue.prompts.count == 2 })
    #expect(eventually { reports.updated.count >= 2 })
    let (changed, updated) = (reports.changed.count, reports.updated.count)
    let intervals = Int((MonotonicClock.now - start) / ListReadings.intervalNanoseconds)
    #expect(changed <= intervals + 3)
    #expect(updated <= intervals + 2)
    #expect(Set(reports.updated) == ["test://one"])
  }

  @Test(arguments: [Isolation.worker, .inProcess])
  func updatesThatAreNotReportedAreLogged(isolation: Isolation) throws {
    let (reports, log) = (Reports(), LogRecorder())
    let host = Fixtures.host(["supplies"], isolation, log: log, observer: reports.observer)
    defer { host.stop(timeoutMilliseconds: 5000) }
    _ = try host.outcome("scatter")
    #expect(eventually { log.lines.contains { $0.contains("URI has 0 bytes") } })
    #expect(reports.updated.count >= ResourceUpdates.maximumURIs)
    #expect(
      log.lines.contains { $0.contains("more than 1024 resources at a time") }
        || reports.updated.count == 20_000)
  }

  @Test(arguments: [Isolation.worker, .inProcess])
  func anUpdateIsReported(isolation: Isolation) throws {
    let reports = Reports()
    let host = Fixtures.host(["supplies"], isolation, observer: reports.observer)
    defer { host.stop(timeoutMilliseconds: 5000) }
    _ = try host.outcome("update", #"{"uri":"test://one"}"#)
    #expect(eventually { reports.updated == ["test://one"] })
    _ = try host.outcome("update", #"{"uri":"test://not-listed"}"#)
    #expect(eventually { reports.updated == ["test://one", "test://not-listed"] })
  }

  @Test(arguments: [Isolation.worker, .inProcess])
  func thePluginIsToldOfSubscriptions(isolation: Isolation) throws {
    let host = Fixtures.host(["supplies"], isolation)
    defer { host.stop(timeoutMilliseconds: 5000) }
    func heard() throws -> Outcome? { try host.outcome("heard") }
    host.setSubscribed(true, toResource: "test://one")
    #expect(try eventually { try heard() == .text("+test://one ", isError: false) })
    host.setSubscribed(true, toResource: "test://one")
    host.setSubscribed(true, toResource: "nobody:knows")
    host.setSubscribed(false, toResource: "nobody:knows")
    host.setSubscribed(false, toResource: "test://one")
    #expect(try eventually { try heard() == .text("+test://one -test://one ", isError: false) })
  }

  @Test func aRestartedWorkerIsToldWhatIsSubscribed() throws {
    let host = Fixtures.host(["supplies"], .worker)
    defer { host.stop(timeoutMilliseconds: 5000) }
    host.setSubscribed(true, toResource: "test://one")
    host.setSubscribed(true, toResource: "test://item/1/data")
    host.setSubscribed(false, toResource: "test://item/1/data")
    #expect(try host.outcome("crash") == .failure(.crashed))
    #expect(
      try eventually { try host.outcome("heard") == .text("+test://one ", isError: false) })
  }

  /// The client stays subscribed, whichever plugin the resource belongs to by then.
  @Test(arguments: [Isolation.worker, .inProcess])
  func aSubscriptionWaitsForItsResource(isolation: Isolation) throws {
    let host = Fixtures.host(["supplies"], isolation)
    defer { host.stop(timeoutMilliseconds: 5000) }
    host.setSubscribed(true, toResource: "test://more")
    _ = try host.outcome("toggle")
    #expect(
      try eventually { try host.outcome("heard") == .text("+test://more ", isError: false) })
    _ = try host.outcome("toggle")
    #expect(eventually { host.catalogue.resources.count == 1 })
    #expect(try host.outcome("heard") == .text("+test://more ", isError: false))
    host.setSubscribed(false, toResource: "test://more")
    #expect(
      try eventually {
        try host.outcome("heard") == .text("+test://more -test://more ", isError: false)
      })
  }

  @Test(arguments: [Isolation.worker, .inProcess])
  func aStreamIsClosedWhileItsCallRuns(isolation: Isolation) throws {
    let host = Fixtures.host(["supplies"], isolation)
    defer { host.stop(timeoutMilliseconds: 5000) }
    let sink = RecordingSink()
    _ = try host.start("close", sink: sink)
    #expect(sink.wait() == .text("closed", isError: false))
    #expect(try host.outcome("toggle") == .text("done", isError: false))
    #expect(sink.noted == ["closes its stream"])
  }

  @Test(
    arguments: [
      ("bad_interface", "toolrack.completion/1 has size"), ("bad_lists", "prompts is not JSON"),
      ("bad_prompt", "prompts[0] has a title"), ("bad_resource", "resources[0] has the uri"),
      ("bad_template", "templates[0] has the uriTemplate"), ("never_lists", "lists prompts"),
    ], [Isolation.worker, .inProcess])
  func whatCannotBeServedSaysWhy(fixture: (String, String), isolation: Isolation) throws {
    let (name, reason) = fixture
    let host = Fixtures.host([name, "mirror"], isolation)
    defer { host.stop(timeoutMilliseconds: 5000) }
    let status = try #require(host.statuses.first { $0.name == name })
    #expect(status.state == .failed)
    #expect(status.error?.contains(reason) == true, "\(status.error ?? "")")
    #expect(host.catalogue.tools.map(\.plugin) == ["mirror"])
    #expect(host.catalogue.prompts.isEmpty)
  }

  @Test(arguments: [Isolation.worker, .inProcess])
  func listsThatCannotBeReadAgainStay(isolation: Isolation) throws {
    let log = LogRecorder()
    let host = Fixtures.host(["failing_lists"], isolation, log: log)
    defer { host.stop(timeoutMilliseconds: 5000) }
    for _ in 0..<2 {
      let before = log.lines.count
      _ = try host.outcome("change")
      #expect(
        eventually {
          log.lines.dropFirst(before).contains { $0.contains("could not be read again") }
        })
    }
    #expect(host.catalogue.prompts.map(\.name) == ["first"])
    #expect(host.catalogue.generation == 1)
  }

  @Test(arguments: [Isolation.worker, .inProcess])
  func twoPluginsThatClaimTheSameKeepOneAnotherOut(isolation: Isolation) throws {
    let host = Fixtures.host(["supplies", "supplies_two"], isolation, prefix: nil)
    defer { host.stop(timeoutMilliseconds: 5000) }
    let catalogue = host.catalogue
    #expect(catalogue.prompts.map(\.name) == ["supplies_greeting"])
    #expect(catalogue.resources.map(\.owner.plugin) == ["supplies"])
    let problem = try #require(catalogue.problems["supplies_two"])
    #expect(problem.code == .clash)
    #expect(
      problem.description.contains(
        "the plugins supplies and supplies_two both offer the resource test://one"))
  }
}
