import Glibc
import PluginABI
import Synchronization
import Testing

@testable import PluginHost

/// Signs with the words it was told, at once or when a test says so.
final class TestSigner: RequestSigner {
  private struct State {
    var requests: [SigningRequest] = []
    var held: [@Sendable (SigningOutcome) -> Void] = []
    var holds = false
    var outcome = SigningOutcome.success(.fields([SigningField("Authorization", "signed")]))
  }

  private let state = Mutex(State())

  func sign(
    _ request: SigningRequest, completion: @escaping @Sendable (SigningOutcome) -> Void
  ) {
    let outcome = state.withLock { state -> SigningOutcome? in
      state.requests.append(request)
      if state.holds { state.held.append(completion) }
      return state.holds ? nil : state.outcome
    }
    if let outcome { completion(outcome) }
  }

  var requests: [SigningRequest] { state.withLock { $0.requests } }
  func hold() { state.withLock { $0.holds = true } }
  func answer(with outcome: SigningOutcome) { state.withLock { $0.outcome = outcome } }

  func releaseAllButLast(with outcome: SigningOutcome) {
    let held = state.withLock { state in
      defer { state.held.removeFirst(state.held.count - 1) }
      return state.held.dropLast()
    }
    for completion in held { completion(outcome) }
  }

  func release() {
    let (held, outcome) = state.withLock { state in
      defer { state.held = [] }
      state.holds = false
      return (state.held, state.outcome)
    }
    for completion in held { completion(outcome) }
  }
}

/// `toolrack.aws/1`, through a plugin.
@Suite(.enabled(if: Fixtures.missing == nil, Fixtures.missing ?? ""))
struct SigningTests {
  private let signer = TestSigner()

  private func host(
    _ isolation: Isolation, services: [String] = ["sts", "s3"], signer: TestSigner?,
    timeoutMilliseconds: UInt64 = 20_000
  ) -> PluginHost {
    var settings = PluginHost.Settings()
    settings.workerExecutable = Fixtures.executable
    settings.files = [Fixtures.file("signs")]
    settings.signer = signer
    var plugin = PluginSettings()
    plugin.isolation = isolation
    plugin.prefix = ""
    plugin.aws = services
    plugin.callTimeoutMilliseconds = timeoutMilliseconds
    settings.plugins["signs"] = plugin
    let host = PluginHost(settings, log: LogRecorder().log)
    host.start(PluginHostObserver())
    return host
  }

  private static let arguments =
    ##"{"method":"POST","url":"https://a.example/b?c=d","service":"sts","region":"eu-west-1","body":"x"}"##

  @Test(arguments: [Isolation.worker, .inProcess])
  func theRequestReachesTheSignerAndItsFieldsThePlugin(_ isolation: Isolation) throws {
    let host = host(isolation, signer: signer)
    defer { host.stop(timeoutMilliseconds: 5000) }
    #expect(
      try host.outcome("sign", Self.arguments) == .text("Authorization: signed\n", isError: false))
    #expect(
      signer.requests == [
        SigningRequest(
          method: "POST", url: "https://a.example/b?c=d",
          fields: [SigningField("Content-Type", "application/json")], body: Array("x".utf8),
          service: "sts", region: "eu-west-1")
      ])
    signer.answer(with: .success(.url("https://a.example/?X-Amz-Signature=1")))
    let presigned = ##"{"method":"GET","url":"https://a.example/","service":"s3","presign":1}"##
    #expect(
      try host.outcome("sign", presigned)
        == .text("https://a.example/?X-Amz-Signature=1", isError: false))
    #expect(signer.requests.last?.presigns == true && signer.requests.last?.region == "")
  }

  @Test(arguments: [Isolation.worker, .inProcess])
  func failuresReachThePlugin(_ isolation: Isolation) throws {
    let host = host(isolation, signer: signer)
    defer { host.stop(timeoutMilliseconds: 5000) }
    signer.answer(with: .failure(SigningFailure(.unavailable, "No credentials.")))
    #expect(try host.outcome("sign", Self.arguments) == .text("No credentials.", isError: true))
  }

  @Test(arguments: [Isolation.worker, .inProcess])
  func aServiceThatIsNotListedIsRefused(_ isolation: Isolation) throws {
    let host = host(isolation, services: ["s3"], signer: signer)
    defer { host.stop(timeoutMilliseconds: 5000) }
    let refusal =
      "signs may not sign requests for sts; add \"sts\" to plugin.signs.aws in the configuration "
      + "file to allow it."
    #expect(try host.outcome("sign", Self.arguments) == .text(refusal, isError: true))
    #expect(signer.requests.isEmpty)
  }

  @Test(arguments: [Isolation.worker, .inProcess])
  func whatIsTooLargeIsNotSigned(_ isolation: Isolation) throws {
    let host = host(isolation, signer: signer)
    defer { host.stop(timeoutMilliseconds: 5000) }
    let large =
      ##"{"method":"PUT","url":"https://a.example/","service":"s3","padding":\##(SigningLimits.requestBytes)}"##
    guard case .text(let text, isError: true) = try host.outcome("sign", large) else {
      Issue.record("a request over the limit must be refused")
      return
    }
    #expect(text.hasPrefix("A signature is refused: the request"))
    #expect(signer.requests.isEmpty)
  }

  @Test(arguments: [Isolation.worker, .inProcess])
  func signaturesThatAreAwaitedAreBounded(_ isolation: Isolation) throws {
    let host = host(isolation, signer: signer)
    defer { host.stop(timeoutMilliseconds: 5000) }
    signer.hold()
    let sinks = try (0..<SigningLimits.waiting).map { _ in
      let sink = RecordingSink()
      _ = try host.start("sign", Self.arguments, sink: sink)
      return sink
    }
    #expect(eventually { signer.requests.count == SigningLimits.waiting })
    guard case .text(let text, isError: true) = try host.outcome("sign", Self.arguments) else {
      Issue.record("one more must be refused")
      return
    }
    #expect(text.contains("the most at one time"))
    signer.release()
    for sink in sinks { #expect(sink.wait() == .text("Authorization: signed\n", isError: false)) }
    #expect(
      try host.outcome("sign", Self.arguments) == .text("Authorization: signed\n", isError: false))
  }

  @Test(arguments: [Isolation.worker, .inProcess])
  func aSignatureThatComesAfterItsCallIsHeardByNobody(_ isolation: Isolation) throws {
    let host = host(isolation, signer: signer, timeoutMilliseconds: 200)
    defer { host.stop(timeoutMilliseconds: 5000) }
    signer.hold()
    #expect(try host.outcome("sign", Self.arguments) == .failure(.timedOut))
    signer.release()
    // On a busy machine one more may be late.
    let signed = Outcome.text("Authorization: signed\n", isError: false)
    #expect(try eventually { try host.outcome("sign", Self.arguments) == signed })
  }

  @Test func aWorkerThatDiesWhileItWaitsLeavesNothingBehind() throws {
    let host = host(.worker, signer: signer)
    defer { host.stop(timeoutMilliseconds: 5000) }
    signer.hold()
    let waiting = RecordingSink()
    _ = try host.start("sign", Self.arguments, sink: waiting)
    #expect(eventually { signer.requests.count == 1 })
    #expect(try host.outcome("crash", Self.arguments) == .failure(.crashed))
    #expect(waiting.wait() == .failure(.crashed))
    #expect(eventually { host.statuses.first?.state == .ready })
    let next = RecordingSink()
    let other = ##"{"method":"GET","url":"https://a.example/","service":"s3"}"##
    _ = try host.start("sign", other, sink: next)
    #expect(eventually { signer.requests.last?.service == "s3" })
    // The number of a signature of the first worker means another one in the second.
    signer.releaseAllButLast(with: .success(.fields([SigningField("Authorization", "stale")])))
    signer.release()
    #expect(next.wait() == .text("Authorization: signed\n", isError: false))
  }

  @Test func aHostWithoutASignerRefuses() throws {
    let host = host(.inProcess, signer: nil)
    defer { host.stop(timeoutMilliseconds: 5000) }
    guard case .text(let text, isError: true) = try host.outcome("sign", Self.arguments) else {
      Issue.record("nothing can sign")
      return
    }
    #expect(text.hasPrefix("signs may not sign requests for sts"))
  }
}

@Suite struct SigningFrameTests {
  private func frame(_ bytes: [UInt8], _ body: (Frame) throws -> Void) throws {
    var buffer = FrameBuffer()
    buffer.append(bytes)
    try body(try #require(try buffer.next()))
  }

  @Test func requestsAndOutcomesSurvive() throws {
    var request = SigningRequest(
      method: "PUT", url: "https://a.example/ä", fields: [SigningField("a", ""), .init("b", "c")],
      body: [0, 255], service: "s3", region: "", presigns: true)
    for presigns in [true, false] {
      request.presigns = presigns
      var bytes: [UInt8] = []
      SigningFrame.append(request, number: 7, to: &bytes)
      try frame(bytes) { frame in
        #expect(frame.kind == .sign && frame.call == 7)
        let decoded = try SigningFrame.request(frame.payload)
        #expect(decoded == request)
      }
    }
    let outcomes: [SigningOutcome] = [
      .success(.fields([SigningField("Authorization", "x"), .init("Y", "")])),
      .success(.url("https://a.example/?x")),
      .failure(SigningFailure(.refused, "No.")), .failure(SigningFailure(.unavailable, "")),
    ]
    for outcome in outcomes {
      var bytes: [UInt8] = []
      SigningFrame.append(outcome, number: 8, to: &bytes)
      try frame(bytes) { frame in
        #expect(frame.kind == .signed && frame.call == 8)
        let decoded = try SigningFrame.outcome(frame.payload)
        #expect(decoded == outcome)
      }
    }
  }

  @Test func whatIsCutOrForgedThrows() throws {
    let request = SigningRequest(
      method: "GET", url: "https://a.example/", fields: [SigningField("a", "b")], service: "sts")
    var bytes: [UInt8] = []
    SigningFrame.append(request, number: 1, to: &bytes)
    let payload = Array(bytes[FrameLimits.headerBytes...])
    for count in 0..<payload.count {
      #expect(throws: FrameError.self) {
        try payload.prefix(count).withUnsafeBytes { try SigningFrame.request($0) }
      }
    }
    var flags = payload
    flags[0] = 2
    #expect(throws: FrameError.self) { try flags.withUnsafeBytes { try SigningFrame.request($0) } }
    var many: [UInt8] = []
    many.appendInteger(UInt32(0))
    many.appendInteger(UInt32(SigningLimits.fields + 1))
    #expect(throws: FrameError.self) { try many.withUnsafeBytes { try SigningFrame.outcome($0) } }
  }
}
