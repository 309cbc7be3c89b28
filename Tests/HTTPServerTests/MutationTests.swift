import Testing

@testable import HTTPServer

/// Requests with bytes changed, removed and doubled at random: whatever comes of them must not
/// depend on how they are cut, and must not crash. The numbers are the same in every run.
@Suite struct MutationTests {
  /// A xorshift generator.
  private struct Random: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
      state ^= state << 13
      state ^= state >> 7
      state ^= state << 17
      return state
    }
  }

  private static let interesting: [UInt8] = [
    0x00, 0x09, 0x0A, 0x0D, 0x20, 0x22, 0x2A, 0x2C, 0x2F, 0x30, 0x3A, 0x3B, 0x3F, 0x7F, 0x80, 0xFF,
  ]

  @Test(arguments: 1...8) func `mutated requests come out the same in any pieces`(seed: UInt64) {
    var random = Random(state: seed &* 0x9E37_79B9_7F4A_7C15)
    var refusals = 0
    for _ in 0..<400 {
      guard let (text, _) = HTTPRequestParserTests.good.randomElement(using: &random) else {
        return
      }
      var bytes = Array(text.utf8)
      for _ in 0..<Int.random(in: 1...3, using: &random) { mutate(&bytes, &random) }
      let whole = parse([bytes[...]])
      if whole.refusal != nil { refusals += 1 }
      for _ in 0..<4 { #expect(parse(cut(bytes, &random)) == whole) }
    }
    #expect(refusals > 40)
  }

  private func mutate(_ bytes: inout [UInt8], _ random: inout Random) {
    guard let index = bytes.indices.randomElement(using: &random),
      let byte = Self.interesting.randomElement(using: &random)
    else { return }
    switch Int.random(in: 0..<4, using: &random) {
    case 0: bytes[index] = byte
    case 1: bytes.insert(byte, at: index)
    case 2: bytes.remove(at: index)
    default: bytes.insert(contentsOf: bytes[index...].prefix(20), at: index)
    }
  }

  private func cut(_ bytes: [UInt8], _ random: inout Random) -> [ArraySlice<UInt8>] {
    var pieces: [ArraySlice<UInt8>] = []
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = min(rest.count, Int.random(in: 1...40, using: &random))
      pieces.append(rest.prefix(count))
      rest = rest.dropFirst(count)
    }
    return pieces
  }
}
