import JSONSchema
import Testing

/// Formats beyond what the suite tries.
struct FormatTests {
  private func accepts(_ format: String, _ text: String) throws -> Bool {
    var options = SchemaOptions()
    options.assertsFormat = true
    return try Schema("{\"format\": \"\(format)\"}", options: options)
      .violation("\"\(text)\"") == nil
  }

  @Test(arguments: ["date", "hostname", "uri", "regex", "ipv6", "duration", "unknown"])
  func formatsAreAnnotationsByDefault(_ format: String) throws {
    #expect(try Schema("{\"format\": \"\(format)\"}").violation("\"(\"") == nil)
  }

  @Test func everyTextNamesWhatIsExpected() throws {
    var options = SchemaOptions()
    options.assertsFormat = true
    let schema = try Schema(#"{"format": "date"}"#, options: options)
    #expect(
      try schema.text(#""tomorrow""#)
        == #"at the root: expected a date such as 2026-01-31, got the string "tomorrow""#)
  }

  @Test(arguments: ["hostname", "idn-hostname", "email", "idn-email"])
  func longNamesInPunycodeAreRefusedAtOnce(_ format: String) throws {
    let name = "xn--" + String(repeating: "a", count: 300_000)
    #expect(try !accepts(format, format.hasSuffix("email") ? "a@" + name : name))
  }

  @Test(arguments: [
    ("idn-hostname", "bücher.example", true), ("hostname", "xn--bcher-kva.example", true),
    ("hostname", "xn--bcher-kvb.example", false), ("hostname", "bücher.example", false),
    ("idn-hostname", "Bücher.example", false), ("idn-hostname", "BÜCHER.example", false),
    ("idn-email", "a@bücher.example", true), ("email", "a@bücher.example", false),
    ("uri", "https://example.com:8080/a?b=c#d", true), ("uri", "https://a b", false),
    ("ipv6", "::", true), ("ipv6", ":::", false), ("ipv6", "1::2::3", false),
    ("ipv6", "1:2:3:4:5:6:7::", true), ("ipv6", "1:2:3:4:5:6:7:8::", false),
    ("ipv6", "::ffff:1.2.3.4", true), ("time", "24:00:00Z", false), ("date-time", "", false),
    ("json-pointer", "/a~2", false), ("uuid", "", false), ("uri-template", "{+a,b*,c:3}", true),
  ])
  func answerIsRight(_ format: String, _ text: String, _ expected: Bool) throws {
    #expect(try accepts(format, text) == expected)
  }
}
