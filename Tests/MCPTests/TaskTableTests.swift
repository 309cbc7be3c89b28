import JSON
import Testing

@testable import MCP

@Suite struct TaskTableTests {
  private let later = TaskFixture.started + 5_000

  private func text(_ demand: TaskDemand<String>) -> String? {
    demand.resumed.map { String(decoding: $0.answers.inputResponses, as: UTF8.self) }
  }

  @Test func theCreatingResultIsFlat() throws {
    let fixture = try TaskFixture()
    let call = try ToolResultWriterTests.call(.july2026)
    let reply = call.taskCreated(fixture.created)
    #expect(reply.status == 200)
    let message = try JSONValue(parsing: reply.body)
    let result = try #require(message["result"])
    #expect(result["resultType"] == "task")
    #expect(result["status"] == "working")
    #expect(result["lastUpdatedAt"]?.string == TaskFixture.startedText)
    #expect(result["_meta"]?["io.modelcontextprotocol/serverInfo"]?["name"] == "toolrack")
    try TaskFixture.checkMembers(result, sourceLocation: #_sourceLocation)
    for member in ["result", "error", "inputRequests", "requestState", "statusMessage"] {
      #expect(result[member] == nil)
    }
    ReplyCheck.record(message, "CreateTaskResult", .july2026)
  }

  @Test func aTaskIsFoundAtOnceAndOnlyByItsPrincipal() throws {
    var fixture = try TaskFixture()
    #expect(try fixture.got()["status"] == "working" && fixture.table.hasUnfinished)
    #expect(fixture.table.view("t1", principal: "ada") == fixture.created)
    for principal in ["bob", nil] {
      #expect(fixture.table.view("t1", principal: principal) == nil)
      for kind in [.get, .cancel, TaskFixture.answers("{}")] {
        let answer = fixture.table.answer(
          try TaskFixture.request(kind), principal: principal, now: later)
        #expect(answer.demand.isNothing)
        try ReplyCheck.error(.reply(answer.reply), -32602, status: 400)
      }
    }
    #expect(try fixture.got()["status"] == "working")
  }

  @Test func whatHasEndedIsNotUnfinished() throws {
    #expect(!TaskTable<String>().hasUnfinished)
    var fixture = try TaskFixture()
    #expect(fixture.table.hasUnfinished)
    _ = fixture.table.settle("t1", TaskFixture.response(result: "{}"), now: later)
    #expect(fixture.table.count == 1 && !fixture.table.hasUnfinished)
  }

  @Test func aTaskOfAToolThatIsNotPermittedIsUnknown() throws {
    var table = TaskTable<String>()
    _ = try table.create(
      "t1", principal: "ada", tool: "slow", work: "work", now: TaskFixture.started)
    func message(_ id: String, permits: (String) -> Bool) throws -> String {
      let (reply, demand) = table.answer(
        try TaskFixture.request(.cancel, id), principal: "ada", now: later, permits: permits)
      #expect(demand.isNothing)
      return String(decoding: reply.body, as: UTF8.self)
    }
    let refused = try message("t1") { $0 != "slow" }
    #expect(try refused == message("t2") { _ in true }.replacing("t2", with: "t1"))
    #expect(table.view("t1", principal: "ada")?.status == .working)
    let taken = table.answer(
      try TaskFixture.request(.cancel), principal: "ada", now: later
    ) { $0 == "slow" }
    #expect(!taken.demand.isNothing)
  }

  @Test func anUnknownTaskIsAnError() throws {
    var fixture = try TaskFixture()
    for kind in [.get, .cancel, TaskFixture.answers("{}")] {
      let answer = fixture.table.answer(
        try TaskFixture.request(kind, "t2"), principal: "ada", now: later)
      let message = try ReplyCheck.error(.reply(answer.reply), -32602, status: 400)
      #expect(message["error"]?["message"]?.string?.contains("t2") == true)
    }
  }

  @Test(arguments: [
    #"{"resultType":"complete","content":[{"type":"text","text":"x"}]}"#,
    #"{"resultType":"complete","content":[],"isError":true}"#,
  ])
  func aResultCompletesIt(_ result: String) throws {
    var fixture = try TaskFixture()
    let demand = fixture.table.settle("t1", TaskFixture.response(result: result), now: later)
    #expect(demand.isNothing)
    let got = try fixture.got()
    #expect(got["status"] == "completed")
    #expect(got["result"]?.description == result)
    #expect(got["lastUpdatedAt"] == "2026-11-22T10:55:33.123Z")
  }

  @Test func anErrorFailsIt() throws {
    var fixture = try TaskFixture()
    let error = #"{"code":-32603,"message":"no"}"#
    let demand = fixture.table.settle("t1", TaskFixture.response(error: error), now: later)
    #expect(demand.isNothing)
    let got = try fixture.got()
    #expect(got["status"] == "failed")
    #expect(got["error"]?.description == error)
  }

  @Test(arguments: ["", "{", "{}", "[]"])
  func anEndThatCannotBeReadFailsIt(_ body: String) throws {
    var fixture = try TaskFixture()
    _ = fixture.table.settle("t1", MCPReply(body: Array(body.utf8)), now: later)
    #expect(try fixture.got()["error"]?["code"] == -32603)
  }

  @Test func whatIsFinishedStays() throws {
    var fixture = try TaskFixture()
    _ = fixture.table.settle("t1", TaskFixture.response(result: "{}"), now: later)
    _ = fixture.table.settle("t1", TaskFixture.response(error: "{}"), now: later + 1)
    fixture.table.note("t1", "late", now: later + 1)
    let answer = fixture.table.answer(
      try TaskFixture.request(.cancel), principal: "ada", now: later + 1)
    #expect(answer.demand.isNothing)
    _ = try ReplyCheck.result(answer.reply, "CancelTaskResult", .july2026)
    let got = try fixture.got()
    #expect(got["status"] == "completed")
    #expect(got["statusMessage"] == nil)
    #expect(got["lastUpdatedAt"] == "2026-11-22T10:55:33.123Z")
    #expect(fixture.table.settle("t9", TaskFixture.response(result: "{}"), now: 0).isNothing)
  }

  @Test func cancellingIsAcknowledgedEachTime() throws {
    var fixture = try TaskFixture()
    let request = try TaskFixture.request(.cancel)
    for expected in ["work", nil] {
      let answer = fixture.table.answer(request, principal: "ada", now: later)
      #expect(answer.demand.cancelled == expected)
      let result = try ReplyCheck.result(answer.reply, "CancelTaskResult", .july2026)
      #expect(result.object?.keys.sorted() == ["_meta", "resultType"])
    }
    _ = fixture.table.settle("t1", TaskFixture.response(result: "{}"), now: later)
    #expect(try fixture.got()["status"] == "cancelled")
  }

  @Test func progressIsShown() throws {
    var limits = TaskLimits()
    limits.messageBytes = 5
    var fixture = try TaskFixture(limits: limits)
    fixture.table.note("t1", "half\u{E9}", now: later)
    let got = try fixture.got()
    #expect(got["statusMessage"] == "half")
    #expect(got["lastUpdatedAt"] == "2026-11-22T10:55:33.123Z")
  }

  @Test func questionsAreAnsweredOneByOne() throws {
    var fixture = try TaskFixture()
    let asked = fixture.table.settle("t1", TaskFixture.questions(["a", "b\\n"]), now: later)
    #expect(asked.isNothing)
    let waiting = try fixture.got()
    #expect(waiting["inputRequests"]?.object?.keys == ["a", "b\n"])
    #expect(waiting["inputRequests"]?["a"]?["method"] == "elicitation/create")

    let first = fixture.table.answer(
      try TaskFixture.request(TaskFixture.answers(#"{"b\u000a":{"action":"decline"},"c":{}}"#)),
      principal: "ada", now: later)
    #expect(first.demand.isNothing)
    let acknowledged = try ReplyCheck.result(first.reply, "UpdateTaskResult", .july2026)
    #expect(acknowledged.object?.keys.sorted() == ["_meta", "resultType"])
    #expect(try fixture.got()["inputRequests"]?.object?.keys == ["a"])

    let second = fixture.table.answer(
      try TaskFixture.request(
        TaskFixture.answers(#"{"a":{"action":"cancel"},"b\n":{"action":"accept"}}"#)),
      principal: "ada", now: later + 1)
    #expect(second.demand.resumed?.work == "work")
    #expect(second.demand.resumed?.answers.requestState == "sealed")
    #expect(text(second.demand) == #"{"b\n":{"action":"decline"},"a":{"action":"cancel"}}"#)
    #expect(try fixture.got()["status"] == "working")
    _ = fixture.table.settle("t1", TaskFixture.response(result: "{}"), now: later)
    #expect(try fixture.got()["status"] == "completed")
  }

  @Test func severalRoundsBeginAnew() throws {
    var fixture = try TaskFixture()
    let answers = try TaskFixture.request(TaskFixture.answers(#"{"a":{"n":1},"b":{"n":2}}"#))
    _ = fixture.table.settle("t1", TaskFixture.questions(["a"]), now: later)
    let first = fixture.table.answer(answers, principal: "ada", now: later)
    #expect(text(first.demand) == #"{"a":{"n":1}}"#)
    _ = fixture.table.settle("t1", TaskFixture.questions(["b"], state: nil), now: later)
    let second = fixture.table.answer(answers, principal: "ada", now: later)
    #expect(text(second.demand) == #"{"b":{"n":2}}"#)
    #expect(second.demand.resumed?.answers.requestState == nil)
  }

  @Test(arguments: ["{}", #"{"a":1}"#, #"{"a":null}"#, #"{"z":{}}"#])
  func whatIsNoAnswerChangesNothing(_ json: String) throws {
    var fixture = try TaskFixture()
    let request = try TaskFixture.request(TaskFixture.answers(json))
    #expect(fixture.table.answer(request, principal: "ada", now: later).demand.isNothing)
    _ = fixture.table.settle("t1", TaskFixture.questions(["a"]), now: later)
    let answer = fixture.table.answer(request, principal: "ada", now: later)
    #expect(answer.demand.isNothing)
    _ = try ReplyCheck.result(answer.reply, "UpdateTaskResult", .july2026)
    #expect(try fixture.got()["inputRequests"]?.object?.keys == ["a"])
  }

  @Test func aStateWithoutQuestionsResumesAtOnce() throws {
    var fixture = try TaskFixture()
    let demand = fixture.table.settle(
      "t1", TaskFixture.response(result: #"{"resultType":"input_required","requestState":"s"}"#),
      now: later)
    #expect(text(demand) == "{}")
    #expect(demand.resumed?.answers.requestState == "s")
    #expect(try fixture.got()["status"] == "working")
  }

  @Test func aTaskThatWaitsCanBeCancelled() throws {
    var fixture = try TaskFixture()
    _ = fixture.table.settle("t1", TaskFixture.questions(["a"]), now: later)
    let answer = fixture.table.answer(
      try TaskFixture.request(.cancel), principal: "ada", now: later)
    #expect(answer.demand.cancelled == "work")
    #expect(try fixture.got()["status"] == "cancelled")
  }
}
