import JSON
import Testing

/// One key, twice, in one object.
struct DuplicateKeysTests {
  static let repeated = [
    #"{"a":1,"a":1}"#, #"{"a":1,"b":2,"a":3}"#, #"{"a":1,"\u0061":1}"#, #"{"\u0061":1,"a":1}"#,
    #"{"":1,"":1}"#, #"[{"x":{"y":[{"b":0,"c":0,"b":0}]}}]"#, #"{"é":1,"\u00e9":1}"#,
    #"{"😀":1,"\ud83d\uDE00":1}"#, #"{"\/":1,"/":1}"#,
  ]

  @Test(arguments: repeated)
  func refuses(_ text: String) throws {
    let error = try #require(JSONParserTests.error(text))
    #expect(error.code == .duplicateKey)
    #expect(JSONParserTests.error(text, JSONLimits(refusesDuplicateKeys: false)) == nil)
  }

  static let distinct = [
    #"{"a":1,"A":1}"#, #"{"a":{"a":{"a":1}}}"#, #"[{"a":1},{"a":1}]"#, #"{"a":"a","b":"a"}"#,
    "{\"\u{E9}\":1,\"e\u{301}\":1}", #"{"ab":1,"bb":1,"cb":1}"#, #"{"":1,"\u0000":1}"#,
    #"{"a":{"b":1},"b":2}"#, #"{"\"":1,"\\":1}"#,
  ]

  @Test(arguments: distinct)
  func accepts(_ text: String) {
    #expect(JSONParserTests.error(text) == nil)
  }

  @Test func namesTheSecondKeyAndItsPlace() throws {
    let error = try #require(JSONParserTests.error(#"{"x":1,"id":2,"i\u0064":3}"#))
    #expect(error.offset == 14)
    #expect(error.text == #"the key "id" stands twice in one object"#)
    let long = String(repeating: "k", count: 100_000)
    #expect(try #require(JSONParserTests.error("{\"\(long)\":1,\"\(long)\":2}")).text.count < 200)
  }

  /// Both sides of the border between the two ways of looking, each pair of places.
  @Test(arguments: [2, 3, 15, 16, 17, 18, 40])
  func findsEveryPair(_ count: Int) {
    for escaped in [false, true] {
      for first in 0..<count {
        for second in (first + 1)..<count {
          var keys = (0..<count).map { "key\($0)" }
          keys[second] = escaped ? "\\u006bey\(first)" : keys[first]
          let text = "{" + keys.map { "\"\($0)\":[{}]" }.joined(separator: ",") + "}"
          #expect(JSONParserTests.error(text)?.code == .duplicateKey)
        }
      }
    }
    let all = (0..<count).map { "\"\($0)\":0" }.joined(separator: ",")
    #expect(JSONParserTests.error("{\(all)}") == nil)
  }

  /// A quadratic search of 200,000 keys would take minutes.
  @Test(.timeLimit(.minutes(1)), arguments: ["key", "\\u006bey"])
  func staysLinear(_ prefix: String) {
    let members = (0..<200_000).map { "\"\(prefix)\($0)\":0" }.joined(separator: ",")
    #expect(JSONParserTests.error("{\(members)}") == nil)
    #expect(JSONParserTests.error("{\(members),\"key77\":0}")?.code == .duplicateKey)
  }
}
