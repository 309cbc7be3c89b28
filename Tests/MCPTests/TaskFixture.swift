import JSON
import Testing

@testable import MCP

/// A table with one task, and the requests of a client about it.
struct TaskFixture {
  static let started: Int64 = 1_795_344_928_123
  static let startedText = "2026-11-22T10:55:28.123Z"

  var table: TaskTable<String>
  let created: TaskView

  init(limits: TaskLimits = TaskLimits()) throws {
    table = TaskTable(limits: limits)
    created = try table.create("t1", principal: "ada", work: "work", now: Self.started)
  }

  static func request(
    _ kind: TaskRequest.Kind, _ taskID: String = "t1"
  ) throws -> TaskRequest {
    TaskRequest(
      kind: kind, taskID: taskID, id: Array("1".utf8), rendered: try ListenRequestTests.rendered())
  }

  static func answers(_ json: String) -> TaskRequest.Kind {
    .update(inputResponses: Array(json.utf8))
  }

  /// The reply in which a call ends.
  static func response(result: String) -> MCPReply {
    MCPReply(body: Array(#"{"jsonrpc":"2.0","id":1,"result":\#(result)}"#.utf8))
  }

  static func response(error: String) -> MCPReply {
    MCPReply(body: Array(#"{"jsonrpc":"2.0","id":1,"error":\#(error)}"#.utf8))
  }

  static func questions(_ keys: [String], state: String? = "sealed") -> MCPReply {
    let form =
      #"{"method":"elicitation/create","params":{"message":"m","requestedSchema":"#
      + #"{"type":"object","properties":{}}}}"#
    let requests = keys.map { #""\#($0)":\#(form)"# }.joined(separator: ",")
    let tail = state.map { #","requestState":"\#($0)""# } ?? ""
    return response(
      result: #"{"resultType":"input_required","inputRequests":{\#(requests)}\#(tail)}"#)
  }

  /// What tasks/get shows, checked against the rules for every task.
  mutating func got(
    now: Int64 = started, sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> JSONValue {
    let (reply, demand) = table.answer(try Self.request(.get), principal: "ada", now: now)
    #expect(demand.isNothing, sourceLocation: sourceLocation)
    let result = try ReplyCheck.result(
      reply, "GetTaskResult", .july2026, sourceLocation: sourceLocation)
    #expect(result["requestState"] == nil, sourceLocation: sourceLocation)
    let status = result["status"]
    let members: [(String, JSONValue)] = [
      ("result", "completed"), ("error", "failed"), ("inputRequests", "input_required"),
    ]
    for (member, owner) in members {
      #expect((result[member] != nil) == (status == owner), sourceLocation: sourceLocation)
    }
    try Self.checkMembers(result, sourceLocation: sourceLocation)
    return result
  }

  static func checkMembers(_ result: JSONValue, sourceLocation: SourceLocation) throws {
    #expect(result["taskId"] == "t1", sourceLocation: sourceLocation)
    #expect(result["createdAt"]?.string == startedText, sourceLocation: sourceLocation)
    let updated = try #require(result["lastUpdatedAt"]?.string, sourceLocation: sourceLocation)
    #expect(updated.count == startedText.count, sourceLocation: sourceLocation)
    #expect(result["ttlMs"]?.integer ?? 0 > 0, sourceLocation: sourceLocation)
    #expect(result["pollIntervalMs"]?.integer ?? 0 > 0, sourceLocation: sourceLocation)
    for member in ["task", "ttl", "pollInterval"] {
      #expect(result[member] == nil, sourceLocation: sourceLocation)
    }
  }
}

extension TaskDemand {
  var isNothing: Bool { if case .nothing = self { true } else { false } }
  var resumed: (work: Work, answers: TaskAnswers)? {
    if case .resume(let work, let answers) = self { (work, answers) } else { nil }
  }
  var cancelled: Work? { if case .cancel(let work) = self { work } else { nil } }
}

extension TaskTable {
  /// The task as it stands; nil where that principal has no such task.
  func view(_ id: String, principal: String?) -> TaskView? {
    tasks[id].flatMap { $0.principal == principal ? $0.view : nil }
  }
}
