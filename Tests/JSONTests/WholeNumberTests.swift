import Testing

@testable import JSON

/// Whole numbers in every spelling.
struct WholeNumberTests {
  static let spellings: [(text: String, digits: String?)] = [
    ("5", "5"), ("-5", "-5"), ("5.0", "5"), ("-5.000", "-5"), ("0.5e1", "5"), ("50e-1", "5"),
    ("0.0", "0"), ("-0", "0"), ("0e999999999999999999999", "0"), ("0.05E2", "5"), ("1e3", "1000"),
    ("1.5e1", "15"), ("1200e-2", "12"), ("100", "100"), ("9007199254740993.0", "9007199254740993"),
    ("1.5", nil), ("0.5", nil), ("5e-1", nil), ("1e-400", nil), ("1.05e1", nil),
    ("1e-99999999999999999999", nil), ("12.34e1", nil),
  ]

  @Test(arguments: spellings)
  func digits(_ text: String, _ digits: String?) {
    #expect(WholeNumber.digits(of: text) == digits)
  }

  @Test func hugeNumbersAreCutButStayHuge() {
    for text in ["1e99999999999999999999", "1e65", String(repeating: "7", count: 1000), "1.5e2000"]
    {
      #expect(WholeNumber.digits(of: text)?.utf8.count == 65)
    }
  }
}
