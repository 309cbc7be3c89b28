import Testing

@testable import AWS
@testable import Crypto

/// Every case of the signing suite, signed in both forms.
@Suite(.enabled(if: !SignatureVector.all.isEmpty, "no signing vectors in ../shared/vectors"))
struct SigningSuiteTests {
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

  @Test func keptKeysSignTheSame() throws {
    let keys = SigningKeys()
    for vector in SignatureVector.all + SignatureVector.all {
      var signer = SignatureV4Signer(
        region: vector.signer.region, service: vector.signer.service, keys: keys)
      signer.path = vector.signer.path
      signer.sendsContentHash = vector.signer.sendsContentHash
      signer.signsSessionToken = vector.signer.signsSessionToken
      let signed = try signer.signed(vector.request, vector.credentials, at: vector.time)
      let signature = try #require(vector.expected("header-signature"))
      let field = try #require(signed.value(of: "authorization")).text
      #expect(field.hasSuffix(", Signature=\(signature)"))
    }
    #expect(keys.count == 1)
  }
}
