import Testing

@testable import Access
@testable import Crypto

/// Every case of the signing suite, signed and checked, in both forms.
@Suite(.enabled(if: !SignatureVector.all.isEmpty, "no signing vectors in ../shared/vectors"))
struct SignatureSuiteTests {
  @Test func allCasesAreThere() { #expect(SignatureVector.all.count == 38) }

  @Test(arguments: SignatureVector.all) func signsAsTheSuite(_ vector: SignatureVector) throws {
    let signed = try vector.signer.signed(vector.request, vector.credentials, at: vector.time)
    let signature = try #require(vector.expected("header-signature"))
    let field = try #require(signed.value(of: "authorization")).text
    #expect(field.hasSuffix(", Signature=\(signature)"))
    #expect(field == vector.signed("header-signed-request")?.value(of: "authorization")?.text)
  }

  @Test(arguments: SignatureVector.all) func presignsAsTheSuite(_ vector: SignatureVector) throws {
    let signed = try vector.signer.presigned(
      vector.request, vector.credentials, at: vector.time, expiringAfter: vector.expirySeconds)
    let signature = try #require(vector.expected("query-signature"))
    let query = try #require(signed.query).text
    #expect(query.contains("X-Amz-Signature=\(signature)"))
  }

  @Test(arguments: SignatureVector.all, ["header-signed-request", "query-signed-request"])
  func takesWhatTheSuiteSigned(_ vector: SignatureVector, _ file: String) throws {
    let request = try #require(vector.signed(file))
    let identity = try vector.verifier().identity(of: request, now: vector.time.unixSeconds)
    #expect(identity.accessKeyID == "AKIDEXAMPLE")
    var other = request
    other.body.append(1)
    #expect(throws: SignatureV4Refusal.invalid) {
      try vector.verifier().identity(of: other, now: vector.time.unixSeconds)
    }
    other = request
    other.path += Array("x".utf8)
    #expect(throws: SignatureV4Refusal.invalid) {
      try vector.verifier().identity(of: other, now: vector.time.unixSeconds)
    }
    other = request
    other.method = Array("DELETE".utf8)
    #expect(throws: SignatureV4Refusal.invalid) {
      try vector.verifier().identity(of: other, now: vector.time.unixSeconds)
    }
  }
}

extension SignatureVector {
  fileprivate func verifier() throws -> SignatureV4Verifier {
    var verifier = try SignatureV4Verifier(
      region: signer.region, service: signer.service, keys: [credentials])
    verifier.normalizesPath = signer.normalizesPath
    verifier.takesPresigned = true
    return verifier
  }
}
