import JSON
import PluginKit
import Testing

@testable import Lark

@Suite struct GetDepartmentsTests {
  private static let root = "GET /open-apis/contact/v3/departments/0/children"
  private static let one = "GET /open-apis/contact/v3/departments/od-1"
  private static let children = "GET /open-apis/contact/v3/departments/od-1/children"
  private static let search = "POST /open-apis/contact/v3/departments/search"

  private func tool(_ bench: Bench) -> GetDepartments {
    GetDepartments(client: bench.client, index: PeopleIndex())
  }

  @Test func showsTheCompany() async throws {
    let bench = try Bench()
    bench.transport.on(
      Self.root,
      .data(
        #"""
        {"items":[{"open_department_id":"od-1","name":"销售","member_count":12,
        "leader_user_id":"ou_1","parent_department_id":"0"}],"has_more":true,"page_token":"p2"}
        """#))
    let result = try await tool(bench).run(GetDepartmentsArguments(), bench.context())
    #expect(
      bench.transport.requests(Self.root)[0].query == [
        "user_id_type": "open_id", "department_id_type": "open_department_id",
        "fetch_child": "false", "page_size": "50",
      ])
    #expect(
      result.words == """
        Below the company: 1 departments
        - 销售 (od-1), 12 people, led by ou_1, part of 0
        More: page_token "p2".
        """)
  }

  @Test func showsOneWithAllBelowIt() async throws {
    let bench = try Bench()
    bench.transport.on(
      Self.one, .data(#"{"department":{"open_department_id":"od-1","name":"销售"}}"#))
    bench.transport.on(Self.children, .data(#"{"items":[]}"#))
    let result = try await tool(bench).run(
      GetDepartmentsArguments(department: "od-1", recursive: true), bench.context())
    #expect(bench.transport.requests(Self.children)[0].query["fetch_child"] == "true")
    #expect(result.words == "销售 (od-1)\nBelow od-1: 0 departments")
  }

  @Test func searchesAsTheUserElseInWhatTheBotMaySee() async throws {
    let bench = try Bench()
    bench.transport.on(
      Self.search, .data(#"{"items":[{"open_department_id":"od-1","name":"销售"}]}"#))
    var user = bench.context()
    (user.rule, user.userToken) = (.userFirst, "u-1")
    let found = try await tool(bench).run(GetDepartmentsArguments(query: "销"), user)
    #expect(bench.transport.bodies(Self.search) == [["query": "销"]])
    #expect(found.words.hasPrefix("1 departments found as the user"))

    bench.transport.on(
      "GET /open-apis/contact/v3/scopes", .data(#"{"department_ids":["od-1"]}"#))
    bench.transport.on(
      Self.one, .data(#"{"department":{"open_department_id":"od-1","name":"销售"}}"#))
    bench.transport.on(Self.children, .data("{}"))
    bench.transport.on("GET /open-apis/contact/v3/users/find_by_department", .data("{}"))
    let visible = try await tool(bench).run(
      GetDepartmentsArguments(query: "销"), bench.context())
    #expect(visible.words.hasPrefix("1 found among the 1 departments that the app may see"))
    #expect(visible.words.hasSuffix("- 销售 (od-1)"))
  }

  @Test func refusesBadInputUnasked() async throws {
    let bench = try Bench()
    for arguments in [
      GetDepartmentsArguments(department: "od 1"),
      GetDepartmentsArguments(department: "od-1", query: "a"),
      GetDepartmentsArguments(query: String(repeating: "a", count: 61)),
    ] {
      let error = await failure { () async throws(LarkFailure) in
        try await tool(bench).run(arguments, bench.context())
      }
      #expect(error != nil)
    }
    #expect(bench.transport.requests.isEmpty)
  }

  @Test func tellsTroubles() async throws {
    try await Troubles(route: Self.root, answer: .data("{}")) {
      (bench, context) throws(LarkFailure) in
      try await tool(bench).run(GetDepartmentsArguments(), context)
    }.check()
  }
}
