import Testing

@testable import Crypto

@Suite struct CryptoLibraryTests {
  @Test func `This system's libcrypto can be used`() {
    #expect(CryptoLibrary.problem() == nil)
  }

  @Test(arguments: ["libcrypto-that-is-not-there.so.3", "/etc/passwd", "libm.so.6"])
  func `What cannot be used names the package`(file: String) {
    let problem = CryptoLibrary.problem(withFile: file)
    #expect(problem?.contains("Debian's package libssl3") == true)
  }

  @Test func `A library without the functions is told from none`() {
    #expect(
      CryptoLibrary.problem(withFile: "libm.so.6") != CryptoLibrary.problem(withFile: "libno.so"))
  }
}

/// The examples of FIPS 180-4 as NIST publishes them, and the empty message.
@Suite struct SHA256Tests {
  @Test(arguments: [
    ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ),
    (
      "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmno"
        + "ijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu",
      "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1"
    ),
  ])
  func theExamplesHold(_ text: String, _ digest: String) throws {
    #expect(hexadecimal(try SHA256.digest(of: Array(text.utf8).span)) == digest)
  }

  @Test func aMillionLetters() throws {
    let message = [UInt8](repeating: UInt8(ascii: "a"), count: 1_000_000)
    #expect(
      hexadecimal(try SHA256.digest(of: message.span))
        == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")
  }
}

/// The test cases of RFC 4231 section 4; the fifth is of a shortened code.
@Suite struct HMACSHA256Tests {
  struct Example: Sendable {
    let key: [UInt8]
    let message: [UInt8]
    let code: String
  }

  private static let examples = [
    Example(
      key: [UInt8](repeating: 0x0B, count: 20), message: Array("Hi There".utf8),
      code: "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"),
    Example(
      key: Array("Jefe".utf8), message: Array("what do ya want for nothing?".utf8),
      code: "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"),
    Example(
      key: [UInt8](repeating: 0xAA, count: 20), message: [UInt8](repeating: 0xDD, count: 50),
      code: "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe"),
    Example(
      key: Array(1...25), message: [UInt8](repeating: 0xCD, count: 50),
      code: "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b"),
    Example(
      key: [UInt8](repeating: 0x0C, count: 20), message: Array("Test With Truncation".utf8),
      code: "a3b6167473100ee06e0c796c2955552b"),
    Example(
      key: [UInt8](repeating: 0xAA, count: 131),
      message: Array("Test Using Larger Than Block-Size Key - Hash Key First".utf8),
      code: "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"),
    Example(
      key: [UInt8](repeating: 0xAA, count: 131),
      message: Array(
        ("This is a test using a larger than block-size key and a larger than block-size data. "
          + "The key needs to be hashed before being used by the HMAC algorithm.").utf8),
      code: "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2"),
  ]

  @Test(arguments: examples)
  func theExamplesHold(_ example: Example) throws {
    let key = Key(example.key.span)
    let code = hexadecimal(try HMACSHA256.code(of: example.message[...], key: key))
    #expect(code.hasPrefix(example.code))
    #expect(code.utf8.count == 64)
  }

  @Test func partsAreTakenTogether() throws {
    let example = Self.examples[1]
    let key = Key(example.key.span)
    let code = try HMACSHA256.code(
      of: example.message[..<4], [], example.message[4..<9], example.message[9...], key: key)
    #expect(hexadecimal(code) == example.code)
  }

  @Test func anEmptyKeyAndNothingAreInOrder() throws {
    let code = try HMACSHA256.code(key: Key([UInt8]().span))
    #expect(
      hexadecimal(code)
        == "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad")
  }
}

@Suite struct KeyTests {
  private func code(_ key: Key) throws -> [UInt8] { try HMACSHA256.code(of: [1, 2, 3], key: key) }

  @Test func aSecretGivesTheSameKeyEachTime() throws {
    let secret = Array("a secret that two replicas share".utf8)
    let digest = try SHA256.digest(of: secret.span)
    #expect(try code(Key(derivedFrom: secret.span)) == code(Key(digest.span)))
    let other = Array("a secret that two replicas Share".utf8)
    #expect(try code(Key(derivedFrom: secret.span)) != code(Key(derivedFrom: other.span)))
  }

  @Test func randomKeysDiffer() throws {
    #expect(try code(Key(randomByteCount: 32)) != code(Key(randomByteCount: 32)))
  }

  @Test func aKeyShowsNothingOfItself() {
    let key = Key(Array("hunter2".utf8).span)
    #expect("\(key)" == "Key")
    #expect(String(reflecting: key) == "Key")
  }

  @Test func clearedBytesAreZero() {
    var bytes: [UInt8] = [1, 2, 3]
    bytes.clear()
    #expect(bytes == [0, 0, 0])
    var none: [UInt8] = []
    none.clear()
    #expect(none.isEmpty)
  }
}

@Suite struct RandomBytesTests {
  @Test(arguments: [0, 1, 32, 1000]) func asManyAsAskedFor(_ count: Int) throws {
    #expect(try RandomBytes.make(count).count == count)
  }

  @Test func theyDiffer() throws {
    #expect(try RandomBytes.make(32) != RandomBytes.make(32))
    #expect(Set(try RandomBytes.make(4096)).count > 200)
  }
}

@Suite struct ConstantTimeTests {
  @Test func sameAndOther() {
    let bytes: [UInt8] = [9, 1, 2, 3, 9]
    #expect(ConstantTime.equal([], []))
    #expect(ConstantTime.equal(bytes[1..<4], [1, 2, 3]))
    #expect(!ConstantTime.equal([1, 2], [1, 2, 3]))
    #expect(!ConstantTime.equal([1], []))
    for bit in 0..<40 {
      var changed = bytes
      changed[bit / 8] ^= 1 << (bit % 8)
      #expect(!ConstantTime.equal(changed[...], bytes[...]))
    }
  }
}

@Suite struct TextFormsTests {
  /// RFC 4648 section 10, without the padding.
  @Test(arguments: [
    ("", ""), ("f", "Zg"), ("fo", "Zm8"), ("foo", "Zm9v"), ("foob", "Zm9vYg"),
    ("fooba", "Zm9vYmE"), ("foobar", "Zm9vYmFy"),
  ])
  func base64URLHolds(_ bytes: String, _ text: String) {
    #expect(Base64URL.encode(bytes.utf8) == text)
    #expect(Base64URL.decode(text.utf8) == Array(bytes.utf8))
    #expect(Base64URL.textCount(byteCount: bytes.utf8.count) == text.utf8.count)
  }

  @Test func everyByteThereAndBack() {
    for start in 0..<4 {
      let bytes = Array(UInt8(start)...255)
      #expect(Base64URL.decode(Base64URL.encode(bytes).utf8) == bytes)
    }
  }

  @Test(arguments: ["Z", "Zg==", "Zh", "Zm9", "Zm8=", "Zm9v ", "Zm+v", "Zm/v", "Zm9vY", "Zg\n"])
  func otherTextIsNoBase64URL(_ text: String) { #expect(Base64URL.decode(text.utf8) == nil) }
}

/// As FIPS 180-4 and RFC 4231 print bytes.
private func hexadecimal(_ bytes: [UInt8]) -> String {
  bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
}
