import Testing

@testable import Crypto

/// The examples of RFC 7515 appendices A.2 and A.3.
enum SignatureExample {
  static let payload =
    "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ"
  static let rsaMessage = Array("eyJhbGciOiJSUzI1NiJ9.\(payload)".utf8)
  static let p256Message = Array("eyJhbGciOiJFUzI1NiJ9.\(payload)".utf8)

  static let modulus = bytes(
    "ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4"
      + "d4QlL-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5"
      + "z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJ"
      + "H7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ")
  static let rsaSignature = bytes(
    "cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5"
      + "jujGbds9uJdbF9CUAr7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQB"
      + "MHlb1L07Qe7K0GarZRmB_eSN9383LcOLn6_dO--xi12jzDwusC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6I"
      + "eYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQGe77Rw")
  static let x = bytes("f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU")
  static let y = bytes("x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0")
  static let p256Signature = bytes(
    "DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q")

  private static func bytes(_ text: String) -> [UInt8] { Base64URL.decode(text.utf8) ?? [] }

  static func rsaKey() throws -> VerificationKey {
    try VerificationKey(rsaModulus: modulus[...], exponent: [1, 0, 1])
  }

  static func p256Key() throws -> VerificationKey { try VerificationKey(p256X: x[...], y: y[...]) }
}

@Suite struct VerificationKeyTests {
  private typealias Example = SignatureExample

  @Test func theExamplesHold() throws {
    #expect(try Example.rsaKey().isValid(Example.rsaSignature[...], of: Example.rsaMessage[...]))
    #expect(try Example.p256Key().isValid(Example.p256Signature[...], of: Example.p256Message[...]))
  }

  @Test func oneOtherBitAnywhereIsRefused() throws {
    let (rsa, p256) = (try Example.rsaKey(), try Example.p256Key())
    for place in Example.rsaSignature.indices {
      var signature = Example.rsaSignature
      signature[place] ^= 1 << UInt8(place % 8)
      #expect(!rsa.isValid(signature[...], of: Example.rsaMessage[...]))
    }
    for place in Example.p256Signature.indices {
      var signature = Example.p256Signature
      signature[place] ^= 1 << UInt8(place % 8)
      #expect(!p256.isValid(signature[...], of: Example.p256Message[...]))
    }
    for place in Example.rsaMessage.indices {
      var message = Example.rsaMessage
      message[place] ^= 1
      #expect(!rsa.isValid(Example.rsaSignature[...], of: message[...]))
    }
  }

  @Test func signaturesOfOtherLengthsAreRefused() throws {
    let (rsa, p256) = (try Example.rsaKey(), try Example.p256Key())
    for signature in [[], [0] + Example.rsaSignature, Array(Example.rsaSignature.dropLast())] {
      #expect(!rsa.isValid(signature[...], of: Example.rsaMessage[...]))
    }
    for signature in [
      [], [0] + Example.p256Signature, Array(Example.p256Signature.dropLast()),
      [UInt8](repeating: 0, count: 64), Array(Example.p256Signature.prefix(32)),
    ] {
      #expect(!p256.isValid(signature[...], of: Example.p256Message[...]))
    }
  }

  @Test func anEmptyMessageIsNoTrouble() throws {
    #expect(try !Example.rsaKey().isValid(Example.rsaSignature[...], of: []))
    #expect(try !Example.p256Key().isValid(Example.p256Signature[...], of: []))
  }

  @Test func weakKeysAreRefused() {
    let short = Example.modulus.prefix(128)
    #expect(throws: CryptoError.self) {
      try VerificationKey(rsaModulus: short, exponent: [1, 0, 1])
    }
    let long = [UInt8](repeating: 0xFF, count: VerificationKey.maximumModulusBits / 8 + 1)
    #expect(throws: CryptoError.self) {
      try VerificationKey(rsaModulus: long[...], exponent: [1, 0, 1])
    }
    // Zeros in front make no key longer.
    let padded = [UInt8](repeating: 0, count: 200) + short
    #expect(throws: CryptoError.self) {
      try VerificationKey(rsaModulus: padded[...], exponent: [1, 0, 1])
    }
    for exponent in [[], [0], [1], [0, 0, 1], [2], [1, 0, 0], [UInt8](repeating: 1, count: 9)] {
      #expect(throws: CryptoError.self) {
        try VerificationKey(rsaModulus: Example.modulus[...], exponent: exponent[...])
      }
    }
  }

  @Test func pointsOffTheCurveAreRefused() {
    var y = Example.y
    y[31] ^= 1
    #expect(throws: CryptoError.self) { try VerificationKey(p256X: Example.x[...], y: y[...]) }
    let nothing = [UInt8](repeating: 0, count: 32)
    #expect(throws: CryptoError.self) {
      try VerificationKey(p256X: nothing[...], y: nothing[...])
    }
    #expect(throws: CryptoError.self) {
      try VerificationKey(p256X: Example.x.dropLast(), y: Example.y[...])
    }
  }
}

@Suite struct RSASigningKeyTests {
  private let message = Array("what is signed".utf8)

  @Test func whatItSignsIsValid() throws {
    let key = try RSASigningKey()
    let signature = try key.signature(of: message[...])
    let verification = try key.verificationKey()
    #expect(verification.algorithm == .rs256)
    #expect(verification.isValid(signature[...], of: message[...]))
    #expect(!verification.isValid(signature[...], of: message.dropLast()))
    #expect(key.modulus.count * 8 == RSASigningKey.generatedBits)
    #expect(try verification.isValid(key.signature(of: [])[...], of: []))
    #expect(try !RSASigningKey().verificationKey().isValid(signature[...], of: message[...]))
  }

  @Test func itIsTheSameWhenReadAgain() throws {
    let key = try RSASigningKey()
    let read = try RSASigningKey(der: key.privateBytes()[...])
    #expect(read.modulus == key.modulus && read.exponent == key.exponent)
    #expect(try read.signature(of: message[...]) == key.signature(of: message[...]))
  }

  @Test func whatIsNoPrivateKeyIsRefused() throws {
    let bytes = try RSASigningKey().privateBytes()
    for wrong in [[], [0x30], Array(bytes.dropLast()), bytes + [0], Array(bytes.reversed())] {
      #expect(throws: CryptoError.self) { try RSASigningKey(der: wrong[...]) }
    }
  }

  @Test func itPrintsNothingOfItself() throws {
    #expect("\(try RSASigningKey())" == "RSASigningKey")
  }
}
