import JSON
import PluginABI
import PluginKit
import Synchronization
import Testing

@Suite struct CallTests {
  /// Answers with what the call says of itself.
  private struct Describing: OneToolPlugin {
    let host: Host
    static func run(_: JSONValue, _ call: Call, _: Host) -> ToolResult {
      .json([
        "tool": .string(call.tool), "id": .string(call.id),
        "protocol": .string(call.protocolVersion), "trace": .string(call.traceParent),
        "meta": call.meta ?? "none", "caller": call.caller ?? "none",
        "answers": call.inputResponses ?? "none",
        "capabilities": call.clientCapabilities ?? "none",
        "state": .string(call.state.map { String(decoding: $0, as: UTF8.self) } ?? "none"),
        "hasTime": .bool(call.remainingMilliseconds > 1000),
      ])
    }
  }

  @Test func aCallKnowsAllThatTheRequestSays() async throws {
    var request = PluginBench.Request(arguments: "{}", meta: #"{"k":1}"#, caller: #"{"sub":"ada"}"#)
    request.traceParent = "00-1-2-01"
    request.inputResponses = #"{"who":{}}"#
    request.state = "s1"
    request.capabilities = #"{"elicitation":{}}"#
    let completion = try await PluginBench(Describing.self).call("run", request)
    #expect(
      try JSONValue(parsing: completion.structured) == [
        "tool": "run", "id": "call-16", "protocol": "2026-07-28", "trace": "00-1-2-01",
        "meta": ["k": 1], "caller": ["sub": "ada"], "answers": ["who": [:]],
        "capabilities": ["elicitation": [:]], "state": "s1", "hasTime": true,
      ])
  }

  @Test func whatTheRequestDoesNotSayIsNil() async throws {
    var request = PluginBench.Request(meta: "no JSON", deadlineNanoseconds: 1)
    request.capabilities = ""
    let completion = try await PluginBench(Describing.self).call("run", request)
    let described = try JSONValue(parsing: completion.structured)
    for key in ["meta", "caller", "answers", "capabilities", "state"] {
      #expect(described[key] == "none")
    }
    #expect(described["trace"] == "")
    #expect(described["hasTime"] == false)
  }

  private struct Reporting: OneToolPlugin {
    let host: Host
    static func run(_: JSONValue, _ call: Call, _ host: Host) -> ToolResult {
      call.progress(1, of: 2, "half")
      call.progress(2)
      call.log(.warning, "careful", fields: ["n": 1])
      host.log(.debug, "aside")
      host.toolsChanged()
      return .text("\(call.isCancelled)")
    }
  }

  @Test func progressAndLogLinesReachTheHost() async throws {
    let bench = try PluginBench(Reporting.self)
    #expect(try await bench.call("run").text == "false")
    #expect(
      bench.host.record.withLock(\.progress) == [
        .init(call: 16, done: 1, total: 2, message: "half"),
        .init(call: 16, done: 2, total: 0, message: ""),
      ])
    #expect(
      bench.host.lines == [
        .init(level: TOOLRACK_LOG_WARNING, message: "careful", fields: #"{"n":1}"#, call: 16),
        .init(level: TOOLRACK_LOG_DEBUG, message: "aside", fields: "", call: nil),
      ])
    #expect(bench.host.record.withLock(\.changes) == 1)
  }

  @Test func logLevelsAreThoseOfTheContract() {
    #expect(LogLevel.allCases.map(\.rawValue) == Array(0...7))
    #expect(LogLevel.emergency.rawValue == TOOLRACK_LOG_EMERGENCY)
    #expect(LogLevel.notice < .warning)
  }

  private struct Failing: OneToolPlugin {
    let host: Host
    static func run(_ arguments: JSONValue, _: Call, _: Host) throws -> ToolResult {
      throw ToolError("It went wrong.", detail: "Mend it.", isRetryable: true)
    }
  }

  @Test func aHandlerThatThrowsIsAToolError() async throws {
    let completion = try await PluginBench(Failing.self).call("run")
    #expect(completion.isError && completion.isRetryable)
    #expect(completion.errorSummary == "It went wrong.")
    #expect(completion.errorDetail == "Mend it.")
  }
}
