import JSON
import PluginKit
import Testing

@testable import Lark

@Suite struct FindPeopleTests {
  private static let search = "GET /open-apis/search/v1/user"
  private static let lookUp = "POST /open-apis/contact/v3/users/batch_get_id"
  private static let users = "GET /open-apis/contact/v3/users/batch"
  private static let ofDepartment = "GET /open-apis/contact/v3/users/find_by_department"
  private static let scopes = "GET /open-apis/contact/v3/scopes"

  private func finder(_ bench: Bench) -> FindPeople {
    FindPeople(client: bench.client, index: PeopleIndex(), names: NameBook())
  }

  private func user(_ bench: Bench) -> CallContext {
    var context = bench.context()
    (context.rule, context.userToken) = (.userFirst, "u-1")
    return context
  }

  private func seesACompany(_ bench: Bench) {
    bench.transport.on(
      Self.scopes, .data(#"{"department_ids":["od-1"],"user_ids":["ou_9"],"has_more":false}"#))
    bench.transport.on(
      "GET /open-apis/contact/v3/departments/od-1",
      .data(#"{"department":{"open_department_id":"od-1","name":"销售"}}"#))
    bench.transport.on(
      "GET /open-apis/contact/v3/departments/od-1/children",
      .data(#"{"items":[{"open_department_id":"od-2","name":"华东"}],"has_more":false}"#))
    bench.transport.on(
      Self.ofDepartment,
      .data(#"{"items":[{"open_id":"ou_1","name":"李雷","en_name":"Li Lei"}],"has_more":false}"#),
      .data(#"{"items":[{"open_id":"ou_2","name":"李雷雷"}],"has_more":false}"#))
    bench.transport.on(Self.users, .data(#"{"items":[{"open_id":"ou_9","name":"韩梅梅"}]}"#))
  }

  @Test func findsAddressesNumbersAndIDsTogether() async throws {
    let bench = try Bench()
    bench.transport.on(
      Self.lookUp, .data(#"{"user_list":[{"user_id":"ou_2","email":"li@example.com"}]}"#))
    bench.transport.on(
      Self.users,
      .data(
        #"""
        {"items":[{"open_id":"ou_1","name":"甲","job_title":"工程师","department_ids":["od-1"],
        "leader_user_id":"ou_5"},{"open_id":"ou_2","name":"乙","email":"li@example.com",
        "status":{"is_resigned":true}}]}
        """#))
    let result = try await finder(bench).run(
      try decoded(#"{"query":["ou_1","li@example.com","13800000000"]}"#), bench.context())
    #expect(
      bench.transport.bodies(Self.lookUp)
        == [["emails": ["li@example.com"], "mobiles": ["13800000000"]]])
    let request = try #require(bench.transport.requests(Self.users).first)
    #expect(request.url.contains("user_ids=ou_1&user_ids=ou_2&user_id_type=open_id"))
    #expect(
      result.words == """
        ou_1: 甲 (ou_1), 工程师, in od-1, reports to ou_5
        li@example.com: 乙 (ou_2), li@example.com, has left
        13800000000: nobody found
        Searched: e-mail addresses and telephone numbers of those whom the app may see.
        """)
  }

  @Test func asksForNobodyTwice() async throws {
    let bench = try Bench()
    bench.transport.on(
      Self.lookUp,
      .data(
        #"""
        {"user_list":[{"user_id":"ou_2","email":"li@example.com"},
        {"user_id":"ou_2","mobile":"13800000000"}]}
        """#))
    bench.transport.on(Self.users, .data(#"{"items":[{"open_id":"ou_2","name":"乙"}]}"#))
    let result = try await finder(bench).run(
      try decoded(#"{"query":["ou_2","li@example.com","13800000000","ou_2"]}"#), bench.context())
    let request = try #require(bench.transport.requests(Self.users).first)
    #expect(
      request.url.hasSuffix(
        "?user_ids=ou_2&user_id_type=open_id&department_id_type=open_department_id"))
    #expect(result.words.contains("li@example.com: 乙 (ou_2)\n13800000000: 乙 (ou_2)"))
  }

  @Test func givesIDsWhereDetailsAreNotAllowed() async throws {
    let bench = try Bench()
    bench.transport.on(
      Self.lookUp, .data(#"{"user_list":[{"user_id":"ou_2","email":"li@example.com"}]}"#))
    bench.transport.on(Self.users, .refusal(99_991_672))
    let result = try await finder(bench).run(
      try decoded(#"{"query":"li@example.com"}"#), bench.context())
    #expect(result.words.hasPrefix("li@example.com: ou_2\n"))
  }

  @Test func asksAsTheBotWhatTheUserMayNot() async throws {
    let bench = try Bench()
    bench.transport.on(
      Self.users, .refusal(99_991_679), .data(#"{"items":[{"open_id":"ou_1","name":"甲"}]}"#))
    let result = try await finder(bench).run(try decoded(#"{"query":"ou_1"}"#), user(bench))
    #expect(result.words == "ou_1: 甲 (ou_1)")
    #expect(
      bench.transport.requests(Self.users).map { $0.field("authorization") }
        == ["Bearer u-1", "Bearer t-one"])
  }

  @Test func searchesNamesAsTheUser() async throws {
    let bench = try Bench()
    bench.transport.on(
      Self.search,
      .data(#"{"users":[{"open_id":"ou_1","name":"李雷","department_ids":["od-1"]}]}"#))
    let result = try await finder(bench).run(try decoded(#"{"query":"李雷"}"#), user(bench))
    let request = try #require(bench.transport.requests(Self.search).first)
    #expect(request.field("authorization") == "Bearer u-1")
    #expect(request.query == ["query": "李雷", "page_size": "20"])
    #expect(
      result.words == """
        李雷: 李雷 (ou_1), in od-1
        Searched: the whole company, as the user.
        """)
    #expect(
      result.structured
        == ["results": [["query": "李雷", "people": [["id": "ou_1", "name": "李雷"]]]]])
  }

  @Test func searchesNamesInWhatTheBotMaySeeAndRemembersIt() async throws {
    let bench = try Bench()
    seesACompany(bench)
    let finder = finder(bench)
    let result = try await finder.run(try decoded(#"{"query":["李雷","li LEI"]}"#), bench.context())
    #expect(
      result.words == """
        李雷: 2 people
        - 李雷 / Li Lei (ou_1)
        - 李雷雷 (ou_2)
        li LEI: 李雷 / Li Lei (ou_1)
        Searched: names of the 3 people in 2 departments that the app may see (as the bot).
        """)
    #expect(
      bench.transport.requests(Self.ofDepartment).map { $0.query["department_id"] }
        == ["od-1", "od-2"])
    let count = bench.transport.requests.count
    let again = try await finder.run(try decoded(#"{"query":"韩"}"#), bench.context())
    #expect(again.words.hasPrefix("韩: 韩梅梅 (ou_9)"))
    #expect(bench.transport.requests.count == count)
    bench.clock.advance(milliseconds: (PeopleIndex.lifetimeSeconds + 1) * 1_000)
    _ = try await finder.run(try decoded(#"{"query":"韩"}"#), bench.context())
    #expect(bench.transport.requests.count > count)
  }

  @Test func goesOnWhereOneDepartmentIsNotShown() async throws {
    let bench = try Bench()
    bench.transport.on(
      Self.scopes, .data(#"{"department_ids":["od-1"],"user_ids":["ou_9"],"has_more":false}"#))
    bench.transport.on("GET /open-apis/contact/v3/departments/od-1", .refusal(40_004))
    bench.transport.on("GET /open-apis/contact/v3/departments/od-1/children", .refusal(43_010))
    bench.transport.on(Self.ofDepartment, .data("{}"))
    bench.transport.on(Self.users, .data(#"{"items":[{"open_id":"ou_9","name":"韩梅梅"}]}"#))
    let result = try await finder(bench).run(try decoded(#"{"query":"韩"}"#), bench.context())
    #expect(result.words.contains("韩: 韩梅梅 (ou_9)"))
    #expect(result.words.contains("which is not all"))
  }

  @Test func stopsBeforeTheEndOfTheCall() async throws {
    let bench = try Bench()
    seesACompany(bench)
    let arguments: FindPeopleArguments = try decoded(#"{"query":"韩"}"#)
    let result = try await finder(bench).run(
      arguments, bench.context(milliseconds: PeopleIndex.reserveMilliseconds))
    #expect(result.words.contains("which is not all"))
    #expect(bench.transport.requests.isEmpty)
  }

  @Test func listsADepartment() async throws {
    let bench = try Bench()
    bench.transport.on(
      Self.ofDepartment,
      .data(#"{"items":[{"open_id":"ou_1","name":"甲"}],"has_more":true,"page_token":"p2"}"#))
    let result = try await finder(bench).run(
      try decoded(#"{"department":"od-1"}"#), bench.context())
    #expect(
      bench.transport.requests(Self.ofDepartment)[0].query == [
        "user_id_type": "open_id", "department_id_type": "open_department_id",
        "department_id": "od-1", "page_size": "50",
      ])
    #expect(result.words.hasSuffix("甲 (ou_1)\nMore: page_token \"p2\"."))
  }

  @Test(arguments: [
    "{}", #"{"query":"oc_1"}"#, #"{"query":"a","department":"od-1"}"#,
    #"{"department":"od 1"}"#, #"{"query":["a","b","c","d","e","f","g","h","i","j","k"]}"#,
  ])
  func refusesBadInputUnasked(_ json: String) async throws {
    let bench = try Bench()
    let arguments: FindPeopleArguments = try decoded(json)
    let error = await failure { () async throws(LarkFailure) in
      try await finder(bench).run(arguments, bench.context())
    }
    #expect(error != nil)
    #expect(bench.transport.requests.isEmpty)
  }

  @Test func tellsTroubles() async throws {
    let arguments: FindPeopleArguments = try decoded(#"{"query":"ou_1"}"#)
    try await Troubles(route: Self.users, answer: .data("{}")) {
      (bench, context) throws(LarkFailure) in try await finder(bench).run(arguments, context)
    }.check()
  }

  @Test(arguments: [
    ("ou_1", PersonReference.openID("ou_1")), ("on_1", .unionID("on_1")),
    ("user_id:a1", .userID("a1")), ("a@b.c", .email("a@b.c")), ("李雷", .name("李雷")),
    ("+86 (138) 0000-0000", .mobile("+8613800000000")), ("12345", .name("12345")),
  ])
  func tellsFormsApart(_ text: String, _ expected: PersonReference) {
    #expect(PersonReference(text) == expected)
  }
}
