/// The numbers of the server that every reader of JSON takes exactly: readers use doubles.
enum NumberText {
  /// A double holds every decimal of so many digits (DBL_DIG).
  private static let exactDigits = 15
  /// Smaller ones and larger ones than a double holds are longer than this.
  private static let longest = 300
  /// 2^53 - 1
  private static let largestInteger: StaticString = "9007199254740991"

  /// Whether an integer is one of -(2^53 - 1) to 2^53 - 1.
  static func isSafeInteger(_ text: Span<UInt8>) -> Bool {
    let start = text.first == UInt8(ascii: "-") ? 1 : 0
    let digits = text.count - start
    let largest = largestInteger.utf8CodeUnitCount
    if digits != largest { return digits < largest }
    for index in 0..<digits {
      // Within its count.
      let limit = unsafe largestInteger.utf8Start[index]
      if text[start + index] != limit { return text[start + index] < limit }
    }
    return true
  }

  /// Not `NaN`, not `Infinity`.
  static func isFinite(_ text: Span<UInt8>) -> Bool {
    let start = text.first == UInt8(ascii: "-") ? 1 : 0
    return start < text.count && isDigit(text[start])
  }

  /// Whether a `numeric` has at most 15 significant digits.
  static func isSafeDecimal(_ text: Span<UInt8>) -> Bool {
    guard isFinite(text), text.count <= longest else { return false }
    if text.count <= exactDigits { return true }
    var digits = 0
    for index in 0..<text.count {
      let byte = text[index]
      if isDigit(byte), digits > 0 || byte != UInt8(ascii: "0") { digits += 1 }
    }
    return digits <= exactDigits
  }

  private static func isDigit(_ byte: UInt8) -> Bool { byte &- UInt8(ascii: "0") < 10 }
}
