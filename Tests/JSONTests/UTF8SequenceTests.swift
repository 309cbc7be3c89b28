import Testing

@testable import JSON

/// Well-formed UTF-8, checked against the standard library.
struct UTF8SequenceTests {
  func measure(_ bytes: [UInt8]) -> Int {
    bytes.withUnsafeBufferPointer { UTF8Sequence.measure($0, at: 0) }
  }

  @Test func everyScalarIsWellFormed() {
    for value in UInt32(0)...0x10FFFF {
      guard let scalar = Unicode.Scalar(value) else { continue }
      let expected = Array(String(Character(scalar)).utf8)
      if measure(expected) != expected.count { Issue.record("U+\(String(value, radix: 16))") }
      var bytes: (UInt8, UInt8, UInt8, UInt8) = (0, 0, 0, 0)
      let count = UTF8Sequence.encode(value, into: &bytes)
      let encoded = Array([bytes.0, bytes.1, bytes.2, bytes.3].prefix(count))
      if encoded != expected { Issue.record("U+\(String(value, radix: 16))") }
    }
  }

  /// All pairs of first bytes, followed by well-formed and by broken tails.
  @Test func agreesOnWhatIsIllFormed() {
    for first in UInt8(0x80)...0xFF {
      for second in UInt8(0)...0xFF {
        for tail: [UInt8] in [[0x80, 0x80], [0x80, 0x41], [0xC0, 0x80], [0x41, 0x41], []] {
          let bytes = [first, second] + tail
          let length = measure(bytes)
          let prefix = Array(bytes.prefix(abs(length)))
          let isValid = String(validating: prefix, as: UTF8.self) != nil
          if isValid != (length > 0) { Issue.record("\(bytes): \(length)") }
          if length < 0, !replacedOnce(prefix) { Issue.record("\(bytes): \(length)") }
        }
      }
    }
  }

  func replacedOnce(_ bytes: [UInt8]) -> Bool {
    String(decoding: bytes, as: UTF8.self) == "\u{FFFD}"
  }
}
