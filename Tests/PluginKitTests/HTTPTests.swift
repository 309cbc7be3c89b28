import JSON
import PluginABI
import PluginKit
import Synchronization
import Testing

@Suite struct HTTPTests {
  private struct Fetching: OneToolPlugin {
    let host: Host
    static func run(_ arguments: JSONValue, _ call: Call, _ host: Host) async throws -> ToolResult {
      let request = HTTPRequest(
        method: arguments["method"]?.string ?? "GET", url: "https://example.com/a",
        fields: [HTTPField("Accept", "text/plain"), HTTPField("X-Id", "7")], body: [1, 2],
        timeoutMilliseconds: 1500, responseLimitBytes: 4096, followsRedirects: true)
      let response = try await host.http.send(request, call: call)
      let type = response.field("content-TYPE") ?? "none"
      return .text("\(response.status) \(type) \(String(decoding: response.body, as: UTF8.self))")
    }
  }

  private let http = FakeHTTP()
  private func bench() throws -> PluginBench {
    try PluginBench(Fetching.self, FakeHost(http: http))
  }

  @Test func theRequestReachesTheHostWhole() async throws {
    let bench = try bench()
    let call = bench.start("run", .init()).call
    await http.arrival()
    let request = http.record.withLock { $0.exchanges[1]?.request }
    #expect(
      request
        == FakeHTTP.Request(
          method: "GET", url: "https://example.com/a",
          fields: [["Accept", "text/plain"], ["X-Id", "7"]], body: [1, 2],
          flags: TOOLRACK_HTTP_FOLLOW_REDIRECTS | TOOLRACK_HTTP_RETRY, timeoutMilliseconds: 1500,
          responseLimitBytes: 4096, call: call))
    http.complete(1, status: 204)
    #expect(await bench.host.completion(of: call).text == "204 none ")
  }

  @Test func onlyWhatIsSafeMayBeRepeated() {
    #expect(HTTPRequest(url: "a").mayRetry)
    #expect(HTTPRequest(method: "HEAD", url: "a").mayRetry)
    #expect(!HTTPRequest(method: "POST", url: "a").mayRetry)
    #expect(HTTPRequest(method: "POST", url: "a", mayRetry: true).mayRetry)
  }

  @Test func theResponseReachesTheHandler() async throws {
    let bench = try bench()
    let call = bench.start("run", .init()).call
    await http.arrival()
    http.complete(1, status: 404, fields: [("Content-Type", "a/b"), ("B", "c")], body: "héllo")
    #expect(await bench.host.completion(of: call).text == "404 a/b héllo")
  }

  @Test(arguments: zip(HTTPFailure.Code.allCases, [false, true, true, false, true]))
  func aFailureIsAToolErrorWithItsMessage(_ code: HTTPFailure.Code, _ retry: Bool) async throws {
    let bench = try bench()
    let call = bench.start("run", .init()).call
    await http.arrival()
    http.complete(1, failure: code.rawValue, message: "Because.")
    let completion = await bench.host.completion(of: call)
    #expect(completion.errorSummary == "Because.")
    #expect(completion.isRetryable == retry)
  }

  @Test func anUnknownFailureIsOneToo() async throws {
    let bench = try bench()
    let call = bench.start("run", .init()).call
    await http.arrival()
    http.complete(1, failure: 77)
    #expect(await bench.host.completion(of: call).errorSummary == "The request failed (77).")
  }

  @Test func aHostWithoutAClientIsSaid() async throws {
    let bench = try PluginBench(Fetching.self, FakeHost())
    let completion = try await bench.call("run")
    #expect(completion.errorSummary == "The host has no HTTP client.")
  }

  @Test func aRefusedRequestIsSaid() async throws {
    http.record.withLock { $0.refuses = true }
    let completion = try await bench().call("run")
    #expect(completion.errorSummary == "The host refused the request.")
  }

  @Test(.timeLimit(.minutes(1)))
  func cancellingTheCallEndsTheExchange() async throws {
    let bench = try bench()
    let call = bench.start("run", .init()).call
    await http.arrival()
    bench.cancel(call)
    #expect(await bench.host.completion(of: call).isCancelled)
    #expect(http.record.withLock(\.cancelled) == [1])
  }

  @Test(.timeLimit(.minutes(1)))
  func cancellingAtAnyMomentEndsEveryCall() async throws {
    let bench = try bench()
    for _ in 0..<200 {
      let call = bench.start("run", .init()).call
      bench.cancel(call)
      #expect(await bench.host.completion(of: call).isCancelled)
    }
    #expect(http.record.withLock(\.exchanges).isEmpty)
  }
}
