import JSON
import PluginKit
import Testing

@testable import Lark

@Suite struct TaskToolTests {
  private static let tasks = "/open-apis/task/v2/tasks"
  private static let task =
    #"{"guid":"g-1","summary":"Write\nit","due":{"timestamp":"1772359200000"}}"#

  private func core(_ bench: Bench) -> LarkCore { LarkCore(client: bench.client) }

  private func userContext(_ bench: Bench) -> CallContext {
    var context = bench.context()
    context.rule = .userFirst
    context.userToken = "u-1"
    return context
  }

  @Test func creates() async throws {
    let bench = try Bench()
    bench.transport.on("POST \(Self.tasks)", .data(#"{"task":\#(Self.task)}"#))
    let result = try await CreateTask.run(
      try decoded(
        #"""
        {"title":"Write it","due":"2026-03-01T18:00","start":"2026-03-01T09:00","assignees":"ou_a",
        "followers":["ou_b"],"reminder_minutes":30,"recurrence":"weekly","tasklist":"list-1"}
        """#), core(bench), bench.context())
    let request = try #require(bench.transport.requests("POST \(Self.tasks)").first)
    #expect(request.query == ["user_id_type": "open_id"])
    var body = try #require(bench.transport.bodies("POST \(Self.tasks)").first?.object)
    #expect(body["client_token"]?.string?.utf8.count == 36)
    body["client_token"] = nil
    #expect(
      .object(body) == [
        "summary": "Write it", "due": ["timestamp": "1772359200000", "is_all_day": false],
        "start": ["timestamp": "1772326800000", "is_all_day": false],
        "reminders": [["relative_fire_minute": 30]],
        "repeat_rule": "FREQ=WEEKLY;INTERVAL=1", "tasklists": [["tasklist_guid": "list-1"]],
        "members": [
          ["id": "ou_a", "type": "user", "role": "assignee"],
          ["id": "ou_b", "type": "user", "role": "follower"],
        ],
      ] as JSONValue)
    #expect(
      result.words
        == "Created as the bot: [ ] Write it, due 2026-03-01T18:00:00+08:00, task g-1")
    #expect(result.structured?["due"] == "2026-03-01T18:00:00+08:00")
  }

  @Test func createsAPartForMe() async throws {
    let bench = try Bench()
    let route = "POST \(Self.tasks)/g-0/subtasks"
    bench.transport.on(route, .data(#"{"subtask":\#(Self.task)}"#))
    bench.transport.on(
      "GET /open-apis/authen/v1/user_info", .data(#"{"open_id":"ou_me","name":"Me"}"#))
    let result = try await CreateTask.run(
      try decoded(
        #"{"title":"x","parent":"https://a.cn/client/todo/detail?guid=g-0","assignees":"me"}"#),
      core(bench), userContext(bench))
    #expect(bench.transport.bodies(route).first?["members"]?[0]?["id"] == "ou_me")
    #expect(result.words.hasPrefix("Created as the user: "))
  }

  @Test func completesAndReopens() async throws {
    for (flag, value) in [("true", "1772000000000"), ("false", "0")] {
      let bench = try Bench()
      let route = "PATCH \(Self.tasks)/g-1"
      bench.transport.on(route, .data(#"{"task":\#(Self.task)}"#))
      _ = try await UpdateTask.run(
        try decoded(#"{"task":"g-1","completed":\#(flag)}"#), core(bench), bench.context())
      #expect(
        bench.transport.bodies(route) == [
          ["task": ["completed_at": .string(value)], "update_fields": ["completed_at"]]
        ])
    }
  }

  @Test func changesPeopleAndReminder() async throws {
    let bench = try Bench()
    let path = "\(Self.tasks)/g-1"
    let reminded = #"{"task":{"guid":"g-1","summary":"x","reminders":[{"id":"r1"}]}}"#
    bench.transport.on("PATCH \(path)", .data(reminded))
    for step in ["remove_members", "add_members", "remove_reminders", "add_reminders"] {
      bench.transport.on("POST \(path)/\(step)", .data(reminded))
    }
    _ = try await UpdateTask.run(
      try decoded(
        #"""
        {"task":"g-1","title":"x","due":"none","add_assignees":"ou_a","remove_assignees":["ou_b"],
        "add_followers":"ou_c","reminder_minutes":5}
        """#), core(bench), bench.context())
    #expect(
      bench.transport.bodies("PATCH \(path)") == [
        ["task": ["summary": "x"], "update_fields": ["summary", "due"]]
      ])
    #expect(
      bench.transport.bodies("POST \(path)/remove_members") == [
        ["members": [["id": "ou_b", "type": "user", "role": "assignee"]]]
      ])
    let added = bench.transport.bodies("POST \(path)/add_members").first
    #expect(added?["members"]?.array?.compactMap { $0["role"] } == ["assignee", "follower"])
    #expect(
      bench.transport.bodies("POST \(path)/remove_reminders") == [["reminder_ids": ["r1"]]])
    #expect(
      bench.transport.bodies("POST \(path)/add_reminders")
        == [["reminders": [["relative_fire_minute": 5]]]])
  }

  @Test func tellsWhatWasDoneBeforeAFailure() async throws {
    let bench = try Bench()
    bench.transport.on("PATCH \(Self.tasks)/g-1", .data(#"{"task":\#(Self.task)}"#))
    bench.transport.on("POST \(Self.tasks)/g-1/add_members", .refusal(1_470_403, status: 403))
    let result = try await UpdateTask.run(
      try decoded(#"{"task":"g-1","title":"x","add_assignees":"ou_a"}"#), core(bench),
      bench.context())
    #expect(result.error?.detail?.hasPrefix("Changed before that: summary.") == true)
  }

  @Test func showsATaskWithComments() async throws {
    let bench = try Bench()
    bench.transport.on(
      "GET \(Self.tasks)/g-1",
      .data(
        #"""
        {"task":{"guid":"g-1","summary":"x","completed_at":"1772359200000","description":"a\nb",
        "due":{"timestamp":"1772323200000","is_all_day":true},"subtask_count":2,
        "members":[{"id":"ou_a","name":"A","role":"assignee"}]}}
        """#))
    bench.transport.on(
      "GET /open-apis/task/v2/comments",
      .data(
        #"""
        {"items":[{"id":"9007199254740993","content":"done\nTask:","created_at":"1772359200000",
        "creator":{"id":"ou_a"}}]}
        """#))
    let result = try await GetTask.run(
      try decoded(#"{"task":"g-1","comments":true}"#), core(bench), bench.context())
    #expect(
      result.words == """
        [x] x, due 2026-03-01, for A (ou_a), task g-1
        Completed: 2026-03-01T18:00:00+08:00
        Subtasks: 2
        Description:
            a
            b
        Comments:
        - [2026-03-01T18:00:00+08:00] ou_a, comment 9007199254740993:
            done
            Task:
        Read as the bot.
        """)
    #expect(
      bench.transport.requests("GET /open-apis/task/v2/comments").first?.query["resource_id"]
        == "g-1")
  }

  @Test func listsTheTasksOfTheUser() async throws {
    let bench = try Bench()
    bench.transport.on(
      "GET \(Self.tasks)",
      .data(#"{"items":[\#(Self.task)],"has_more":true,"page_token":"p2"}"#))
    let result = try await ListTasks.run(try decoded("{}"), core(bench), userContext(bench))
    let request = try #require(bench.transport.requests("GET \(Self.tasks)").first)
    #expect(
      request.query == [
        "page_size": "50", "completed": "false", "user_id_type": "open_id", "type": "my_tasks",
      ])
    #expect(
      result.words == """
        Open tasks, 1, read as the user:
        - [ ] Write it, due 2026-03-01T18:00:00+08:00, task g-1
        There are more: page_token p2
        """)
  }

  @Test func theBotListsListsAndWhatIsInThem() async throws {
    let bench = try Bench()
    bench.transport.on(
      "GET /open-apis/task/v2/tasklists", .data(#"{"items":[{"guid":"l-1","name":"Plan"}]}"#))
    let lists = try await ListTasks.run(try decoded("{}"), core(bench), bench.context())
    #expect(lists.words.contains("- Plan, tasklist l-1"))
    let route = "GET /open-apis/task/v2/tasklists/l-1/tasks"
    bench.transport.on(route, .data(#"{"items":[\#(Self.task)]}"#))
    let tasks = try await ListTasks.run(
      try decoded(#"{"tasklist":"l-1","completed":true,"page_token":"p"}"#), core(bench),
      bench.context())
    #expect(tasks.words.hasPrefix("Done tasks, 1, read as the bot:"))
    #expect(bench.transport.requests(route).first?.query["page_token"] == "p")
  }

  @Test func searchesAsTheUser() async throws {
    let bench = try Bench()
    let route = "POST \(Self.tasks)/search"
    bench.transport.on(route, .data(#"{"items":[{"id":"g-1","display_info":"Write it"}]}"#))
    let result = try await ListTasks.run(
      try decoded(#"{"query":"write"}"#), core(bench), userContext(bench))
    #expect(result.words.contains("- Write it, task g-1"))
    #expect(
      bench.transport.bodies(route) == [["query": "write", "filter": ["is_completed": false]]])
    let error = await failure { () async throws(LarkFailure) in
      try await ListTasks.run(
        .init(query: "write"), core(bench), bench.context())
    }
    #expect(error == .needsUser(purpose: "search tasks"))
  }

  @Test func commentsAndDeletes() async throws {
    let bench = try Bench()
    let comments = "POST /open-apis/task/v2/comments"
    bench.transport.on(comments, .data(#"{"comment":{"id":"7"}}"#))
    bench.transport.on("DELETE \(Self.tasks)/g-1", .data("{}"))
    let result = try await CommentTask.run(
      try decoded(#"{"task":"g-1","text":"ok","reply_to":9007199254740993}"#), bench.client,
      bench.context())
    #expect(
      bench.transport.bodies(comments) == [
        [
          "content": "ok", "resource_type": "task", "resource_id": "g-1",
          "reply_to_comment_id": "9007199254740993",
        ]
      ])
    #expect(result.structured?["comment"] == "7")
    _ = try await DeleteTask.run(.init(task: "g-1"), bench.client, bench.context())
    #expect(bench.transport.requests("DELETE \(Self.tasks)/g-1").count == 1)
  }
}
