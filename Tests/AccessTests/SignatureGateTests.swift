import AWS
import Testing

@testable import Access
@testable import Crypto

/// Who signed a request, and whether it was taken before.
@Suite struct SignatureGateTests {
  private let clock = ManualAccessClock(1_440_938_160)
  private let credentials: SigningCredentials
  private let verifier: SignatureV4Verifier

  init() throws {
    let secret = Array("wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY".utf8)
    credentials = SigningCredentials(accessKeyID: "AKIDEXAMPLE", secret: Key(secret.span))
    verifier = try SignatureV4Verifier(
      region: "eu-central-1", service: "service", keys: [credentials])
  }

  private func gate(refusesReplays: Bool = true, maximumCount: Int = 2) -> SignatureGate {
    SignatureGate(
      verifier: verifier, clients: ["AKIDEXAMPLE": .init(name: "machine", scopes: ["a"])],
      refusesReplays: refusesReplays, window: ReplayWindow(maximumCount: maximumCount),
      clock: clock)
  }

  private func request(_ body: String, method: String = "POST") throws -> SignableRequest {
    let request = SignableRequest(
      method: Array(method.utf8), path: Array("/mcp".utf8), query: nil,
      fields: [.init("Host", "tools.example")], body: Array(body.utf8))
    let signer = SignatureV4Signer(region: "eu-central-1", service: "service")
    let time = try #require(SigningTime(unixSeconds: clock.unixSeconds))
    return try signer.signed(request, credentials, at: time)
  }

  private func refusal(of request: SignableRequest, by gate: SignatureGate) -> AccessRefusal? {
    do throws(AccessRefusal) {
      _ = try gate.client(of: request)
      return nil
    } catch {
      return error
    }
  }

  @Test func aRequestIsTakenOnceAndAGetAsOftenAsItComes() throws {
    let gate = gate()
    let post = try request("1")
    #expect(try gate.client(of: post) == .init(name: "machine", scopes: ["a"]))
    guard case .unsigned(let code, _)? = refusal(of: post, by: gate) else {
      Issue.record("it was taken twice")
      return
    }
    #expect(code == "InvalidSignatureException")
    let get = try request("", method: "GET")
    for _ in 0..<3 { #expect(refusal(of: get, by: gate) == nil) }
    let lenient = self.gate(refusesReplays: false)
    for _ in 0..<3 { #expect(refusal(of: post, by: lenient) == nil) }
  }

  @Test func moreThanCanBeRememberedIsRefusedForAWhile() throws {
    let gate = gate()
    let early = try [request("1"), request("2")]
    for one in early { #expect(refusal(of: one, by: gate) == nil) }
    #expect(refusal(of: try request("3"), by: gate) == .overloaded(retryAfterSeconds: 301))
    // To make room by forgetting would let these in again.
    for one in early { #expect(refusal(of: one, by: gate) != nil) }
    clock.advance(milliseconds: 301_000)
    #expect(refusal(of: try request("3"), by: gate) == nil)
  }
}

@Suite struct ReplayWindowTests {
  @Test func aSignatureIsTakenOnce() {
    var window = ReplayWindow()
    let verdicts = [
      window.admit(signature(1), until: 100, now: 0),
      window.admit(signature(1), until: 100, now: 100),
      window.admit(signature(2), until: 100, now: 0),
      // Past its end a request is refused for its time; its signature may be forgotten.
      window.admit(signature(1), until: 300, now: 101),
    ]
    #expect(verdicts == [.new, .seen, .new, .new])
    #expect(window.count == 1)
  }

  @Test func signaturesAreToldApartByTheirDigits() {
    var window = ReplayWindow()
    let digits = Array("0123456789abcdef".utf8)
    for place in 0..<32 {
      for digit in digits {
        var one = signature(0)
        one[place] = digit
        let verdict = window.admit(one, until: 100, now: 0)
        #expect(verdict == (digit == digits[0] && place > 0 ? .seen : .new), "\(place) \(digit)")
      }
    }
  }

  @Test func aFullWindowRefusesAndForgetsNothing() {
    var window = ReplayWindow(maximumCount: 3)
    for number in 0..<3 {
      let verdict = window.admit(signature(number), until: 100 + Int64(number), now: 0)
      #expect(verdict == .new)
    }
    let verdicts = [
      window.admit(signature(3), until: 400, now: 90),
      window.admit(signature(0), until: 100, now: 100),
      // The first one has expired.
      window.admit(signature(3), until: 400, now: 101),
      window.admit(signature(4), until: 400, now: 101),
    ]
    #expect(verdicts == [.full(seconds: 11), .seen, .new, .full(seconds: 1)])
    #expect(window.count == 3)
  }

  private func signature(_ number: Int) -> [UInt8] {
    let digits = String(number, radix: 16)
    return Array((String(repeating: "0", count: 32 - digits.count) + digits).utf8)
      + [UInt8](repeating: UInt8(ascii: "f"), count: 32)
  }
}
