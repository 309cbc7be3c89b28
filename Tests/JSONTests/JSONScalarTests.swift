import JSON
import Testing

/// What strings, numbers and literals of a document say.
struct JSONScalarTests {
  static let strings: [(json: String, text: String)] = [
    (#""""#, ""),
    (#""plain text, more than eight""#, "plain text, more than eight"),
    (#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{C}\n\r\t"),
    (#""\u0041\u00e9\u00E9\u20AC\ud83d\ude00\uDBFF\uDFFF""#, "Aéé€😀\u{10FFFF}"),
    (#""\u0000x\uFFFF\u07ff\u0800\ud7ff\ue000""#, "\0x\u{FFFF}\u{7FF}\u{800}\u{D7FF}\u{E000}"),
    ("\"é€😀\u{7F}\"", "é€😀\u{7F}"),
    (
      #""long enough for eight bytes and\nthen é, and then \u0022""#,
      "long enough for eight bytes and\nthen é, and then \""
    ),
  ]

  @Test(arguments: strings)
  func decodes(_ json: String, _ text: String) throws {
    let document = try JSONDocumentTests.document(json)
    let decoded = try #require(document.string(0))
    #expect(Array(decoded.utf8) == Array(text.utf8))
    let hasEscapes = json.contains("\\")
    #expect(document.rawStringBody(0) == (hasEscapes ? nil : 1..<(json.utf8.count - 1)))
    #expect(document.value(0) == .string(text))
  }

  @Test func comparesDecodedText() throws {
    let escaped = try JSONDocumentTests.document(#""\u0074ools\/call""#)
    #expect(escaped.equals(0, "tools/call"))
    #expect(!escaped.equals(0, "tools/calls"))
    #expect(!escaped.equals(0, "tools/cal"))
    let plain = try JSONDocumentTests.document(#""tools/call""#)
    #expect(plain.equals(0, "tools/call"))
    #expect(!plain.equals(0, "tools/cald"))
    #expect(!plain.equals(0, "Tools/call"))
    #expect(try !JSONDocumentTests.document("1").equals(0, "1"))
    #expect(try JSONDocumentTests.document("\"\"").equals(0, ""))
  }

  static let integers: [(json: String, value: Int64?)] = [
    ("0", 0), ("-0", 0), ("-5", -5), ("9007199254740993", 9_007_199_254_740_993),
    ("9223372036854775807", .max), ("9223372036854775808", nil),
    ("-9223372036854775808", .min), ("-9223372036854775809", nil),
    ("18446744073709551616", nil), ("100000000000000000000000", nil),
    ("1.0", nil), ("1e2", nil), ("\"1\"", nil), ("true", nil), ("[]", nil),
  ]

  @Test(arguments: integers)
  func readsIntegersExactly(_ json: String, _ value: Int64?) throws {
    #expect(try JSONDocumentTests.document(json).integer(0) == value)
    #expect(try JSONValue(parsing: json).integer == value)
  }

  static let doubles: [(json: String, value: Double?)] = [
    ("0", 0), ("1.5", 1.5), ("-2.5e-3", -0.0025), ("1E400", .infinity), ("-1e400", -.infinity),
    ("1e-400", 0), ("5e-324", .leastNonzeroMagnitude), ("0.1", 0.1), ("\"1\"", nil), ("null", nil),
    ("0.3000000000000000444089209850062616169452667236328125", 0.1 + 0.2),
    ("4e00669999999999999999999999999999999999999999999999", .infinity),
  ]

  @Test(arguments: doubles)
  func readsDoubles(_ json: String, _ value: Double?) throws {
    #expect(try JSONDocumentTests.document(json).double(0) == value)
    #expect(try JSONValue(parsing: json).double == value)
  }

  @Test func readsLiterals() throws {
    #expect(try JSONDocumentTests.document("true").bool(0) == true)
    #expect(try JSONDocumentTests.document("false").bool(0) == false)
    #expect(try JSONDocumentTests.document("null").bool(0) == nil)
    #expect(try JSONDocumentTests.document("0").bool(0) == nil)
    #expect(try JSONDocumentTests.document("0").string(0) == nil)
    #expect(try JSONDocumentTests.document("0").rawStringBody(0) == nil)
  }
}
