import JSON

/// A number by its digits as they are written, never rounded: `0.d1d2d3... * 10^magnitude`, with a
/// first and a last digit that are not zero.
///
/// The digits stay in the text that the number was read from, so that reading allocates nothing.
struct Decimal: Sendable {
  /// A larger exponent counts as this one. Ten times as much still fits an integer.
  private static let largestExponent = 1 << 56

  private(set) var isNegative = false
  /// Where the first and the last digit stand that are not zero.
  private(set) var first = 0
  private(set) var last = 0
  /// How many digits there are from the first to the last; none for zero.
  private(set) var digitCount = 0
  private(set) var magnitude = 0

  /// Reads a number that a parser has accepted.
  init(_ text: [UInt8], _ range: Range<Int>) {
    var index = range.lowerBound
    var position = 0
    var firstPosition = 0
    var lastPosition = 0
    var pointPosition: Int?
    scan: while index < range.upperBound {
      switch text[index] {
      case UInt8(ascii: "-"): isNegative = true
      case UInt8(ascii: "."): pointPosition = position
      case UInt8(ascii: "e"), UInt8(ascii: "E"): break scan
      case let byte:
        if byte != UInt8(ascii: "0") {
          if digitCount == 0 { (first, firstPosition, digitCount) = (index, position, 1) }
          (last, lastPosition) = (index, position)
        }
        position &+= 1
      }
      index &+= 1
    }
    guard digitCount > 0 else {
      isNegative = false
      return
    }
    digitCount = lastPosition - firstPosition + 1
    magnitude = (pointPosition ?? position) - firstPosition
    if index < range.upperBound {
      magnitude += Self.exponent(text, (index + 1)..<range.upperBound)
    }
  }

  private static func exponent(_ text: [UInt8], _ range: Range<Int>) -> Int {
    var value = 0
    var isNegative = false
    for byte in text[range] {
      switch byte {
      case UInt8(ascii: "-"): isNegative = true
      case UInt8(ascii: "+"): break
      default: value = min(value * 10 + Int(byte &- 0x30), largestExponent)
      }
    }
    return isNegative ? -value : value
  }

  var isZero: Bool { digitCount == 0 }

  /// Whether there is no fraction.
  var isInteger: Bool { magnitude >= digitCount }

  /// The number where it is whole and not negative; one that does not fit counts as the largest.
  func count(in text: [UInt8]) -> Int? {
    guard isInteger || isZero, !isNegative else { return nil }
    guard magnitude <= String(Int.max).utf8.count else { return Int.max }
    var value = 0
    let zeros = repeatElement(0 as UInt8, count: magnitude - digitCount)
    for digit in Array(digits(in: text)) + zeros {
      let (product, overflows) = value.multipliedReportingOverflow(by: 10)
      let (sum, sumOverflows) = product.addingReportingOverflow(Int(digit))
      if overflows || sumOverflows { return Int.max }
      value = sum
    }
    return value
  }

  /// Below zero where `left` is less than `right`, zero where they are the same amount.
  static func compare(
    _ left: Decimal, in leftText: [UInt8], _ right: Decimal, in rightText: [UInt8]
  ) -> Int {
    if left.sign != right.sign { return left.sign - right.sign }
    guard !left.isZero else { return 0 }
    guard left.magnitude == right.magnitude else {
      return (left.magnitude < right.magnitude ? -1 : 1) * left.sign
    }
    return compareDigits(left, leftText, right, rightText) * left.sign
  }

  private var sign: Int { isZero ? 0 : isNegative ? -1 : 1 }

  private static func compareDigits(
    _ left: Decimal, _ leftText: [UInt8], _ right: Decimal, _ rightText: [UInt8]
  ) -> Int {
    var leftDigits = left.digits(in: leftText)
    var rightDigits = right.digits(in: rightText)
    while true {
      switch (leftDigits.next(), rightDigits.next()) {
      case (nil, nil): return 0
      case (nil, _): return -1
      case (_, nil): return 1
      case (let one?, let other?):
        if one != other { return one < other ? -1 : 1 }
      }
    }
  }

  /// The digits from the first to the last, as values.
  func digits(in text: [UInt8]) -> Digits {
    Digits(text: text, index: first, remaining: digitCount)
  }

  /// Runs over digits and skips the point.
  struct Digits: Sequence, IteratorProtocol {
    fileprivate let text: [UInt8]
    fileprivate var index: Int
    fileprivate var remaining: Int

    mutating func next() -> UInt8? {
      guard remaining > 0 else { return nil }
      remaining &-= 1
      if text[index] == UInt8(ascii: ".") { index &+= 1 }
      let digit = text[index] &- 0x30
      index &+= 1
      return digit
    }
  }
}
