import JSON
import Testing

@testable import Postgres

/// `json` and `jsonb` in a result, which the host has to be able to read.
@Suite struct DocumentTests {
  private static let (json, jsonb) = (UInt32(114), UInt32(3802))

  private func isRaw(_ text: String, _ type: UInt32) throws -> Bool {
    let value = try EncoderBench.value(text, type)
    if value == text { return true }
    #expect(try JSONValue(parsing: value).string == text)
    return false
  }

  @Test(arguments: [
    #"{"a": [1, -0, 1.50, 1E400, null, true], "b": {"ü": "\ud83d\ude00"}}"#, "1", #""x""#,
    "[ 1,\n2 ]", #"{"a":{"k":1},"b":{"k":1}}"#,
  ])
  func jsonStaysAsItIs(_ text: String) throws {
    #expect(try isRaw(text, Self.json))
  }

  @Test(arguments: [#"{"a":1,"a":2}"#, #"{"a":1,"\u0061":2}"#, #""\ud800""#, #""\udc00\ud800""#])
  func jsonThatTheHostDoesNotReadIsAString(_ text: String) throws {
    #expect(try !isRaw(text, Self.json))
  }

  @Test(arguments: [json, jsonb])
  func depthIsBounded(_ type: UInt32) throws {
    func nested(_ depth: Int) -> String {
      String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
    }
    #expect(try isRaw(nested(DocumentText.maximumDepth), type))
    #expect(try !isRaw(nested(DocumentText.maximumDepth + 1), type))
  }

  @Test func bracketsInStringsAreNoDepth() throws {
    let open = String(repeating: #"[\"{"#, count: 200)
    #expect(try isRaw("{\"a\": \"\(open)\"}", Self.jsonb))
  }

  @Test func jsonbThatIsNoUTF8IsAString() throws {
    #expect(try EncoderBench.value([0x22, 0xFF, 0x22], Self.jsonb) == #""\"\#u{FFFD}\"""#)
    #expect(try isRaw(#"{"ü": "€😀"}"#, Self.jsonb))
  }
}
