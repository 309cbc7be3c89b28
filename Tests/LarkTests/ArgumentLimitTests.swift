import JSON
import PluginKit
import Testing

@testable import Lark

/// Arguments that Lark would refuse, or that would be lost: told before anything is sent.
@Suite struct ArgumentLimitTests {
  private typealias Run = @Sendable (Bench, String) async throws -> ToolResult

  /// A person's member of a list, many times.
  private static func people(_ range: Range<Int>) -> String {
    range.map { #""ou_\#($0)""# }.joined(separator: ",")
  }

  private static let long = String(repeating: "长", count: 3_001)

  private static let createTask: Run = { bench, json in
    try await CreateTask.run(try decoded(json), LarkCore(client: bench.client), bench.context())
  }
  private static let updateTask: Run = { bench, json in
    try await UpdateTask.run(try decoded(json), LarkCore(client: bench.client), bench.context())
  }
  private static let findFreeSlot: Run = { bench, json in
    try await FindFreeSlot.run(try decoded(json), LarkCore(client: bench.client), bench.context())
  }

  private func check(_ run: Run, _ json: String, _ words: String) async throws {
    let bench = try Bench()
    let error = await #expect(throws: LarkFailure.self) { try await run(bench, json) }
    #expect(error?.words.hasPrefix(words) == true, "\(json.prefix(80)): \(error?.words ?? "")")
    #expect(bench.transport.requests.isEmpty)
  }

  @Test(arguments: [
    (#""description":"\#(long)""#, "description: at most 3000 characters."),
    (#""start":"2026-03-02","due":"2026-03-01""#, "start: is after due."),
    (#""start":"2026-03-01T10:00","due":"2026-03-01T09:00""#, "start: is after due."),
    (#""start":"2026-03-01T10:00","due":"2026-03-02""#, "start: a date where due is a date"),
  ])
  func ofTasks(_ members: String, _ words: String) async throws {
    try await check(Self.createTask, #"{"title":"x",\#(members)}"#, words)
    try await check(Self.updateTask, #"{"task":"g-1",\#(members)}"#, words)
  }

  @Test func ofTheMembersOfATask() async throws {
    let json =
      #"{"title":"x","assignees":[\#(Self.people(0..<30))],"followers":[\#(Self.people(20..<51))]}"#
    try await check(Self.createTask, json, "assignees: at most 50 people, with the followers.")
  }

  @Test(arguments: ["y", "12 3", "123456789012345678901"])
  func ofACommentsID(_ id: String) async throws {
    try await check(
      { bench, json in
        try await CommentTask.run(try decoded(json), bench.client, bench.context())
      }, #"{"task":"g-1","text":"x","reply_to":"\#(id)"}"#, "reply_to: write a comment's id")
  }

  @Test(arguments: [#"["r"]"#, #"["omm_1","ou_1"]"#, #""omm_ 1""#])
  func ofRooms(_ rooms: String) async throws {
    try await check(
      Self.findFreeSlot, #"{"people":"ou_1","rooms":\#(rooms)}"#,
      "rooms: write ids of rooms, \"omm_...\"")
  }

  @Test func ofManyRooms() async throws {
    let rooms = (0..<21).map { #""omm_\#($0)""# }.joined(separator: ",")
    try await check(
      Self.findFreeSlot, #"{"people":"ou_1","rooms":[\#(rooms)]}"#, "rooms: at most 20.")
  }

  @Test(arguments: ["x x", "tbl1", "https://x.feishu.cn/base/bascn1?table=tbl1"])
  func ofAView(_ view: String) async throws {
    try await check(
      { bench, json in
        try await QueryRecords(core: LarkCore(client: bench.client)).run(
          try decoded(json), bench.context())
      }, #"{"base":"bascn1","table":"tbl1","view":"\#(view)"}"#, "view: write a view id")
  }

  @Test func ofPeopleThatAreOnlyListed() async throws {
    try await check(
      { bench, json in
        try await ChatMembers(client: bench.client, names: NameBook()).run(
          try decoded(json), bench.context())
      }, #"{"chat":"oc_1","people":["ou_1"]}"#, "people: only with the action add or remove.")
  }
}
