import Testing

@testable import Access

/// What a connection remembers of the field that proved who sends its requests.
@Suite struct RememberedProofTests {
  private let field = ArraySlice("Bearer abc".utf8)

  private func remembered() throws -> RememberedProof {
    try #require(RememberedProof(field, second: 100, generation: 7))
  }

  @Test func theSameBytesProveTheSameAgain() throws {
    let other = Array("xBearer abcx".utf8)
    #expect(try remembered().holds(field, now: 100, generation: 7))
    #expect(try remembered().holds(other[1..<11], now: 100, generation: 7))
  }

  @Test(arguments: ["Bearer abd", "Bearer ab", "Bearer abcd", "bearer abc", "", " Bearer abc"])
  func otherBytesDoNot(_ text: String) throws {
    #expect(try !remembered().holds(ArraySlice(text.utf8), now: 100, generation: 7))
  }

  @Test func notInAnotherSecond() throws {
    #expect(try !remembered().holds(field, now: 101, generation: 7))
    // Clocks are set back, too.
    #expect(try !remembered().holds(field, now: 99, generation: 7))
  }

  @Test func notWithOtherKeysOrClients() throws {
    #expect(try !remembered().holds(field, now: 100, generation: 8))
  }

  @Test func longFieldsAreNotRemembered() {
    let long = [UInt8](repeating: 0x61, count: RememberedProof.maximumBytes + 1)
    #expect(RememberedProof(long[...], second: 0, generation: 0) == nil)
    #expect(RememberedProof(long.dropLast(), second: 0, generation: 0) != nil)
  }
}
