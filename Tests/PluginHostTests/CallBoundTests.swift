import PluginABI
import Testing

@testable import PluginHost

/// What a plugin's running calls may take of the host.
@Suite(.enabled(if: Fixtures.missing == nil, Fixtures.missing ?? ""))
struct CallBoundTests {
  /// Each argument has a sixteenth of what all may have, so that with the rest of a request the
  /// sixteenth call is too much.
  @Test func callsThatKeepTooMuchAreBusy() throws {
    let host = Fixtures.host(["never_completes"], .inProcess, timeoutMilliseconds: 300_000)
    defer { host.stop(timeoutMilliseconds: 10) }
    let arguments = String(repeating: "x", count: CallLimits.maximumBytes / 16)
    let sinks = try (0..<16).map { _ in
      let sink = RecordingSink()
      _ = try host.start("hang", arguments, sink: sink)
      return sink
    }
    #expect(sinks.last?.wait() == .failure(.busy))
    #expect(sinks.dropLast().allSatisfy { $0.count == 0 })
    #expect(host.statuses.first?.runningCalls == 15)
  }

  /// There is nothing to cancel, and nothing to keep.
  @Test func aCallThatHasEndedHasNoHandle() throws {
    let host = Fixtures.host(["mirror", "blocking"], .inProcess)
    defer { host.stop(timeoutMilliseconds: 5000) }
    let sink = RecordingSink()
    #expect(try host.start("request", sink: sink) == nil)
    #expect(sink.count == 1)
    let slow = RecordingSink()
    #expect(try host.start("wait", #"{"milliseconds":200}"#, sink: slow) != nil)
    #expect(slow.wait() != nil)
  }
}
