import Glibc
import PluginABI
import Testing

@testable import PluginHost

/// What is made of a plugin's result may take long: only that plugin waits for it.
@Suite(.enabled(if: Fixtures.missing == nil, Fixtures.missing ?? ""))
struct SlowResultTests {
  /// Takes as long over a result as the test wants.
  private final class SlowSink: CallSink {
    private let begun = Semaphore()
    private let goesOn = Semaphore()
    private let ended = Semaphore()

    func completed(_ result: UnsafePointer<toolrack_result>) {
      begun.signal()
      goesOn.wait()
      ended.signal()
    }

    func failed(_ failure: CallFailure) {}
    func progressed(done: Double, total: Double, message: UnsafeRawBufferPointer) {}

    func waitUntilBegun() -> Bool { begun.wait(milliseconds: 30_000) }

    func finish() -> Bool {
      goesOn.signal()
      return ended.wait(milliseconds: 30_000)
    }
  }

  private func start(_ tool: String, _ host: PluginHost, _ sink: SlowSink) throws {
    let tool = try #require(host.catalogue.tools.first { $0.definition.name == tool })
    _ = host.call(tool, .empty, sink: sink)
  }

  @Test func anotherPluginIsServedAndRestarted() throws {
    let host = Fixtures.host(["big_result", "crash_on_call"], .worker)
    defer { host.stop(timeoutMilliseconds: 5000) }
    let slow = SlowSink()
    try start("text", host, slow)
    #expect(slow.waitUntilBegun())
    for outcome in try [host.outcome("fine"), host.outcome("crash"), host.outcome("fine")] {
      #expect(outcome != nil)
    }
    #expect(host.statuses.first { $0.name == "crash_on_call" }?.crashes == 1)
    #expect(slow.finish())
    #expect(try host.outcome("text") != nil)
  }

  @Test func deadlinesAreKept() throws {
    let host = Fixtures.host(["mirror"], .worker, timeoutMilliseconds: 100)
    defer { host.stop(timeoutMilliseconds: 5000) }
    let slow = SlowSink()
    try start("request", host, slow)
    #expect(slow.waitUntilBegun())
    #expect(try host.outcome("request") == .failure(.timedOut))
    #expect(slow.finish())
  }

  /// A worker that ends meanwhile has said what it said.
  @Test func whatAWorkerSaidBeforeItEndedCounts() throws {
    let host = Fixtures.host(["mirror"], .worker)
    defer { host.stop(timeoutMilliseconds: 5000) }
    let slow = SlowSink()
    try start("request", host, slow)
    #expect(slow.waitUntilBegun())
    let sinks = try (0..<10).map { _ in
      let sink = RecordingSink()
      _ = try host.start("request", sink: sink)
      return sink
    }
    let pid = try #require(host.statuses.first?.pid)
    kill(pid, SIGKILL)
    #expect(slow.finish())
    for sink in sinks { #expect(sink.wait() != nil) }
    #expect(eventually { host.statuses.first?.crashes == 1 })
    #expect(try host.outcome("request") != nil)
    #expect(sinks.allSatisfy { $0.count == 1 })
  }
}
