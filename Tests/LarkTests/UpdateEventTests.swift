import JSON
import PluginKit
import Testing

@testable import Lark

@Suite struct UpdateEventTests {
  private static let calendar = "c@group.calendar.feishu.cn"
  private static let path =
    "/open-apis/calendar/v4/calendars/c%40group.calendar.feishu.cn/events/e_0"
  private static let event = #"""
    {"event":{"event_id":"e_0","summary":"Review","start_time":{"timestamp":"1772326800"},
    "end_time":{"timestamp":"1772332200"}}}
    """#

  private func run(_ fields: String, _ bench: Bench) async throws -> ToolResult {
    let arguments: UpdateEventArguments = try decoded(
      #"{"event":"e_0","calendar":"\#(Self.calendar)",\#(fields)}"#)
    return try await UpdateEvent.run(arguments, LarkCore(client: bench.client), bench.context())
  }

  @Test func changesOnlyWhatIsNamed() async throws {
    let bench = try Bench()
    bench.transport.on("PATCH \(Self.path)", .data(Self.event))
    let result = try await run(#""title":"Review","recurrence":"none","notify":false"#, bench)
    #expect(
      bench.transport.bodies("PATCH \(Self.path)") == [
        ["summary": "Review", "recurrence": "", "need_notification": false]
      ])
    #expect(result.words.hasPrefix("Changed \"Review\", Sun 2026-03-01T09:00+08:00 to 10:30+08:00"))
  }

  @Test func aNewStartKeepsTheLength() async throws {
    let bench = try Bench()
    bench.transport.on("GET \(Self.path)", .data(Self.event))
    bench.transport.on("PATCH \(Self.path)", .data(Self.event))
    _ = try await run(#""start":"2026-03-02T14:00","time_zone":"UTC""#, bench)
    #expect(
      bench.transport.bodies("PATCH \(Self.path)") == [
        [
          "start_time": ["timestamp": "1772460000", "timezone": "UTC"],
          "end_time": ["timestamp": "1772465400", "timezone": "UTC"],
        ]
      ])
  }

  @Test func aNewLengthKeepsTheStart() async throws {
    let bench = try Bench()
    bench.transport.on("GET \(Self.path)", .data(Self.event))
    bench.transport.on("PATCH \(Self.path)", .data(Self.event))
    _ = try await run(#""minutes":30"#, bench)
    let body = bench.transport.bodies("PATCH \(Self.path)").first
    #expect(body?["start_time"]?["timestamp"] == "1772326800")
    #expect(body?["end_time"]?["timestamp"] == "1772328600")
  }

  @Test func bothBoundsNeedNoQuestion() async throws {
    let bench = try Bench()
    bench.transport.on("PATCH \(Self.path)", .data(Self.event))
    _ = try await run(#""start":"2026-03-02T14:00","end":"2026-03-02T15:00""#, bench)
    #expect(bench.transport.requests("GET \(Self.path)").isEmpty)
  }

  @Test(
    arguments: [
      (#"{"event":"e_0"}"#, "Name what changes"),
      (#"{"event":"a@b.cn","title":"x"}"#, "event:"),
      (#"{"event":"e_0","start":"soon"}"#, "start:"),
      (#"{"event":"e_0","end":"late"}"#, "end:"),
      (#"{"event":"e_0","title":"x","time_zone":"Mars/Base"}"#, "time_zone: the time zone"),
    ])
  func refusesBadInputUnasked(_ json: String, _ words: String) async throws {
    let bench = try Bench()
    let arguments: UpdateEventArguments = try decoded(json)
    let error = await failure { () async throws(LarkFailure) in
      try await UpdateEvent.run(arguments, LarkCore(client: bench.client), bench.context())
    }
    #expect(error?.words.hasPrefix(words) == true, "\(error?.words ?? "none")")
    #expect(bench.transport.requests.isEmpty)
  }

  @Test func tellsTroubles() async throws {
    let arguments: UpdateEventArguments = try decoded(
      #"{"event":"e_0","title":"x","calendar":"\#(Self.calendar)"}"#)
    try await Troubles(route: "PATCH \(Self.path)", answer: .data(Self.event)) {
      (bench, context) throws(LarkFailure) in
      try await UpdateEvent.run(arguments, LarkCore(client: bench.client), context)
    }.check()
  }
}
