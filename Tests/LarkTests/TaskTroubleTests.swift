import JSON
import PluginKit
import Testing

@testable import Lark

@Suite struct TaskTroubleTests {
  private static let tasks = "/open-apis/task/v2/tasks"

  private func core(_ bench: Bench) -> LarkCore { LarkCore(client: bench.client) }

  @Test(
    arguments: [
      (#"{"title":""}"#, "title:"), (#"{"title":"x","due":"soon"}"#, "due:"),
      (#"{"title":"x","reminder_minutes":5}"#, "reminder_minutes:"),
      (#"{"title":"x","due":"2026-03-01","reminder_minutes":-2}"#, "reminder_minutes:"),
      (#"{"title":"x","recurrence":"weekly"}"#, "recurrence:"),
      (#"{"title":"x","assignees":"oc_1"}"#, "assignees:"),
      (#"{"title":"x","parent":"om_1"}"#, "parent:"),
      (#"{"title":"x","tasklist":"a b"}"#, "tasklist:"),
    ])
  func refusesBadNewTasksUnasked(_ json: String, _ argument: String) async throws {
    let bench = try Bench()
    let arguments: CreateTaskArguments = try decoded(json)
    let error = await failure { () async throws(LarkFailure) in
      try await CreateTask.run(arguments, core(bench), bench.context())
    }
    #expect(error?.words.hasPrefix(argument) == true, "\(error?.words ?? "none")")
    #expect(bench.transport.requests.isEmpty)
  }

  @Test(
    arguments: [
      (#"{"task":"g-1"}"#, "Name what changes"), (#"{"task":"ou_1","title":"x"}"#, "task:"),
      (#"{"task":"g-1","title":" "}"#, "title:"), (#"{"task":"g-1","due":"soon"}"#, "due:"),
      (#"{"task":"g-1","add_assignees":["Li"]}"#, "add_assignees:"),
      (#"{"task":"g-1","reminder_minutes":-5}"#, "reminder_minutes:"),
    ])
  func refusesBadChangesUnasked(_ json: String, _ argument: String) async throws {
    let bench = try Bench()
    let arguments: UpdateTaskArguments = try decoded(json)
    let error = await failure { () async throws(LarkFailure) in
      try await UpdateTask.run(arguments, core(bench), bench.context())
    }
    #expect(error?.words.hasPrefix(argument) == true, "\(error?.words ?? "none")")
    #expect(bench.transport.requests.isEmpty)
  }

  @Test func refusesTheRestUnasked() async throws {
    let bench = try Bench()
    let both: ListTasksArguments = try decoded(#"{"query":"x","tasklist":"l-1"}"#)
    let errors = [
      await failure { () async throws(LarkFailure) in
        try await GetTask.run(.init(task: "a b"), core(bench), bench.context())
      },
      await failure { () async throws(LarkFailure) in
        try await ListTasks.run(both, core(bench), bench.context())
      },
      await failure { () async throws(LarkFailure) in
        try await CommentTask.run(.init(task: "g-1", text: " "), bench.client, bench.context())
      },
      await failure { () async throws(LarkFailure) in
        try await DeleteTask.run(.init(task: "tbl1"), bench.client, bench.context())
      },
    ]
    #expect(errors.map { $0?.words.prefix(4) } == ["task", "Give", "text", "task"])
    #expect(bench.transport.requests.isEmpty)
  }

  @Test func tellsTroubles() async throws {
    let task = HTTPResponse.data(#"{"task":{"guid":"g-1"}}"#)
    let made: CreateTaskArguments = try decoded(#"{"title":"x"}"#)
    try await Troubles(route: "POST \(Self.tasks)", answer: task) {
      (bench, context) throws(LarkFailure) in
      try await CreateTask.run(made, core(bench), context)
    }.check()
    let changed: UpdateTaskArguments = try decoded(#"{"task":"g-1","completed":true}"#)
    try await Troubles(route: "PATCH \(Self.tasks)/g-1", answer: task) {
      (bench, context) throws(LarkFailure) in
      try await UpdateTask.run(changed, core(bench), context)
    }.check()
    try await Troubles(route: "GET \(Self.tasks)/g-1", answer: task) {
      (bench, context) throws(LarkFailure) in
      try await GetTask.run(.init(task: "g-1"), core(bench), context)
    }.check()
    let listed: ListTasksArguments = try decoded("{}")
    try await Troubles(route: "GET \(Self.tasks)", answer: .data("{}"), rule: .userFirst) {
      (bench, context) throws(LarkFailure) in
      try await ListTasks.run(listed, core(bench), context)
    }.check()
    try await Troubles(route: "POST /open-apis/task/v2/comments", answer: .data("{}")) {
      (bench, context) throws(LarkFailure) in
      try await CommentTask.run(.init(task: "g-1", text: "x"), bench.client, context)
    }.check()
    try await Troubles(route: "DELETE \(Self.tasks)/g-1", answer: .data("{}")) {
      (bench, context) throws(LarkFailure) in
      try await DeleteTask.run(.init(task: "g-1"), bench.client, context)
    }.check()
  }
}
