import Testing

@testable import AWS
@testable import Crypto

@Suite struct SigningKeysTests {
  private func credentials(_ id: String, _ secret: String) -> SigningCredentials {
    SigningCredentials(accessKeyID: id, secret: Key(Array(secret.utf8).span))
  }

  private let scope = CredentialScope(day: "20260728", region: "eu-central-1", service: "sts")

  @Test func aKeyIsDerivedOnce() throws {
    let keys = SigningKeys()
    let credentials = credentials("AKID", "secret")
    let first = try keys.key(of: credentials, for: scope)
    #expect(try keys.key(of: credentials, for: scope) === first)
    let other = CredentialScope(day: "20260729", region: "eu-central-1", service: "sts")
    #expect(try keys.key(of: credentials, for: other) !== first)
  }

  @Test func anotherSecretUnderTheSameIDIsAnotherKey() throws {
    let keys = SigningKeys()
    let first = try keys.key(of: credentials("AKID", "one"), for: scope)
    let second = try keys.key(of: credentials("AKID", "two"), for: scope)
    #expect(first.withBytes { Array($0) } != second.withBytes { Array($0) })
  }

  @Test func fewAreKept() throws {
    let keys = SigningKeys()
    for number in 0..<(SigningKeys.maximumCount * 3) {
      _ = try keys.key(of: credentials("AKID\(number)", "secret"), for: scope)
      #expect(keys.count <= SigningKeys.maximumCount)
    }
  }
}
