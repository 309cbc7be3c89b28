import JSON
import PluginKit
import Testing

@testable import Lark

@Suite struct OpenAPITests {
  private func call(
    _ bench: Bench, _ json: String
  ) async throws -> Result<ToolResult, LarkFailure> {
    let arguments: CallAPIArguments = try decoded(json)
    do throws(LarkFailure) {
      return .success(
        try await CallAPI(core: LarkCore(client: bench.client)).run(arguments, bench.context()))
    } catch {
      return .failure(error)
    }
  }

  @Test func everyLineIsAnEntry() {
    let lines = Catalogue.pages.reduce(0) { $0 + $1.utf8.split(separator: 0x0A).count }
    var entries: Set<String> = []
    Catalogue.forEach { entry in
      entries.insert("\(entry.method) \(entry.path)")
      #expect(entry.path.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != 0x5C }, "\(entry.path)")
    }
    #expect(entries.count == lines)
    #expect(lines == 1_742)
  }

  @Test func knowsWhatTheToolsCall() {
    var known: Set<String> = []
    Catalogue.forEach { known.insert(Self.shape($0.method, CatalogueEntry.prefix + $0.path)) }
    for endpoint in Endpoint.all where endpoint.identities != .none {
      guard !Self.notInTheCatalogue.contains(endpoint.name) else { continue }
      #expect(known.contains(Self.shape(endpoint.method, endpoint.path)), "\(endpoint.name)")
    }
  }

  /// Without the names of parameters.
  private static func shape(_ method: Endpoint.Method, _ path: String) -> String {
    let parts = path.split(separator: "/").map { $0.hasPrefix(":") ? ":" : $0 }
    return "\(method) \(parts.joined(separator: "/"))"
  }

  /// Lark's SDK and documentation of today do not name them, or another path for them.
  private static let notInTheCatalogue: Set<String> = [
    "docs_ai_fetch", "docs_ai_create", "docs_ai_update", "search_wiki",
  ]

  @Test(arguments: [
    ("list chats", "GET /open-apis/im/v1/chats (bot or user) im.v1.list_chat"),
    ("bitable record batch_create", "records/batch_create (bot or user)"),
    ("base records batch create", "records/batch_create (bot or user)"),
    ("okr period", "/open-apis/okr/v1/periods"),
  ])
  func findsByWords(_ query: String, _ line: String) throws {
    let result = try DiscoverAPI.run(.init(query: query))
    #expect(result.words.contains(line), "\(result.words)")
  }

  @Test func findsByMethodAndSaysHowMany() throws {
    let result = try DiscoverAPI.run(.init(query: "record", method: "delete", limit: 2))
    let lines = result.words.split(separator: "\n")
    #expect(lines.count == 3)
    #expect(lines[0].hasPrefix("2 endpoints, the best ones of "))
    #expect(lines.dropFirst().allSatisfy { $0.hasPrefix("DELETE /open-apis/") })
    #expect(try DiscoverAPI.run(.init(query: "xyzzy")).words.hasPrefix("No endpoint"))
    for bad in [
      DiscoverAPIArguments(query: " "), .init(query: "a", method: "HEAD"),
      .init(query: "a", limit: 101),
    ] {
      #expect(throws: LarkFailure.self) { try DiscoverAPI.run(bad) }
    }
  }

  @Test func callsWithTheSameClient() async throws {
    let bench = try Bench()
    bench.transport.on(
      "GET /open-apis/okr/v1/periods", .data(#"{"items":["a\nb"],"page_token":"p2"}"#))
    let result = try await call(
      bench,
      #"""
      {"method":"get","path":"/open-apis/okr/v1/periods?page_size=5",
      "query":{"page_token":"p 1","ids":["a",2],"none":null}}
      """#
    ).get()
    #expect(
      result.words == #"""
        GET /open-apis/okr/v1/periods as the bot:
        {"items":["a\nb"],"page_token":"p2"}
        """#)
    #expect(result.structured?["page_token"] == "p2")
    let request = try #require(bench.transport.requests.last)
    #expect(request.url.hasSuffix("/periods?page_size=5&page_token=p%201&ids=a&ids=2"))
  }

  @Test func knownEndpointsKeepTheirKeysAndLocks() async throws {
    let bench = try Bench()
    let route = "POST /open-apis/bitable/v1/apps/b1/tables/tbl1/records"
    bench.transport.on(route, .data("{}"))
    _ = try await call(
      bench,
      #"""
      {"method":"POST","path":"bitable/v1/apps/b1/tables/tbl1/records","body":"{\"fields\":{}}"}
      """#
    ).get()
    #expect(bench.transport.bodies(route) == [["fields": [:]]])
    #expect(bench.transport.requests(route).first?.query["client_token"]?.count == 36)
  }

  @Test func encodesParametersOfThePath() async throws {
    let bench = try Bench()
    bench.transport.on("DELETE /open-apis/okr/v1/progress_records/a%2Fb", .data("{}"))
    _ = try await call(
      bench, #"{"method":"DELETE","path":"/open-apis/okr/v1/progress_records/a%2Fb"}"#
    ).get()
  }

  @Test(arguments: [
    (#"{"method":"GET","path":"/open-apis/no/such"}"#, "path: Lark has no such endpoint"),
    (#"{"method":"PUT","path":"/open-apis/okr/v1/periods"}"#, "with PUT, but with"),
    (#"{"method":"HEAD","path":"/open-apis/okr/v1/periods"}"#, "method:"),
    (#"{"method":"GET","path":"https://evil.example/open-apis/okr/v1/periods"}"#, "path:"),
    (#"{"method":"GET","path":"/open-apis/../okr"}"#, "path:"),
    (#"{"method":"GET","path":"/open-apis/im/v1/chats/:chat_id"}"#, "path: fill in :chat_id"),
    (
      #"{"method":"POST","path":"/open-apis/auth/v3/tenant_access_token/internal"}"#,
      "path: endpoints that hand out tokens"
    ),
    (#"{"method":"GET","path":"/open-apis/drive/v1/files/f1/download"}"#, "gives a file"),
    (#"{"method":"GET","path":"/open-apis/okr/v1/periods","query":[1]}"#, "query:"),
    (#"{"method":"GET","path":"/open-apis/okr/v1/periods","query":{"a":{}}}"#, "query:"),
    (#"{"method":"POST","path":"/open-apis/okr/v1/periods","body":"x"}"#, "body:"),
  ])
  func refusesBadCallsUnasked(_ json: String, _ words: String) async throws {
    let bench = try Bench()
    guard case .failure(let error) = try await call(bench, json) else {
      Issue.record("nothing was refused")
      return
    }
    #expect(error.words.contains(words), "\(error.words)")
    #expect(bench.transport.requests.isEmpty)
  }

  @Test func areOffByDefault() throws {
    for settings in [["presets": ["all"]], ["presets": ["default"]]] as [JSONValue] {
      let core = LarkCore(
        client: LarkClient(
          settings: try Settings(settings), transport: ScriptedTransport(), clock: ManualClock()))
      #expect(!ToolList.selected(core).map(\.name).contains { $0.hasSuffix("_api") })
    }
    let core = LarkCore(
      client: LarkClient(
        settings: try Settings(["allow": ["lark_*_api"]]), transport: ScriptedTransport(),
        clock: ManualClock()))
    let names = ToolList.selected(core).map(\.name)
    #expect(names.contains("call_api") && names.contains("discover_api"))
  }

  @Test func tellsTroubles() async throws {
    let arguments: CallAPIArguments = try decoded(
      #"{"method":"GET","path":"/open-apis/okr/v1/periods"}"#)
    try await Troubles(route: "GET /open-apis/okr/v1/periods", answer: .data("{}")) {
      (bench, context) throws(LarkFailure) in
      try await CallAPI(core: LarkCore(client: bench.client)).run(arguments, context)
    }.check()
  }
}
