import JSON
import Testing

/// The tree: literals, access, equality, round trips.
struct JSONValueTests {
  static let sample: JSONValue = [
    "null": nil, "yes": true, "count": 3, "ratio": 0.5, "name": "Ada", "list": [1, "two", [nil]],
    "nested": ["deep": ["deeper": false]],
  ]
  static let sampleText =
    #"{"null":null,"yes":true,"count":3,"ratio":0.5,"name":"Ada","list":[1,"two",[null]],"#
    + #""nested":{"deep":{"deeper":false}}}"#

  @Test func literalsAreWrittenInOrder() throws {
    #expect(Self.sample.description == Self.sampleText)
    #expect(Self.sample.serialized() == Array(Self.sampleText.utf8))
    #expect(try JSONValue(parsing: Self.sampleText) == Self.sample)
  }

  @Test func accessorsAnswerOnlyForTheirKind() {
    #expect(Self.sample["count"]?.integer == 3)
    #expect(Self.sample["count"]?.double == 3)
    #expect(Self.sample["ratio"]?.integer == nil)
    #expect(Self.sample["name"]?.string == "Ada")
    #expect(Self.sample["yes"]?.bool == true)
    #expect(Self.sample["null"]?.isNull == true)
    #expect(Self.sample["list"]?.array?.count == 3)
    #expect(Self.sample["list"]?[1]?.string == "two")
    #expect(Self.sample["nested"]?["deep"]?.object?.keys == ["deeper"])
    #expect(Self.sample["list"]?[3] == nil)
    #expect(Self.sample["list"]?[-1] == nil)
    #expect(Self.sample["list"]?["x"] == nil)
    #expect(Self.sample["absent"] == nil)
    #expect(Self.sample["name"]?.bool == nil)
    #expect(Self.sample["yes"]?.string == nil)
    #expect(Self.sample["name"]?.array == nil)
    #expect(Self.sample["name"]?.object == nil)
    #expect(Self.sample["name"]?.double == nil)
  }

  @Test func objectsAreEqualInAnyOrder() throws {
    #expect(try JSONValue(parsing: #"{"a":1,"b":2}"#) == JSONValue(parsing: #"{"b":2,"a":1}"#))
    #expect(try JSONValue(parsing: #"{"a":1,"b":2}"#) != JSONValue(parsing: #"{"a":1,"b":3}"#))
    #expect(try JSONValue(parsing: #"{"a":1}"#) != JSONValue(parsing: #"{"a":1,"b":null}"#))
    #expect(try JSONValue(parsing: "[1,2]") != JSONValue(parsing: "[2,1]"))
    #expect(JSONValue.bool(false) != .null)
    #expect(JSONValue.string("1") != 1)
  }

  @Test func equalityIsByBytesAndSpelling() throws {
    #expect(JSONValue.string("\u{E9}") != .string("e\u{301}"))
    #expect(try JSONValue(parsing: "1.0") != JSONValue(parsing: "1"))
  }

  static let spellings = [
    "[9007199254740993]", "[-9223372036854775809]", "[10000000000000000999]", "[1E-999]", "[1e6]",
    "[1.000000000000000005]", "[-0]", "[-0.0]", "[1.10]", "[123456789012345678901234567890.5E+7]",
  ]

  @Test(arguments: spellings)
  func numbersKeepTheirSpelling(_ text: String) throws {
    #expect(try JSONValue(parsing: text).description == text)
  }

  @Test(
    .enabled(if: Vectors.names(in: "json/test_transform") != nil, "the test vectors are absent"),
    arguments: Vectors.names(in: "json/test_transform") ?? [])
  func transforms(_ name: String) throws {
    let bytes = try #require(Vectors.bytes(of: "json/test_transform/\(name)"))
    let expected: JSONError.Code? =
      switch name {
      case let name where name.contains("_same_key_"): .duplicateKey
      case let name where name.contains("escaped_invalid_codepoint"): .loneSurrogate
      case let name where name.contains("invalid_codepoint"): .invalidUTF8
      default: nil
      }
    #expect(JSONParserTests.error(bytes)?.code == expected)
    guard expected == nil else { return }
    let compact = bytes.filter { $0 != 0x20 && $0 != 0x0A }
    #expect(try JSONValue(parsing: bytes).serialized() == compact)
  }

  @Test(
    .enabled(if: Vectors.names(in: "json/test_transform") != nil, "the test vectors are absent"))
  func allowedDuplicatesLeaveTheLast() throws {
    let limits = JSONLimits(refusesDuplicateKeys: false)
    for (name, text) in [("different", #"{"a":2}"#), ("same", #"{"a":1}"#)] {
      let path =
        "json/test_transform/object_same_key_\(name)_value\(name == "same" ? "" : "s").json"
      let bytes = try #require(Vectors.bytes(of: path))
      #expect(try JSONValue(parsing: bytes, limits: limits).description == text)
    }
  }
}
