import JSON
import Testing

/// Numbers on their own.
struct JSONNumberTests {
  @Test func writesIntegers() {
    #expect(JSONNumber(Int64.min).text == "-9223372036854775808")
    #expect(JSONNumber(UInt64.max).text == "18446744073709551615")
    #expect(JSONNumber(UInt64.max).int64 == nil)
    #expect(JSONNumber(UInt64.max).uint64 == .max)
    #expect(JSONNumber(Int64(-1)).uint64 == nil)
    #expect(JSONNumber(Int64.min).int64 == .min)
  }

  @Test func refusesWhatIsNotFinite() {
    #expect(JSONNumber(Double.infinity) == nil)
    #expect(JSONNumber(-Double.infinity) == nil)
    #expect(JSONNumber(Double.nan) == nil)
    #expect(JSONNumber(0.1)?.text == "0.1")
  }

  @Test func takesOnlyJSONSpellings() {
    for text in ["0", "-0", "1.50", "1E+5", "123456789012345678901234567890"] {
      #expect(JSONNumber(text: text)?.text == text)
    }
    for text in ["", " 1", "1 ", "+1", "01", ".5", "1.", "0x1", "inf", "nan", "1,2", "true"] {
      #expect(JSONNumber(text: text) == nil)
    }
  }

  /// Every kind of double is spelled as JSON and reads back as itself.
  @Test func doublesSurvive() throws {
    var random = SeededGenerator(seed: 11)
    var values: [Double] = [
      0, -0.0, 1, 1e15, 1e16, 1e17, 1e21, 1e22, 1e300, .leastNonzeroMagnitude, 1e-5, 1e-4, 0.1,
      1.0 / 3,
      .greatestFiniteMagnitude, .leastNormalMagnitude, .pi,
    ]
    for _ in 0..<5000 {
      let value = Double(bitPattern: random.next())
      if value.isFinite { values.append(value) }
    }
    for value in values {
      let number = try #require(JSONNumber(value))
      let read = try JSONValue(parsing: number.text).double
      #expect(read?.bitPattern == value.bitPattern, "\(value)")
    }
  }
}
