import AWS
import Testing

@testable import Access
@testable import Crypto

/// Every case of the signing suite, checked in both forms.
@Suite(.enabled(if: !SignatureVector.all.isEmpty, "no signing vectors in ../shared/vectors"))
struct SignatureSuiteTests {
  @Test func allCasesAreThere() { #expect(SignatureVector.all.count == 38) }

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
    verifier.path = signer.path
    verifier.takesPresigned = true
    return verifier
  }
}
