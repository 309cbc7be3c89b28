import Glibc

/// Names that nobody can guess: of sessions, questions, streams and tasks.
enum Token {
  /// 128 bits.
  static let bytes = 16

  /// 32 hexadecimal digits.
  static func random() -> String {
    var generator = SystemRandomNumberGenerator()
    var text = ""
    for _ in 0..<bytes / MemoryLayout<UInt64>.size {
      let digits = String(generator.next() as UInt64, radix: 16)
      text += String(repeating: "0", count: 16 - digits.count) + digits
    }
    return text
  }
}
