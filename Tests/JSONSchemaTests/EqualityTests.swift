import JSONSchema
import Testing

/// `const`, `enum` and `uniqueItems` compare values as draft 2020-12 says.
struct EqualityTests {
  @Test(arguments: [
    (#"{"a": 1, "b": [true]}"#, #"{"b": [true], "a": 1.0}"#, true), (#""a\u00e9""#, #""aé""#, true),
    (#""\ud83d\ude00""#, #""😀""#, true), (#""é""#, #""e\u0301""#, false),
    ("[1, 2]", "[2, 1]", false),
    ("0", "false", false), ("1", "true", false), ("null", "false", false), ("[]", "{}", false),
    (#"{"a": 1}"#, #"{"a": 1, "b": 1}"#, false), (#"{"a": null}"#, #"{"b": null}"#, false),
    (#""""#, "null", false), ("[[]]", "[[], []]", false), (#""1""#, "1", false),
    (#"{"\u0061": 1}"#, #"{"a": 1}"#, true),
  ])
  func valuesAreTheSameOrNot(_ left: String, _ right: String, _ areSame: Bool) throws {
    #expect(try (Schema("{\"const\": \(left)}").violation(right) == nil) == areSame)
    #expect(try (Schema("{\"enum\": [5, \(left)]}").violation(right) == nil) == areSame)
    let others = (10..<30).map(String.init).joined(separator: ",")
    for array in ["[\(left), \(right)]", "[\(left), \(others), \(right)]"] {
      #expect(try (Schema(#"{"uniqueItems": true}"#).violation(array) == nil) != areSame)
    }
  }

  @Test func manyMembersAreComparedInAnyOrder() throws {
    let members = (0..<500).map { "\"k\($0)\": \($0)" }
    let schema = try Schema("{\"const\": {\(members.joined(separator: ","))}}")
    #expect(try schema.violation("{\(members.reversed().joined(separator: ","))}") == nil)
    #expect(try schema.violation("{\(members.dropLast().joined(separator: ",")), \"x\": 1}") != nil)
  }

  @Test func namesThatUnicodeHoldsEquivalentDiffer() throws {
    let others = (0..<20).map { "\"k\($0)\": 1" }.joined(separator: ",")
    let both = "{\"\u{e9}\": 1, \"e\u{301}\": 2, \(others)}"
    let schema = try Schema("{\"const\": \(both)}")
    #expect(try schema.violation(both) == nil)
    #expect(try schema.violation("{\"e\u{301}\": 1, \"\u{e9}\": 2, \(others)}") != nil)
  }

  @Test func equivalentStringsAreBothEnumerated() throws {
    let schema = try Schema(#"{"enum": ["é", "e\u0301"]}"#)
    #expect(try schema.violation(#""é""#) == nil)
    #expect(try schema.violation(#""e\u0301""#) == nil)
  }

  @Test func equivalentNamesAreTwoProperties() throws {
    let schema = try Schema(
      #"{"properties": {"é": {"type": "string"}, "e\u0301": {"type": "null"}}, "required": ["é", "e\u0301"]}"#
    )
    #expect(try schema.violation(#"{"é": "", "e\u0301": null}"#) == nil)
    #expect(try schema.violation(#"{"é": "", "e\u0301": ""}"#) != nil)
    #expect(try schema.violation(#"{"é": ""}"#) != nil)
  }

  @Test func equivalentPatternsAreTwo() throws {
    let schema = try Schema(
      #"{"properties": {"a": {"pattern": "^é$"}, "b": {"pattern": "^e\u0301$"}}}"#)
    #expect(try schema.violation(#"{"a": "é", "b": "e\u0301"}"#) == nil)
  }

  @Test func largeArraysOfEqualPrefixesAreTold() throws {
    let items = (0..<20_000).map { "{\"id\": \($0), \"name\": \"n\"}" }
    let schema = try Schema(#"{"uniqueItems": true}"#)
    #expect(try schema.violation("[\(items.joined(separator: ","))]") == nil)
    #expect(
      try schema.text("[\(items.joined(separator: ",")), {\"name\": \"n\", \"id\": 7.0}]")?
        .contains("those at 7 and 20000 are equal") == true)
  }
}
