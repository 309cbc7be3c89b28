import Testing

@testable import MCP

@Suite struct DigestTests {
  private func digest(_ text: String) -> Digest {
    var digest = Digest()
    Array(text.utf8).withUnsafeBufferPointer { digest.add($0) }
    return digest
  }

  /// The published values of FNV-1a: other processes and versions come to the same.
  @Test(arguments: [
    ("", UInt64(0xcbf2_9ce4_8422_2325)), ("a", 0xaf63_dc4c_8601_ec8c),
    ("foobar", 0x8594_4171_f739_67e8),
  ])
  func isThatOfFNV1a(_ text: String, _ value: UInt64) {
    #expect(digest(text).value == value)
  }

  @Test func theOrderOfDigestsCounts() {
    var first = Digest()
    first.add(digest("a"))
    first.add(digest("b"))
    var second = Digest()
    second.add(digest("b"))
    second.add(digest("a"))
    #expect(first != second)
  }
}
