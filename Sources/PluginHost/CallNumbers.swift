import Synchronization

/// Makes the ids of calls: 16 hexadecimal digits of this host's start, a hyphen, 16 of the call.
/// Unique across restarts and replicas, so plugins may use them as idempotency keys.
final class CallNumbers: Sendable {
  typealias Text = InlineArray<33, UInt8>

  private let start = UInt64.random(in: .min ... .max)
  private let count = Atomic<UInt64>(0)

  /// The next id, ASCII.
  func next() -> Text {
    let number = count.add(1, ordering: .relaxed).newValue
    var text = Text(repeating: UInt8(ascii: "-"))
    for digit in 0..<16 {
      text[15 - digit] = Self.hexadecimal(start >> UInt64(digit * 4))
      text[32 - digit] = Self.hexadecimal(number >> UInt64(digit * 4))
    }
    return text
  }

  private static func hexadecimal(_ value: UInt64) -> UInt8 {
    let digit = UInt8(truncatingIfNeeded: value & 15)
    return digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10
  }
}
