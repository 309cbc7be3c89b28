import JSON
import Testing

@testable import Postgres

@Suite struct ScalarTests {
  private static let (bool, int8, int4, float8, numeric) = (
    UInt32(16), UInt32(20), UInt32(23), UInt32(701), UInt32(1700)
  )

  @Test(arguments: [
    (bool, "t", "true"), (bool, "f", "false"),
    (int4, "-2147483648", "-2147483648"), (26, "4294967295", "4294967295"),
    (int8, "9007199254740991", "9007199254740991"),
    (int8, "-9007199254740991", "-9007199254740991"),
    (int8, "9007199254740992", #""9007199254740992""#),
    (int8, "-9007199254740992", #""-9007199254740992""#),
    (int8, "9223372036854775807", #""9223372036854775807""#),
    (int8, "999999999999999", "999999999999999"),
    (float8, "1.5", "1.5"), (float8, "-0", "-0"), (float8, "1e+20", "1e+20"),
    (float8, "1.7976931348623157e+308", "1.7976931348623157e+308"),
    (float8, "NaN", #""NaN""#), (float8, "Infinity", #""Infinity""#),
    (float8, "-Infinity", #""-Infinity""#),
    (numeric, "12.50", "12.50"),
    (numeric, "-0.000000000000000000000001", "-0.000000000000000000000001"),
    (numeric, "123456789012345", "123456789012345"),
    (numeric, "123456789.012345", "123456789.012345"),
    (numeric, "1234567890123456", #""1234567890123456""#),
    (numeric, "0.1234567890123456", #""0.1234567890123456""#),
    (numeric, "100000000000000000000", #""100000000000000000000""#),
    (numeric, "NaN", #""NaN""#), (numeric, "-Infinity", #""-Infinity""#),
    (790, "$1,000.50", #""$1,000.50""#),
  ])
  func numbersAreExact(_ type: UInt32, _ text: String, _ json: String) throws {
    #expect(try EncoderBench.value(text, type) == json)
  }

  @Test func aNumericBelowEveryDoubleIsAString() throws {
    let text = "0." + String(repeating: "0", count: 320) + "1"
    #expect(try EncoderBench.value(text, Self.numeric) == "\"\(text)\"")
  }

  @Test(
    arguments: [
      (1114, "2024-01-31 12:34:56.789", "2024-01-31T12:34:56.789"),
      (1184, "2024-01-31 12:34:56+00", "2024-01-31T12:34:56+00:00"),
      (1184, "2024-01-31 12:34:56.1-08", "2024-01-31T12:34:56.1-08:00"),
      (1184, "2024-01-31 12:34:56+05:30", "2024-01-31T12:34:56+05:30"),
      (1184, "infinity", "infinity"), (1184, "-infinity", "-infinity"),
      (1114, "0044-03-15 00:00:00 BC", "0044-03-15 00:00:00 BC"),
      (1114, "12024-01-31 12:34:56", "12024-01-31 12:34:56"),
      (1082, "2024-01-31", "2024-01-31"), (1083, "24:00:00", "24:00:00"),
      (1266, "12:34:56+00", "12:34:56+00:00"), (1266, "12:34:56.5-03:30", "12:34:56.5-03:30"),
      (1186, "P1Y2M3DT4H5M6.5S", "P1Y2M3DT4H5M6.5S"),
      (1184, "Wed Jan 31 12:34:56 2024 UTC", "Wed Jan 31 12:34:56 2024 UTC"),
    ] as [(UInt32, String, String)])
  func timesAreISO(_ type: UInt32, _ text: String, _ expected: String) throws {
    #expect(try EncoderBench.value(text, type) == "\"\(expected)\"")
  }

  @Test(arguments: [
    ("\\x", ""), ("\\x00", "AA=="), ("\\x00ff", "AP8="), ("\\xDeadBeef", "3q2+7w=="),
    ("ab\\\\c\\377", "YWJcY/8="),
  ])
  func bytesAreBase64(_ text: String, _ base64: String) throws {
    #expect(try EncoderBench.value(text, 17) == "\"\(base64)\"")
  }

  @Test(
    arguments: [
      (25, "a\"\\\n\u{1}ü€😀", #""a\"\\\n\u0001ü€😀""#), (25, "", #""""#), (25, "NULL", #""NULL""#),
      (2950, "a0ee-bc99", #""a0ee-bc99""#), (869, "10.0.0.1/8", #""10.0.0.1/8""#),
      (3904, "[1,5)", #""[1,5)""#), (2249, "(1,\"a b\",)", #""(1,\"a b\",)""#),
      (22, "1 2 3", "[1,2,3]"), (30, "", "[]"), (2278, "", #""""#),
    ] as [(UInt32, String, String)])
  func textsAreStrings(_ type: UInt32, _ text: String, _ json: String) throws {
    #expect(try EncoderBench.value(text, type) == json)
  }

  @Test func whatIsNoUTF8IsReplaced() throws {
    #expect(try EncoderBench.value([0x61, 0xFF, 0x62, 0xC3], 25) == "\"a\u{FFFD}b\u{FFFD}\"")
  }
}
