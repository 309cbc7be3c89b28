import JSON
import Testing

@testable import MCP

@Suite struct TaskLimitTests {
  private func limits(tasks: Int = 3, bytes: Int = 1_000_000) -> TaskLimits {
    var limits = TaskLimits()
    limits.tasks = tasks
    limits.totalBytes = bytes
    limits.ttlMilliseconds = 100
    return limits
  }

  @Test func theUsualBounds() {
    let limits = TaskLimits()
    #expect(limits.tasks == 10_000)
    #expect(limits.totalBytes == 134_217_728)
    #expect(limits.ttlMilliseconds == 900_000)
    #expect(limits.pollIntervalMilliseconds == 1000)
    #expect(limits.messageBytes == 1024)
  }

  @Test func tasksExpireAfterTheirLastChange() throws {
    var table = TaskTable<String>(limits: limits())
    _ = try table.create("a", principal: nil, work: "A", now: 0)
    _ = try table.create("b", principal: nil, work: "B", now: 0)
    _ = try table.create("c", principal: nil, work: "C", now: 0, ttlMilliseconds: 500)
    _ = table.settle("b", TaskFixture.response(result: "{}"), now: 50)
    #expect(table.expire(now: 99).isEmpty)
    #expect(table.expire(now: 100) == ["A"])
    #expect(table.view("a", principal: nil) == nil)
    #expect(table.view("b", principal: nil)?.status == .completed)
    #expect(table.expire(now: 150).isEmpty)
    #expect(table.view("b", principal: nil) == nil)
    #expect(table.view("c", principal: nil)?.ttlMilliseconds == 500)
    #expect(table.expire(now: 500) == ["C"])
    #expect(table.count == 0)
  }

  @Test func theOldestFinishedTaskMakesRoom() throws {
    var table = TaskTable<String>(limits: limits())
    for name in ["a", "b", "c"] { _ = try table.create(name, principal: nil, work: "", now: 0) }
    #expect(throws: TaskTableFull.self) {
      try table.create("d", principal: nil, work: "", now: 0)
    }
    _ = table.settle("b", TaskFixture.response(result: "{}"), now: 2)
    _ = table.settle("a", TaskFixture.response(result: "{}"), now: 3)
    _ = try table.create("d", principal: nil, work: "", now: 4)
    #expect(table.view("b", principal: nil) == nil)
    #expect(table.view("a", principal: nil)?.status == .completed)
    #expect(table.count == 3)
  }

  @Test func aResultMakesRoomForItselfOrFails() throws {
    let room = 3 * TaskLimits.taskBytes + 1000
    var table = TaskTable<String>(limits: limits(tasks: 9, bytes: room))
    for name in ["a", "b"] { _ = try table.create(name, principal: nil, work: "", now: 0) }
    let large = #"{"text":"\#(String(repeating: "x", count: 900))"}"#
    _ = table.settle("a", TaskFixture.response(result: large), now: 1)
    #expect(table.view("a", principal: nil)?.status == .completed)
    _ = table.settle("b", TaskFixture.response(result: large), now: 2)
    #expect(table.view("a", principal: nil) == nil)
    #expect(table.view("b", principal: nil)?.status == .completed)

    _ = try table.create("c", principal: nil, work: "", now: 3)
    let huge = #"{"text":"\#(String(repeating: "x", count: room))"}"#
    _ = table.settle("c", TaskFixture.response(result: huge), now: 4)
    let failed = try #require(table.view("c", principal: nil))
    #expect(failed.status == .failed)
    #expect(String(decoding: failed.outcome, as: UTF8.self).contains("no room"))
  }

  @Test func aResultThatNeverFitsMakesNoRoom() throws {
    var table = TaskTable<String>(limits: limits(bytes: 4 * TaskLimits.taskBytes))
    for name in ["a", "b"] { _ = try table.create(name, principal: nil, work: "", now: 0) }
    _ = table.settle("a", TaskFixture.response(result: "{}"), now: 1)
    let huge = #"{"text":"\#(String(repeating: "x", count: 4 * TaskLimits.taskBytes))"}"#
    _ = table.settle("b", TaskFixture.response(result: huge), now: 2)
    #expect(table.view("b", principal: nil)?.status == .failed)
    #expect(table.view("a", principal: nil)?.status == .completed)
  }

  @Test func answersToAFinishedTaskKeepItsPlace() throws {
    var table = TaskTable<String>(limits: limits(tasks: 2))
    for name in ["t1", "b"] { _ = try table.create(name, principal: nil, work: "", now: 0) }
    for (time, name) in ["t1", "b"].enumerated() {
      _ = table.settle(name, TaskFixture.response(result: "{}"), now: Int64(time))
    }
    for _ in 0..<3 {
      let request = try TaskFixture.request(TaskFixture.answers("{}"))
      #expect(table.answer(request, principal: nil, now: 3).demand.isNothing)
    }
    for (name, gone) in [("c", "t1"), ("d", "b")] {
      _ = try table.create(name, principal: nil, work: "", now: 4)
      #expect(table.view(gone, principal: nil) == nil)
    }
    #expect(table.count == 2)
  }

  /// Against a plain list of what must be there.
  @Test func theOrderHoldsThroughAnyMixOfUses() throws {
    var table = TaskTable<String>(limits: limits(tasks: 8))
    var running: [String] = []
    var finished: [String] = []
    for number in 0..<3_000 {
      let now = Int64(number)
      if Bool.random(), let id = running.randomElement() {
        _ = table.settle(id, TaskFixture.response(result: "{}"), now: now)
        running.removeAll { $0 == id }
        finished.append(id)
      } else if running.count < 8 {
        if running.count + finished.count == 8 { finished.removeFirst() }
        _ = try table.create("t\(number)", principal: nil, work: "", now: now)
        running.append("t\(number)")
      }
      let isExpired = { (id: String) in
        table.view(id, principal: nil).map { now - $0.lastUpdatedAt >= 100 } ?? true
      }
      let kept = (running + finished).filter { !isExpired($0) }
      _ = table.expire(now: now)
      running.removeAll { !kept.contains($0) }
      finished.removeAll { !kept.contains($0) }
      #expect(table.count == running.count + finished.count)
      for id in running { #expect(table.view(id, principal: nil)?.status == .working) }
      for id in finished { #expect(table.view(id, principal: nil)?.status == .completed) }
    }
  }

  @Test func roomIsGivenBack() throws {
    var table = TaskTable<String>(limits: limits(bytes: TaskLimits.taskBytes + 500))
    let text = String(repeating: "x", count: 400)
    for number in 0..<50 {
      let name = "t\(number)"
      _ = try table.create(name, principal: nil, work: "", now: Int64(number) * 1000)
      table.note(name, text, now: Int64(number) * 1000)
      #expect(table.view(name, principal: nil)?.message == text)
      #expect(table.expire(now: Int64(number) * 1000 + 100).count == 1)
    }
  }

  @Test func aMessageThatDoesNotFitIsLeftOut() throws {
    var table = TaskTable<String>(limits: limits(bytes: TaskLimits.taskBytes + 10))
    _ = try table.create("a", principal: nil, work: "", now: 0)
    table.note("a", "eight888", now: 1)
    table.note("a", "more than ten bytes", now: 2)
    #expect(table.view("a", principal: nil)?.message == "eight888")
    #expect(table.view("a", principal: nil)?.status == .working)
  }

  @Test func answersThatDoNotFitEndTheTask() throws {
    let room = TaskLimits.taskBytes + 600
    var table = TaskTable<String>(limits: limits(bytes: room))
    _ = try table.create("t1", principal: nil, work: "work", now: 0)
    _ = table.settle("t1", TaskFixture.questions(["a", "b"]), now: 1)
    #expect(table.view("t1", principal: nil)?.status == .inputRequired)
    let large = #"{"a":{"n":"\#(String(repeating: "x", count: room))"}}"#
    let answer = table.answer(
      try TaskFixture.request(TaskFixture.answers(large)), principal: nil, now: 2)
    #expect(answer.demand.cancelled == "work")
    #expect(table.view("t1", principal: nil)?.status == .failed)
  }

  @Test func momentsAreISO8601() {
    #expect(TaskTime.text(0) == "1970-01-01T00:00:00.000Z")
    #expect(TaskTime.text(-1) == "1970-01-01T00:00:00.000Z")
    #expect(TaskTime.text(951_827_696_007) == "2000-02-29T12:34:56.007Z")
    #expect(TaskTime.text(4_102_444_799_999) == "2099-12-31T23:59:59.999Z")
  }

  @Test func aWaitingTaskThatNobodyAsksForMakesRoom() throws {
    var limits = limits(tasks: 2)
    limits.unattendedMilliseconds = 50
    limits.ttlMilliseconds = 10_000
    var table = TaskTable<String>(limits: limits)
    for name in ["asked", "left"] {
      _ = try table.create(name, principal: nil, work: "", now: 0)
      _ = table.settle(name, TaskFixture.questions(["k"]), now: 0)
    }
    #expect(throws: TaskTableFull.self) {
      try table.create("new", principal: nil, work: "", now: 49)
    }
    _ = table.answer(try TaskFixture.request(.get, "asked"), principal: nil, now: 49)
    _ = try table.create("new", principal: nil, work: "", now: 50)
    #expect(table.view("left", principal: nil) == nil)
    #expect(table.view("asked", principal: nil)?.status == .inputRequired)
  }
}
