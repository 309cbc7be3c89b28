import JSONSchema
import Testing

/// Members of objects: names found whatever their number, length and spelling.
struct ObjectTests {
  @Test func manyPropertiesAreAllFound() throws {
    let names = (0..<1_000).map { String(repeating: "p", count: $0 % 7) + "\($0)" }
    let properties = names.map { "\"\($0)\": {\"type\": \"integer\"}" }.joined(separator: ",")
    let schema = try Schema("{\"properties\": {\(properties)}, \"additionalProperties\": false}")
    let members = names.map { "\"\($0)\": 1" }
    #expect(try schema.violation("{\(members.joined(separator: ","))}") == nil)
    for name in [names[0], names[499], names[999]] {
      #expect(try schema.violation("{\"\(name)\": \"x\"}")?.instancePointer == "/" + name)
      #expect(try schema.violation("{\"\(name)_\": 1}") != nil)
    }
  }

  @Test(arguments: [1, 63, 64, 65, 128, 200])
  func everyRequiredNameCounts(_ count: Int) throws {
    let names = (0..<count).map { "\"n\($0)\"" }
    let schema = try Schema("{\"required\": [\(names.joined(separator: ","))]}")
    let members = names.map { "\($0): 0" }
    #expect(try schema.violation("{\(members.joined(separator: ","))}") == nil)
    for absent in [0, count / 2, count - 1] {
      var some = members
      some.remove(at: absent)
      some.append("\"other\": 0")
      #expect(
        try schema.text("{\(some.joined(separator: ","))}")
          == "at the root: missing required property \"n\(absent)\"")
    }
  }

  @Test func namesWithEscapesAreDecoded() throws {
    let schema = try Schema(
      #"{"properties": {"a\nb": {"type": "integer"}}, "required": ["é"], "additionalProperties": false}"#
    )
    #expect(try schema.violation(#"{"a\u000ab": "x", "\u00e9": 1}"#)?.instancePointer == "/a\nb")
    #expect(try schema.text(#"{"a\u000ab": 1}"#) == #"at the root: missing required property "é""#)
  }

  @Test func lengthsCountScalarValues() throws {
    let schema = try Schema(#"{"minLength": 2, "maxLength": 3}"#)
    for fitting in [#""ab""#, #""😀😀""#, #""\ud83d\ude00\n""#, #""ééé""#, #""\u0041\u0042\u0043""#] {
      #expect(try schema.violation(fitting) == nil)
    }
    for other in [#""a""#, #""😀""#, #""\ud83d\ude00""#, #""abcd""#, #""\n\n\n\n""#, #""éééé""#] {
      #expect(try schema.violation(other) != nil)
    }
  }
}
