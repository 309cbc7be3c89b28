import JSON
import Testing

@testable import Postgres

/// Whatever bytes come as the value of a type, the result can be read. Numbers are left out: their
/// digits are the server's.
@Suite struct GarbageTests {
  /// The same sequence every time (xorshift).
  private struct Noise: RandomNumberGenerator {
    var state: UInt64 = 0x9E37_79B9_7F4A_7C15
    mutating func next() -> UInt64 {
      state ^= state << 13
      state ^= state >> 7
      state ^= state << 17
      return state
    }
  }

  private static let alphabet = Array("{}[]\",\\=:; +-.0129aANULxtT\n\u{1}é€".utf8) + [0xFF, 0xC3]

  @Test(arguments: [25, 16, 17, 114, 1114, 1266, 1009, 1001, 199, 1185, 1020, 2287])
  func noValueMakesAResultInvalid(_ type: UInt32) throws {
    var noise = Noise()
    var limits = Limits()
    limits.cellBytes = 20
    for _ in 0..<2_000 {
      var bench = EncoderBench(TypeCatalog(), limits)
      bench.begin([type, 25])
      for _ in 0..<3 {
        let cell = (0..<Int.random(in: 0...24, using: &noise)).compactMap { _ in
          Self.alphabet.randomElement(using: &noise)
        }
        bench.row([cell, nil])
      }
      #expect(try bench.json()["rows"]?.array?.count == 3)
    }
  }
}
