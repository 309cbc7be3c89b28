import JSON

/// A number of a schema that numbers are compared with.
struct DecimalBound: Sendable {
  /// A divisor has at most this many digits, zeros at its ends not counted.
  static let mostDivisorDigits = 18

  /// The number where it is an integer of 64 bits.
  let small: Int64?
  /// As it is written.
  let text: [UInt8]
  private let decimal: Decimal
  /// The digits of the number as an integer, where there are at most `mostDivisorDigits`.
  private let mantissa: UInt64
  /// What the mantissa is to be multiplied by is ten to this power.
  private let exponent: Int

  /// The node must be a number.
  init(_ document: JSONDocument, _ node: JSONDocument.Node) {
    text = Array(document.slice(node))
    decimal = Decimal(text, text.indices)
    small = document.integer(node)
    exponent = decimal.magnitude - decimal.digitCount
    mantissa =
      decimal.digitCount > Self.mostDivisorDigits
      ? 0 : decimal.digits(in: text).reduce(0) { $0 * 10 + UInt64($1) }
  }

  /// Whether there are more digits than a divisor has.
  var hasManyDigits: Bool { decimal.digitCount > Self.mostDivisorDigits }
  var isPositive: Bool { !decimal.isZero && !decimal.isNegative }

  /// Below zero where a number of a document is less than the bound.
  func compare(_ document: JSONDocument, _ node: JSONDocument.Node) -> Int {
    if let small, let value = document.integer(node) {
      return value < small ? -1 : value > small ? 1 : 0
    }
    let value = Decimal(document.bytes, document.range(node))
    return Decimal.compare(value, in: document.bytes, decimal, in: text)
  }

  /// Whether a number of a document is a multiple of the bound, which must be a divisor.
  func divides(_ document: JSONDocument, _ node: JSONDocument.Node) -> Bool {
    if let small, let value = document.integer(node) { return value % small == 0 }
    let value = Decimal(document.bytes, document.range(node))
    guard !value.isZero else { return true }
    // A multiple of m * 10^k ends in k zeros more than the digits of the value, which end in none.
    let power = value.magnitude - value.digitCount - exponent
    guard power >= 0 else { return false }
    var remainder: UInt64 = 0
    for digit in value.digits(in: document.bytes) {
      remainder = (remainder * 10 + UInt64(digit)) % mantissa
    }
    // Ten to the 64th holds every factor two and five of a mantissa below 2^60, so that more powers
    // of ten make nothing divisible.
    for _ in 0..<min(power, 64) { remainder = remainder * 10 % mantissa }
    return remainder == 0
  }
}

extension JSONDocument {
  /// Whether a number has no fraction, in any spelling.
  func isInteger(_ node: Node) -> Bool {
    let range = range(node)
    for index in range {
      let byte = bytes[index]
      if byte == UInt8(ascii: ".") || byte | 0x20 == UInt8(ascii: "e") {
        return Decimal(bytes, range).isInteger
      }
    }
    return true
  }
}
