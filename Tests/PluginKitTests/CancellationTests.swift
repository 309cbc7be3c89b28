import JSON
import PluginABI
import Synchronization
import Testing

@testable import PluginKit

@Suite struct CancellationTests {
  /// Says when it has started, then waits to be cancelled.
  private struct Waiting: OneToolPlugin {
    let host: Host
    static func run(_: JSONValue, _ call: Call, _: Host) async throws -> ToolResult {
      call.progress(1)
      try await Task.sleep(for: .seconds(600))
      return .text("too late")
    }
  }

  @Test(.timeLimit(.minutes(1)))
  func cancelEndsTheHandlersTask() async throws {
    let bench = try PluginBench(Waiting.self)
    let call = bench.start("run", .init()).call
    while bench.host.record.withLock(\.progress).isEmpty { await Task.yield() }
    bench.cancel(call)
    let completion = await bench.host.completion(of: call)
    #expect(completion.isCancelled && !completion.isError)
  }

  @Test(.timeLimit(.minutes(1)))
  func cancelCountsAlsoBeforeTheHandlerRuns() async throws {
    let bench = try PluginBench(Waiting.self)
    let calls = (0..<200).map { _ in
      let call = bench.start("run", .init()).call
      bench.cancel(call)
      return call
    }
    for call in calls { #expect(await bench.host.completion(of: call).isCancelled) }
  }

  @Test(.timeLimit(.minutes(1)))
  func cancelEndsThatCallAndNoOther() async throws {
    let bench = try PluginBench(Waiting.self)
    let first = bench.start("run", .init()).call
    let second = bench.start("run", .init()).call
    bench.cancel(first)
    #expect(await bench.host.completion(of: first).isCancelled)
    #expect(bench.host.record.withLock { $0.completions[second] } == nil)
    bench.cancel(second)
    #expect(await bench.host.completion(of: second).isCancelled)
  }

  @Test func cancelAfterTheCompletionIsIgnored() async throws {
    let bench = try PluginBench(SamplePlugin.self)
    let started = bench.start("plain", .init())
    #expect(await bench.host.completion(of: started.call).text == "plain")
    bench.cancel(started.call)
    bench.cancel(99_999)
    #expect(try await bench.call("plain").text == "plain")
    #expect(bench.host.record.withLock(\.misbehaviours) == 0)
  }

  /// Does not care, and answers in the end.
  private struct Stubborn: OneToolPlugin {
    let host: Host
    static func run(_: JSONValue, _ call: Call, _: Host) async throws -> ToolResult {
      while !call.isCancelled { await Task.yield() }
      return .text("done all the same")
    }
  }

  @Test(.timeLimit(.minutes(1)))
  func aHandlerMayFinishItsWorkThoughCancelled() async throws {
    let bench = try PluginBench(Stubborn.self)
    let call = bench.start("run", .init()).call
    bench.cancel(call)
    let completion = await bench.host.completion(of: call)
    #expect(completion.text == "done all the same" && completion.flags == 0)
  }

  /// Waits in all it does until it is cancelled.
  private struct Everywhere: Plugin {
    static let name = "everywhere"
    static let version = "1"
    init(host: Host) {}
    var tools: [Tool] { [] }
    var prompts: [Prompt] {
      let argument = PromptArgument("a", "Any.") { _, _ in
        try await Task.sleep(for: .seconds(600))
        return []
      }
      return [
        Prompt("wait", "Waits.", arguments: [argument]) { (_: JSONValue, _) in
          try await Task.sleep(for: .seconds(600))
          return PromptResult([])
        }
      ]
    }
    var resources: [Resource] {
      [
        Resource(uri: "a:wait", name: "wait") { _ in
          try await Task.sleep(for: .seconds(600))
          return .text("")
        }
      ]
    }
  }

  @Test(
    .timeLimit(.minutes(1)),
    arguments: [
      (RequestKind.prompt, "wait", "{}"), (.resource, "a:wait", "{}"),
      (
        .completion, "",
        #"{"ref":{"type":"ref/prompt","name":"wait"},"argument":{"name":"a","value":""}}"#
      ),
    ])
  func everyKindOfRequestCanBeCancelled(
    _ kind: RequestKind, _ name: String, _ arguments: String
  ) async throws {
    let bench = try PluginBench(Everywhere.self)
    let started = bench.start(kind, name, .init(arguments: arguments))
    #expect(started.status == TOOLRACK_OK)
    // It goes on though the plugin is asked for nothing more.
    await bench.quiesce()
    #expect(bench.host.record.withLock { $0.completions[started.call] } == nil)
    bench.cancel(started.call)
    #expect(await bench.host.completion(of: started.call).isCancelled)
  }
}
