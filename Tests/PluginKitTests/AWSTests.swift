import JSON
import PluginABI
import PluginKit
import Synchronization
import Testing

@Suite struct AWSSigningTests {
  private struct Signing: OneToolPlugin {
    let host: Host
    static func run(_ arguments: JSONValue, _ call: Call, _ host: Host) async throws -> ToolResult {
      let request = HTTPRequest(
        method: "POST", url: "https://example.com/a?b=c", fields: [HTTPField("Accept", "a/b")],
        body: [1, 2])
      let region = arguments["region"]?.string
      if arguments["presign"]?.bool == true {
        return .text(try await host.aws.presign(request, service: "s3", region: region))
      }
      let fields = try await host.aws.sign(request, service: "sts", region: region)
      return .text(fields.map { "\($0.name)=\($0.value)" }.joined(separator: "; "))
    }
  }

  private let signer = FakeSigner()
  private func bench(_ host: FakeHost? = nil) throws -> PluginBench {
    try PluginBench(Signing.self, host ?? FakeHost(signer: signer))
  }

  @Test func theRequestReachesTheHostWhole() async throws {
    let bench = try bench()
    let call = bench.start("run", .init(arguments: ##"{"region":"eu-west-1"}"##)).call
    await signer.arrival()
    let asked = try #require(signer.record.withLock { $0.asked.first })
    #expect(asked.service == "sts" && asked.region == "eu-west-1" && asked.flags == 0)
    #expect(asked.request.method == "POST" && asked.request.url == "https://example.com/a?b=c")
    #expect(asked.request.fields == [["Accept", "a/b"]] && asked.request.body == [1, 2])
    signer.complete(fields: [("Authorization", "AWS4"), ("X-Amz-Date", "now")])
    #expect(
      await bench.host.completion(of: call).text == "Authorization=AWS4; X-Amz-Date=now")
  }

  @Test func aPresignedURLIsTheAnswer() async throws {
    let bench = try bench()
    let call = bench.start("run", .init(arguments: ##"{"presign":true}"##)).call
    await signer.arrival()
    let asked = try #require(signer.record.withLock { $0.asked.first })
    #expect(asked.flags == TOOLRACK_AWS_PRESIGN && asked.region.isEmpty && asked.service == "s3")
    signer.complete(body: "https://example.com/a?X-Amz-Signature=1")
    #expect(
      await bench.host.completion(of: call).text == "https://example.com/a?X-Amz-Signature=1")
  }

  @Test(arguments: [
    (TOOLRACK_HTTP_REFUSED, false), (TOOLRACK_HTTP_CONNECT, true), (TOOLRACK_HTTP_TIMEOUT, true),
  ])
  func aFailureIsAToolErrorWithItsMessage(_ failure: UInt32, _ retries: Bool) async throws {
    let bench = try bench()
    let call = bench.start("run", .init()).call
    await signer.arrival()
    signer.complete(failure: failure, message: "No, because.")
    let completion = await bench.host.completion(of: call)
    #expect(completion.errorSummary == "No, because.")
    #expect(completion.isRetryable == retries)
  }

  @Test func aHostThatDoesNotSignIsAFailure() async throws {
    let bench = try bench(FakeHost())
    let call = bench.start("run", .init()).call
    #expect(await bench.host.completion(of: call).errorSummary == "The host signs nothing for AWS.")
    signer.record.withLock { $0.refuses = true }
    let other = try self.bench()
    let refused = other.start("run", .init()).call
    #expect(
      await other.host.completion(of: refused).errorSummary == "The host refused the request.")
  }

  @Test func aCancelledCallWaitsNoMore() async throws {
    let bench = try bench()
    let call = bench.start("run", .init()).call
    await signer.arrival()
    bench.cancel(call)
    let completion = await bench.host.completion(of: call)
    #expect(completion.isCancelled)
    // The host's answer comes late and is heard by nobody.
    signer.complete(fields: [("Authorization", "AWS4")])
  }
}
