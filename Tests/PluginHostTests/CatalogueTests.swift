import PluginABI
import Testing

@testable import PluginHost

@Suite struct CatalogueTests {
  private final class Backend: PluginBackend {
    let name: String
    init(_ name: String) { self.name = name }

    var lists: PluginLists? { nil }
    var status: PluginStatus { PluginStatus(name: name, state: .ready, isolation: .worker) }
    func start(_ observer: BackendObserver) {}
    func call(
      _ kind: RequestKind, _ request: toolrack_request, sink: any CallSink
    ) -> RunningCall? { nil }
    func setSubscribed(_ isSubscribed: Bool, _ uri: URIKey) {}
    func stop(deadline: UInt64, _ ended: @escaping @Sendable () -> Void) { ended() }
  }

  /// The lists of one plugin, by name, URI or URI template.
  private struct Offered {
    var tools: [String] = []
    var prompts: [String] = []
    var resources: [String] = []
    var templates: [String] = []
    var completes = false

    var lists: PluginLists {
      func array(_ objects: [String]) -> [UInt8] {
        Array("[\(objects.joined(separator: ","))]".utf8)
      }
      var lists = PluginLists()
      lists.completes = completes
      lists[.tools] = array(
        tools.map { #"{"name":"\#($0)","description":"d","inputSchema":{"type":"object"}}"# })
      lists[.prompts] = array(prompts.map { #"{"name":"\#($0)"}"# })
      lists[.resources] = array(resources.map { #"{"uri":"\#($0)","name":"n"}"# })
      lists[.templates] = array(templates.map { #"{"uriTemplate":"\#($0)","name":"n"}"# })
      return lists
    }
  }

  private func source(
    _ name: String, _ offered: Offered?, prefix: String? = nil
  ) -> Catalogue.Source {
    var settings = PluginSettings()
    settings.prefix = prefix
    var source = Catalogue.Source(backend: Backend(name), settings: settings)
    _ = source.offer.update(offered?.lists, prefix: source.prefix) { _, _, _ in nil }
    return source
  }

  @Test func orderIsByPluginThenAsThePluginLists() {
    let catalogue = Catalogue(
      [
        source(
          "zeta", Offered(tools: ["b", "a"], prompts: ["q", "p"], resources: ["z:2", "z:1"])),
        source("alpha", Offered(tools: ["z"], prompts: ["r"], resources: ["z:3"])),
        source("starting", nil),
      ], generation: 4)
    #expect(catalogue.tools.map(\.definition.name) == ["alpha_z", "zeta_b", "zeta_a"])
    #expect(catalogue.prompts.map(\.name) == ["alpha_r", "zeta_q", "zeta_p"])
    #expect(
      catalogue.prompts.map(\.localName) == [Array("r".utf8), Array("q".utf8), Array("p".utf8)])
    #expect(catalogue.resources.map(\.uri) == ["z:3", "z:2", "z:1"])
    #expect(catalogue.generation == 4)
    #expect(catalogue.problems.isEmpty)
  }

  @Test(
    arguments: [
      (Offered(tools: ["a"]), "a tool named a"), (Offered(prompts: ["a"]), "a prompt named a"),
      (Offered(resources: ["x:a"]), "the resource x:a"),
      (Offered(templates: ["x:{a}"]), "the resource template x:{a}"),
    ])
  private func aClashNamesBothPlugins(offered: Offered, what: String) {
    let catalogue = Catalogue(
      [source("one", offered, prefix: ""), source("two", offered, prefix: "")], generation: 1)
    let problem = catalogue.problems["two"]
    #expect(problem?.code == .clash)
    #expect(problem?.description.contains("one and two both offer \(what); ") == true)
    #expect(catalogue.problems["one"] == nil)
    let owners =
      catalogue.tools.map(\.plugin) + catalogue.prompts.map(\.owner.plugin)
      + catalogue.resources.map(\.owner.plugin) + catalogue.templates.map(\.owner.plugin)
    #expect(owners == ["one"])
  }

  @Test func prefixesKeepPromptsApartAndNotURIs() {
    let catalogue = Catalogue(
      [
        source("one", Offered(prompts: ["a"], resources: ["x:one"])),
        source("two", Offered(prompts: ["a"], resources: ["x:two"])),
      ], generation: 1)
    #expect(catalogue.problems.isEmpty)
    #expect(catalogue.prompts.map(\.name) == ["one_a", "two_a"])
    #expect(catalogue.resources.map(\.uri) == ["x:one", "x:two"])
  }

  @Test func aResourceIsReadByWhoListsItElseByTheFirstTemplateOfItsForm() {
    let catalogue = Catalogue(
      [
        source("one", Offered(templates: ["x:{+rest}", "y:{a}"])),
        source("two", Offered(resources: ["x:listed"], templates: ["x:{a}"], completes: true)),
      ], generation: 1)
    #expect(catalogue.owner(ofResource: "x:listed")?.plugin == "two")
    #expect(catalogue.owner(ofResource: "x:other")?.plugin == "one")
    #expect(catalogue.owner(ofResource: "y:a/b") == nil)
    #expect(catalogue.owner(ofResource: "x:" + String(repeating: "a", count: 5000)) == nil)
    #expect(catalogue.owner(ofTemplate: "x:{a}")?.plugin == "two")
    #expect(catalogue.owner(ofTemplate: "x:listed")?.plugin == "two")
    #expect(catalogue.owner(ofTemplate: "x:other") == nil)
    let owners = ["x:listed", "x:other"].compactMap { catalogue.owner(ofResource: $0) }
    #expect(owners.map { catalogue.completes($0) } == [true, false])
  }

  @Test func aPartListsWhatItHasAndAnswersForNothingElse() {
    let whole = Catalogue(
      [
        source(
          "one",
          Offered(
            tools: ["a", "b"], prompts: ["p"], resources: ["x:1", "x:2"], templates: ["t:{a}"],
            completes: true)),
        source("two", Offered(tools: ["a"], templates: ["x:{a}"])),
      ], generation: 3)
    let asked: [(ListKind, String, String)] = [
      (.tools, "one_b", "one"), (.resources, "x:2", "one"), (.templates, "x:{a}", "two"),
      (.resources, "x:9", "two"), (.resources, "t:1", "one"),
    ]
    let part = whole.part { kind, key, plugin in asked.contains { $0 == (kind, key, plugin) } }
    #expect(part.generation == 3)
    #expect(part.tools.map(\.definition.name) == ["one_b"])
    #expect(part.toolReference(at: 0).definition.name == "one_b")
    #expect(part.prompts.isEmpty)
    #expect(part.resources.map(\.uri) == ["x:2"])
    #expect(part.templates.map(\.uriTemplate) == ["x:{a}"])
    // By a template, URI by URI; the template itself need not be part of it.
    #expect(part.owner(ofResource: "x:9")?.plugin == "two")
    #expect(part.owner(ofResource: "x:8") == nil)
    #expect(part.owner(ofResource: "t:1")?.plugin == "one")
    #expect(part.owner(ofResource: "t:2") == nil)
    // Nobody else answers for what its plugin lists.
    #expect(whole.owner(ofResource: "x:1")?.plugin == "one")
    #expect(part.owner(ofResource: "x:1") == nil)
    #expect(part.owner(ofTemplate: "x:{a}") != nil && part.owner(ofTemplate: "t:{a}") == nil)
    let less = part.part { kind, _, _ in kind == .tools }
    #expect(less.tools.count == 1 && less.resources.isEmpty)
    #expect(part.part { _, _, _ in true }.tools.count == 1)
  }

  /// Swift's String takes a letter with its accent and the two put together for equal.
  @Test func urisAreComparedByteByByte() {
    let catalogue = Catalogue(
      [source("one", Offered(resources: ["x:\u{e9}", "x:e\u{301}"]))], generation: 1)
    #expect(catalogue.problems.isEmpty)
    #expect(catalogue.resources.count == 2)
    #expect(catalogue.owner(ofResource: "x:e\u{301}") != nil)
  }

  @Test func changesAreOfTheListsThatDiffer() {
    func catalogue(_ offered: Offered) -> Catalogue {
      Catalogue([source("one", offered)], generation: 1)
    }
    let before = catalogue(Offered(tools: ["a"]))
    #expect(catalogue(Offered(tools: ["a"])).changes(since: before) == [])
    #expect(catalogue(Offered(tools: ["b"])).changes(since: before) == .tools)
    #expect(catalogue(Offered(tools: ["a"], prompts: ["a"])).changes(since: before) == .prompts)
    let template = catalogue(Offered(tools: ["a"], templates: ["x:{a}"]))
    #expect(template.changes(since: before) == .resources)
    #expect(catalogue(Offered(resources: ["x:a"])).changes(since: before) == [.tools, .resources])
  }

  @Test func aPluginWithOneBadListIsLeftOutAndComesBack() {
    var one = source("one", Offered(tools: ["a"], resources: ["no scheme"]))
    let other = source("two", Offered(tools: ["a"]))
    let bad = Catalogue([one, other], generation: 1)
    #expect(bad.tools.map(\.plugin) == ["two"])
    #expect(bad.problems["one"]?.code == .resources)
    _ = one.offer.update(Offered(tools: ["a"]).lists, prefix: "one") { _, _, _ in nil }
    let good = Catalogue([one, other], generation: 2)
    #expect(good.tools.map(\.plugin) == ["one", "two"])
    #expect(good.problems.isEmpty)
  }

  @Test func theHostIsAskedAboutEveryDefinition() {
    let offered = Offered(tools: ["t"], prompts: ["p"], resources: ["a:r"])
    for (kind, key) in [(ListKind.tools, "one_t"), (.prompts, "one_p"), (.resources, "a:r")] {
      var refusing = source("one", nil)
      _ = refusing.offer.update(offered.lists, prefix: "one") { asked, name, _ in
        asked == kind && name == key ? "\(name) is refused" : nil
      }
      let catalogue = Catalogue([refusing, source("two", Offered(tools: ["a"]))], generation: 1)
      #expect(catalogue.problems["one"] == PluginLoadError(kind.code, "\(key) is refused"))
      #expect(catalogue.tools.map(\.plugin) == ["two"])
    }
  }
}
