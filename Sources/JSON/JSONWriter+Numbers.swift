/// Numbers.
extension JSONWriter {
  /// Room for the digits and sign of any 64-bit integer.
  private static let longestInteger = 20

  /// Writes an integer.
  public mutating func integer(_ value: Int64) {
    write(magnitude: value.magnitude, isNegative: value < 0)
  }

  /// Writes an integer.
  @inlinable public mutating func integer(_ value: Int) { integer(Int64(value)) }

  /// Writes an integer.
  public mutating func integer(_ value: UInt64) {
    write(magnitude: value, isNegative: false)
  }

  /// Writes the shortest number that reads back as this double; `null` for infinities and NaN,
  /// for which JSON has no spelling.
  public mutating func double(_ value: Double) {
    guard value.isFinite else { return null() }
    raw(value.description.utf8)
  }

  private mutating func write(magnitude: UInt64, isNegative: Bool) {
    separate()
    var digits = InlineArray<20, UInt8>(repeating: 0)
    var start = Self.longestInteger
    var rest = magnitude
    repeat {
      start -= 1
      digits[start] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
      rest /= 10
    } while rest != 0
    if isNegative { bytes.append(UInt8(ascii: "-")) }
    for index in start..<Self.longestInteger { bytes.append(digits[index]) }
  }
}
