/// A number as it is written. `1`, `1.0` and `1e0` are three different spellings, and `==` tells
/// them apart; compare `int64` or `double` where the amount matters.
public struct JSONNumber: Sendable, Hashable, CustomStringConvertible {
  /// A spelling that RFC 8259 section 6 allows.
  public let text: String

  /// The digits of an integer.
  public init(_ value: Int64) { text = String(value) }

  /// The digits of an integer.
  public init(_ value: UInt64) { text = String(value) }

  /// The shortest spelling that reads back as this double. Nil for infinities and NaN.
  public init?(_ value: Double) {
    guard value.isFinite else { return nil }
    text = value.description
  }

  /// A number from its spelling; nil where RFC 8259 section 6 does not allow it.
  public init?(text: String) {
    guard let value = try? JSONValue(parsing: text), case .number(let number) = value,
      number.text.utf8.count == text.utf8.count
    else { return nil }
    self = number
  }

  /// Of a spelling that a parser has accepted.
  init(accepted text: String) { self.text = text }

  /// The number, if it is written as digits with an optional minus sign and fits.
  public var int64: Int64? {
    var text = text
    return text.withUTF8(NumberText.integer)
  }

  /// The number, if it is written as digits without a sign and fits.
  public var uint64: UInt64? { UInt64(text) }

  /// The nearest double, infinite where the number is too large.
  public var double: Double { NumberText.double(text) }

  /// The spelling.
  public var description: String { text }
}

/// Reads spellings that a parser has accepted.
enum NumberText {
  /// An integer of digits with an optional minus sign; nil for anything else or too large.
  static func integer(_ text: UnsafeBufferPointer<UInt8>) -> Int64? {
    let isNegative = text.first == UInt8(ascii: "-")
    var value: Int64 = 0
    for byte in text.dropFirst(isNegative ? 1 : 0) {
      let digit = Int64(byte) - 0x30
      guard 0...9 ~= digit else { return nil }
      let (tens, multiplyOverflows) = value.multipliedReportingOverflow(by: 10)
      // Counted downwards where negative, since the least integer has no positive twin.
      let (sum, addOverflows) =
        isNegative
        ? tens.subtractingReportingOverflow(digit) : tens.addingReportingOverflow(digit)
      guard !multiplyOverflows, !addOverflows else { return nil }
      value = sum
    }
    return value
  }

  /// The nearest double; infinite where too large.
  static func double(_ text: String) -> Double {
    Double(text) ?? .nan
  }
}
