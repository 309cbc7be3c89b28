import PluginABI
import Testing

@testable import PluginHost

@Suite struct CatalogueTests {
  private final class Backend: PluginBackend {
    let name: String
    let tools: [UInt8]?

    init(_ name: String, _ tools: [String]?) {
      self.name = name
      let list = tools?.map {
        #"{"name":"\#($0)","description":"d","inputSchema":{"type":"object"}}"#
      }
      self.tools = list.map { Array("[\($0.joined(separator: ","))]".utf8) }
    }

    var status: PluginStatus { PluginStatus(name: name, state: .ready, isolation: .worker) }
    func start(_ changed: @escaping @Sendable () -> Void) {}
    func call(_ request: toolrack_request, sink: any CallSink) -> CallHandle? { nil }
    func cancel(_ handle: CallHandle) {}
    func stop(deadline: UInt64, _ ended: @escaping @Sendable () -> Void) { ended() }
  }

  private func source(_ name: String, _ tools: [String]?, prefix: String? = nil) -> Catalogue.Source
  {
    var settings = PluginSettings()
    settings.prefix = prefix
    return Catalogue.Source(backend: Backend(name, tools), settings: settings)
  }

  @Test func orderIsByPluginThenAsThePluginLists() {
    let catalogue = Catalogue(
      [source("zeta", ["b", "a"]), source("alpha", ["z"]), source("starting", nil)], generation: 4)
    #expect(catalogue.tools.map(\.definition.name) == ["alpha_z", "zeta_b", "zeta_a"])
    #expect(catalogue.generation == 4)
    #expect(catalogue.problems.isEmpty)
  }

  @Test func aClashNamesBothPlugins() {
    let catalogue = Catalogue(
      [source("one", ["a"], prefix: ""), source("two", ["a", "b"], prefix: "")], generation: 1)
    #expect(catalogue.tools.map(\.plugin) == ["one"])
    let problem = catalogue.problems["two"]
    #expect(problem?.code == .clash)
    #expect(problem?.description.contains("one and two both offer a tool named a") == true)
  }
}
