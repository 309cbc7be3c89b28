import Testing

@testable import JSON

/// Eight bytes at a time, judged like one at a time.
struct PlainRunTests {
  @Test func findsEveryByteAtEveryPlace() {
    for byte in UInt8.min...UInt8.max {
      for place in 0..<20 {
        var bytes = [UInt8](repeating: UInt8(ascii: "!"), count: 20)
        bytes[place] = byte
        let isPlain = byte >= 0x20 && byte < 0x80 && byte != 0x22 && byte != 0x5C
        let found = bytes.withUnsafeBufferPointer { PlainRun.end($0, from: 0) }
        #expect(found == (isPlain ? 20 : place))
      }
    }
  }

  @Test func findsTheFirstOfMany() {
    var random = SeededGenerator(seed: 5)
    for _ in 0..<20_000 {
      let bytes = (0..<24).map { _ in UInt8.random(in: 0...255, using: &random) & 0x7F }
      let start = Int.random(in: 0...24, using: &random)
      let expected = bytes[start...].firstIndex { !PlainRun.isPlain($0) } ?? 24
      #expect(bytes.withUnsafeBufferPointer { PlainRun.end($0, from: start) } == expected)
    }
  }
}
