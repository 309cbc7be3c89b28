import JSON
import JSONSchema
import Testing

/// Numbers are compared by their digits and never rounded.
struct NumberTests {
  @Test(arguments: [
    ("1", true), ("1.0", true), ("1e0", true), ("10e-1", true), ("0.1e1", true), ("-0.0", true),
    ("1e400", true), ("1.5e1", true), ("123456789012345678901234567890", true), ("1.5", false),
    ("1e-1", false), ("0.1", false), ("1e-400", false), ("0e-400", true), ("1.50e1", true),
    ("9007199254740993.5", false), ("1e99999999999999999999", true),
    ("1e-99999999999999999999", false),
  ])
  func integerIsToldFromItsDigits(_ number: String, _ isInteger: Bool) throws {
    #expect(try (Schema(#"{"type": "integer"}"#).violation(number) == nil) == isInteger)
  }

  @Test(arguments: [
    ("9007199254740993", "9007199254740992", 1), ("0.1", "0.10", 0), ("1e2", "100", 0),
    ("-1", "1", -1), ("-2", "-1", -1), ("0", "-0", 0), ("0", "0.0e5", 0), ("-0.1", "0", -1),
    ("1e400", "1e399", 1), ("-1e400", "-1e399", -1), ("1e-400", "0", 1), ("0.1", "0.09999", 1),
    ("12.34", "12.340001", -1), ("100000000000000000000", "99999999999999999999", 1),
    ("9223372036854775808", "9223372036854775807", 1), ("1.0", "1", 0), ("0.001e3", "1", 0),
    ("1e1000000000000000000000", "1e5", 1), ("1e-1000000000000000000000", "1e-5", -1),
  ])
  func orderIsExact(_ left: String, _ right: String, _ order: Int) throws {
    #expect(try (Schema("{\"minimum\": \(right)}").violation(left) == nil) == (order >= 0))
    #expect(try (Schema("{\"exclusiveMinimum\": \(right)}").violation(left) == nil) == (order > 0))
    #expect(try (Schema("{\"maximum\": \(right)}").violation(left) == nil) == (order <= 0))
    #expect(try (Schema("{\"exclusiveMaximum\": \(right)}").violation(left) == nil) == (order < 0))
    #expect(try (Schema("{\"const\": \(right)}").violation(left) == nil) == (order == 0))
    #expect(
      try (Schema(#"{"uniqueItems": true}"#).violation("[\(left), \(right)]") == nil)
        == (order != 0))
  }

  @Test(arguments: 1...40)
  func exponentsOfAnyLengthAreRead(_ length: Int) throws {
    let exponent = String(repeating: "9", count: length)
    #expect(try Schema(#"{"type": "integer"}"#).violation("1e\(exponent)") == nil)
    #expect(try Schema(#"{"type": "integer"}"#).violation("1e-\(exponent)") != nil)
    #expect(try Schema(#"{"minimum": 99}"#).violation("1e\(exponent)") == nil)
    #expect(try Schema(#"{"exclusiveMaximum": 1}"#).violation("1e-\(exponent)") == nil)
    #expect(try Schema("{\"maximum\": 1e\(exponent)}").violation("5") == nil)
  }

  @Test(arguments: [
    ("0.01", "0.07", true), ("0.01", "19.99", true), ("0.01", "0.075", false), ("0.1", "0.3", true),
    ("3", "9007199254740993", true), ("3", "9007199254740992", false), ("0.5", "1e308", true),
    ("1e-300", "1", true), ("1e300", "1e308", true), ("1e300", "1e299", false),
    ("7", "1e308", false),
    ("2.5", "1e3", true), ("1e-8", "12391239123", true), ("0.3", "0", true), ("1e2", "250", false),
    ("1e2", "2.5e3", true), ("123456789", "15241578750190521", true), ("64", "1e6", true),
    ("64", "1e5", false), ("999999999999999999", "999999999999999999000", true),
    ("3", "1e1000000000000000000000", false), ("4", "1e1000000000000000000000", true),
    ("-0.0", "1", false), ("7", "-49", true), ("7", "-50", false), ("0.0001", "-0.0075", true),
  ])
  func multiplesAreExact(_ divisor: String, _ number: String, _ isMultiple: Bool) throws {
    guard let schema = try? Schema("{\"multipleOf\": \(divisor)}") else {
      #expect(divisor.hasPrefix("-"))
      return
    }
    #expect(try (schema.violation(number) == nil) == isMultiple)
  }

  @Test(arguments: [
    ("1e0", 1), ("2.0", 2), ("1e400", nil), ("0.0", 0), ("99999999999999999999", nil),
  ])
  func countsMayBeSpelledAnyHow(_ spelling: String, _ count: Int?) throws {
    let schema = try Schema("{\"maxItems\": \(spelling)}")
    let items = (0..<(count ?? 5)).map(String.init).joined(separator: ",")
    #expect(try schema.violation("[\(items)]") == nil)
    if count != nil {
      #expect(try schema.violation("[\(items.isEmpty ? "" : items + ",")1]") != nil)
    }
  }

  @Test func longNumbersCostWhatTheirDigitsCost() throws {
    let digits = String(repeating: "9", count: 200_000)
    let schema = try Schema(#"{"multipleOf": 0.7, "minimum": 5, "type": "integer"}"#)
    #expect(try schema.violation(digits) != nil)
    #expect(try schema.violation(digits + "e-200000") != nil)
  }
}
