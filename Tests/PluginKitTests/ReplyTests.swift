import Glibc
import JSON
import PluginABI
import Synchronization
import Testing

@testable import PluginKit

@Suite struct ReplyTests {
  /// Answers from where it likes.
  private struct Replying: Plugin {
    static let name = "replying"
    static let version = "1"
    init(host: Host) {}
    var tools: [Tool] {
      [
        Tool("now", "Answers at once.", input: .object()) { arguments, _, reply in
          reply(.text("\(arguments)"))
        },
        Tool("elsewhere", "Answers from another thread.", input: .object()) { _, call, reply in
          Task.detached { reply(.text(call.name)) }
        },
        Tool("throws", "Fails.", input: .object()) { _, _, reply in
          reply(throwing: ToolError("no", isRetryable: true))
        },
        Tool("twice", "Answers twice.", input: .object()) { _, _, reply in
          reply(.text("first"))
          reply(.text("second"))
        },
        Tool("waits", "Waits to be cancelled.", input: .object()) { _, call, reply in
          call.progress(1)
          reply.onCancel { reply(throwing: CancellationError()) }
        },
        Tool(
          definition: ["name": "defined", "inputSchema": ["type": "object"]],
          replying: { arguments, _, reply in reply(.json(arguments)) }),
      ]
    }
  }

  @Test func aReplyMayComeAtOnceOrLaterOrFromElsewhere() async throws {
    let bench = try PluginBench(Replying.self)
    #expect(try await bench.call("now", #"{"a":1}"#).text == #"{"a":1}"#)
    #expect(try await bench.call("elsewhere").text == "elsewhere")
    #expect(try await bench.call("defined", #"{"b":2}"#).text == #"{"b":2}"#)
  }

  @Test func whatIsThrownIsWhatAHandlerWouldThrow() async throws {
    let bench = try PluginBench(Replying.self)
    let completion = try await bench.call("throws")
    #expect(completion.isError && completion.errorSummary == "no")
  }

  @Test func argumentsThatAreNoJSONAreAToolError() async throws {
    let bench = try PluginBench(Replying.self)
    #expect(try await bench.call("now", "{").isError)
  }

  @Test func aSecondAnswerIsLeftToTheHost() async throws {
    let bench = try PluginBench(Replying.self)
    _ = try await bench.call("twice")
    #expect(bench.host.record.withLock(\.misbehaviours) == 1)
  }

  @Test(.timeLimit(.minutes(1)), arguments: [true, false])
  func aCancellationReachesIt(_ isEarly: Bool) async throws {
    let bench = try PluginBench(Replying.self)
    let call = bench.start("waits", .init()).call
    if !isEarly {
      while bench.host.record.withLock(\.progress).isEmpty { await Task.yield() }
    }
    bench.cancel(call)
    bench.cancel(call)
    #expect(await bench.host.completion(of: call).isCancelled)
    #expect(bench.host.record.withLock(\.misbehaviours) == 0)
  }
}
