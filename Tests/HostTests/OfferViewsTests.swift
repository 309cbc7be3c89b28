import Access
import MCP
import PluginABI
import Testing

@testable import Host
@testable import PluginHost

@Suite struct OfferViewsTests {
  private final class Backend: PluginBackend {
    let name = "p"
    var lists: PluginLists? { nil }
    var status: PluginStatus { PluginStatus(name: name, state: .ready, isolation: .worker) }
    func start(_ observer: BackendObserver) {}
    func call(
      _ kind: RequestKind, _ request: toolrack_request, sink: any CallSink
    ) -> RunningCall? { nil }
    func setSubscribed(_ isSubscribed: Bool, _ uri: URIKey) {}
    func stop(deadline: UInt64, _ ended: @escaping @Sendable () -> Void) { ended() }
  }

  /// A whole offer of the tools a, b and c, and a template.
  private func whole(generation: UInt64) throws -> Offer {
    var lists = PluginLists()
    let tools = ["a", "b", "c"].map { #"{"name":"\#($0)","inputSchema":{"type":"object"}}"# }
    lists[.tools] = Array("[\(tools.joined(separator: ","))]".utf8)
    lists[.templates] = Array(#"[{"uriTemplate":"x:{a}","name":"n"}]"#.utf8)
    var settings = PluginSettings()
    settings.prefix = ""
    var source = Catalogue.Source(backend: Backend(), settings: settings)
    _ = source.offer.update(lists, prefix: "") { _, _, _ in nil }
    let catalogue = Catalogue([source], generation: generation)
    let none = Lists.empty(generation: 0)
    return Offer(
      catalogue: catalogue, lists: try OfferedLists.of(catalogue, pageSize: 10, reusing: none))
  }

  private func rule(_ client: String, _ tools: [String], _ resources: [String] = []) -> PolicyRule {
    var rule = PolicyRule(client)
    rule.callers.clients = [Glob(client)]
    rule.targets.tools = tools.map(Glob.init)
    rule.targets.resources = resources.map(Glob.init)
    return rule
  }

  private func views(_ rules: [PolicyRule]) -> OfferViews {
    OfferViews(AccessPolicy(rules), pageSize: 10, logger: Logger(level: .critical))
  }

  private func caller(_ client: String) -> AuthenticatedCaller {
    AuthenticatedCaller(principal: client, client: client, scopes: [], claims: [])
  }

  private func tools(_ offer: Offer) -> [String] { offer.catalogue.tools.map(\.definition.name) }

  @Test func aViewHasWhatItsRulesAllow() throws {
    let whole = try whole(generation: 1)
    let views = views([rule("one*", ["a", "c"], ["x:1*"]), rule("two", ["b"])])
    let one = views.offer(for: caller("one"), of: whole)
    #expect(tools(one) == ["a", "c"] && one.lists.tools.count == 2)
    #expect(one.catalogue.toolReference(at: 1).definition.name == "c")
    #expect(one.lists.tools.index(ofName: ArraySlice("c".utf8)) == 1)
    #expect(one.lists.templates.count == 0)
    #expect(one.catalogue.owner(ofResource: "x:12") != nil)
    #expect(one.catalogue.owner(ofResource: "x:2") == nil)
    #expect(tools(views.offer(for: caller("two"), of: whole)) == ["b"])
    #expect(tools(views.offer(for: caller("else"), of: whole)).isEmpty)
    #expect(tools(views.offer(for: nil, of: whole)).isEmpty)
  }

  @Test func callersWithTheSameRulesShareAView() throws {
    let whole = try whole(generation: 1)
    let views = views([rule("one*", ["a"])])
    let first = views.offer(for: caller("one1"), of: whole)
    #expect(views.offer(for: caller("one2"), of: whole) === first)
    #expect(views.offer(for: caller("else"), of: whole) !== first)
    #expect(views.count == 2)
  }

  @Test func anotherCatalogueMakesAnotherView() throws {
    let views = views([rule("one", ["a"])])
    let before = try whole(generation: 1)
    let after = try whole(generation: 2)
    let old = views.offer(for: caller("one"), of: before)
    let new = views.offer(for: caller("one"), of: after)
    #expect(old.catalogue.generation == 1 && new.catalogue.generation == 2)
    #expect(views.count == 1)
    views.removeAll()
    #expect(views.count == 0)
  }

  @Test func theViewThatWasNotAskedForTheLongestGoes() throws {
    let whole = try whole(generation: 1)
    let last = OfferViews.maximumCount
    let views = views((0...last).map { rule("c\($0)", ["a"]) })
    let made = (0..<last).map { views.offer(for: caller("c\($0)"), of: whole) }
    #expect(views.offer(for: caller("c0"), of: whole) === made[0])
    _ = views.offer(for: caller("c\(last)"), of: whole)
    #expect(views.count == OfferViews.maximumCount)
    #expect(views.offer(for: caller("c0"), of: whole) === made[0])
    #expect(views.offer(for: caller("c2"), of: whole) === made[2])
    #expect(views.offer(for: caller("c1"), of: whole) !== made[1])
  }

  @Test func whatIsHiddenIsKnownToBeThere() throws {
    let whole = try whole(generation: 1)
    let view = try #require(views([rule("one", ["a"])]).offer(for: caller("one"), of: whole).view)
    #expect(view.hears(of: "x:1", in: whole.catalogue) == false)
    #expect(view.hides("x:1") && !view.hides("y:1"))
    #expect(view.permits(taskOf: "a") && !view.permits(taskOf: "b") && view.permits(taskOf: "z"))
  }
}
