import AWS
import Testing

@testable import Access
@testable import Crypto

/// What a verifier asks of a request beside its signature.
@Suite struct SignatureV4RuleTests {
  private static let now: Int64 = 1_440_938_160
  private let credentials: SigningCredentials
  private let signer = SignatureV4Signer(region: "eu-central-1", service: "service")
  private let verifier: SignatureV4Verifier

  init() throws {
    let secret = Array("wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY".utf8)
    credentials = SigningCredentials(accessKeyID: "AKIDEXAMPLE", secret: Key(secret.span))
    verifier = try SignatureV4Verifier(
      region: "eu-central-1", service: "service", keys: [credentials])
  }

  private func request() -> SignableRequest {
    SignableRequest(
      method: Array("POST".utf8), path: Array("/mcp".utf8), query: nil,
      fields: [.init("Host", "tools.example"), .init("Content-Type", "application/json")],
      body: Array("{}".utf8))
  }

  private func signed(at seconds: Int64 = now) throws -> SignableRequest {
    let time = try #require(SigningTime(unixSeconds: seconds))
    return try signer.signed(request(), credentials, at: time)
  }

  /// The signed request with another Authorization.
  private func signed(_ change: (String) -> String) throws -> SignableRequest {
    var request = try signed()
    let index = try #require(request.fields.firstIndex { $0.name.text == "Authorization" })
    request.fields[index].value = Array(change(request.fields[index].value.text).utf8)
    return request
  }

  private func refusal(of request: SignableRequest, now: Int64 = now) -> String? {
    do throws(SignatureV4Refusal) {
      _ = try verifier.identity(of: request, now: now)
      return nil
    } catch {
      return error.code
    }
  }

  @Test func theSignedRequestIsTaken() throws {
    #expect(refusal(of: try signed()) == nil)
    let identity = try verifier.identity(of: try signed(), now: Self.now)
    #expect(identity.accessKeyID == "AKIDEXAMPLE")
    #expect(identity.expiry == Self.now + SignatureV4Verifier.defaultSkewSeconds)
  }

  @Test func orderAndSpacingOfThePartsAreFree() throws {
    let swapped = try signed { field in
      let parts = field.dropFirst("AWS4-HMAC-SHA256 ".count).split(separator: ", ")
      return "AWS4-HMAC-SHA256   " + parts.reversed().joined(separator: ",")
    }
    #expect(refusal(of: swapped) == nil)
  }

  @Test(arguments: [
    ("AWS4-HMAC-SHA256", "AWS4-HMAC-SHA512"), ("AWS4-HMAC-SHA256 ", "AWS4-HMAC-SHA256,"),
    ("/aws4_request", "/aws5_request"), ("/aws4_request", ""), ("AKIDEXAMPLE/", "/"),
    ("AKIDEXAMPLE/", "AKID/EXAMPLE/"), ("20150830", "20150831"), ("Signature=", "Signature=0"),
    ("Signature=", "signature="), (", SignedHeaders=", ", Extra=1, SignedHeaders="),
    ("SignedHeaders=content-type;host", "SignedHeaders=host;content-type"),
    ("SignedHeaders=content-type;host", "SignedHeaders=content-type;host;host"),
    ("SignedHeaders=content-type;host", "SignedHeaders=Content-Type;host"),
    ("SignedHeaders=content-type;host", "SignedHeaders=content-type;;host"),
    ("content-type;host;x-amz-date", "content-type;x-amz-date"),
    ("content-type;host;x-amz-date", "content-type;host"),
    ("content-type;host", "content-type;etag;host"),
  ])
  func whatIsNotWrittenRightIsIncomplete(_ text: String, _ other: String) throws {
    let request = try signed { $0.replacing(text, with: other) }
    #expect(refusal(of: request) == "IncompleteSignature")
  }

  @Test func everyPartStandsOnce() throws {
    let doubled = try signed { "\($0), Signature=\(String(repeating: "0", count: 64))" }
    #expect(refusal(of: doubled) == "IncompleteSignature")
    let lacking = try signed { String($0.prefix { $0 != "," }) }
    #expect(refusal(of: lacking) == "IncompleteSignature")
    var twice = try signed()
    twice.fields.append(.init("authorization", "Bearer x"))
    #expect(refusal(of: twice) == "IncompleteSignature")
    var dates = try signed()
    dates.fields.append(.init("X-Amz-Date", "20150830T123600Z"))
    #expect(refusal(of: dates) == "IncompleteSignature")
  }

  @Test func placesMustBeOurs() throws {
    #expect(
      refusal(of: try signed { $0.replacing("eu-central-1", with: "us-east-1") })
        == "SignatureDoesNotMatch")
  }

  @Test func timesDecide() throws {
    let skew = SignatureV4Verifier.defaultSkewSeconds
    for (offset, isTaken) in [(skew, true), (-skew, true), (skew + 1, false), (-skew - 1, false)] {
      let request = try signed(at: Self.now + offset)
      #expect((refusal(of: request) == nil) == isTaken, "\(offset)")
    }
  }

  @Test func fieldsOfAmazonMustBeSigned() throws {
    var request = try signed()
    request.fields.append(.init("x-amz-target", "Other"))
    #expect(refusal(of: request) == "IncompleteSignature")
    request = try signed()
    request.fields.append(.init("X-Trace", "free"))
    #expect(refusal(of: request) == nil)
  }

  @Test func otherHashesOfTheContentAreRefused() throws {
    var plain = request()
    plain.fields.append(.init("X-Amz-Content-Sha256", "UNSIGNED-PAYLOAD"))
    let time = try #require(SigningTime(unixSeconds: Self.now))
    let request = try signer.signed(plain, credentials, at: time)
    #expect(refusal(of: request) == "InvalidSignatureException")
  }

  @Test func presignedRequestsAreTakenOnlyWhereWanted() throws {
    let time = try #require(SigningTime(unixSeconds: Self.now))
    let presigned = try signer.presigned(request(), credentials, at: time, expiringAfter: 60)
    #expect(refusal(of: presigned) == "MissingAuthenticationToken")
    var verifier = verifier
    verifier.takesPresigned = true
    #expect(try verifier.identity(of: presigned, now: Self.now + 60).expiry == Self.now + 60)
    #expect(throws: SignatureV4Refusal.self) {
      try verifier.identity(of: presigned, now: Self.now + 61)
    }
    for seconds in [0, 604_801] {
      let wrong = try signer.presigned(request(), credentials, at: time, expiringAfter: seconds)
      #expect(throws: SignatureV4Refusal.self) { try verifier.identity(of: wrong, now: Self.now) }
    }
  }
}
