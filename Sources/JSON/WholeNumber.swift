/// Numbers that are whole in any spelling, exactly: `5`, `5.0`, `0.5e1` and `50e-1` are five.
enum WholeNumber {
  /// More digits than any integer type holds; no number is written out longer than this.
  private static let mostDigits = 64

  /// The digits of an accepted number, with a sign where it is negative. Nil where it has a
  /// fraction. A number of more than 64 digits is cut to 65, which fit no integer type either.
  static func digits(of text: String) -> String? {
    let isNegative = text.utf8.first == UInt8(ascii: "-")
    let parts = text.utf8.drop { $0 == UInt8(ascii: "-") }
      .split(maxSplits: 1, omittingEmptySubsequences: false) { $0 | 0x20 == UInt8(ascii: "e") }
    let exponent = parts.count > 1 ? clampedExponent(parts[1]) : 0
    let mantissa = parts[0].split(separator: UInt8(ascii: "."))
    let all = mantissa.joined()
    let leadingZeros = all.prefix { $0 == UInt8(ascii: "0") }.count
    var significant = Array(all.dropFirst(leadingZeros))
    while significant.last == UInt8(ascii: "0") { significant.removeLast() }
    guard !significant.isEmpty else { return "0" }
    let length = mantissa[0].count - leadingZeros + exponent
    guard significant.count <= length else { return nil }
    let shown = min(length, mostDigits + 1)
    let zeros = repeatElement(UInt8(ascii: "0"), count: max(0, shown - significant.count))
    return (isNegative ? "-" : "")
      + String(decoding: significant.prefix(shown) + zeros, as: UTF8.self)
  }

  /// An exponent so large that it does not fit counts as the largest that cannot overflow a sum.
  private static func clampedExponent(_ text: Substring.UTF8View) -> Int {
    let most = Int(Int32.max)
    guard let exponent = Int(Substring(text)) else {
      return text.first == UInt8(ascii: "-") ? -most : most
    }
    return min(max(exponent, -most), most)
  }
}
