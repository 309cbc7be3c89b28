import Testing

@testable import Host

@Suite struct SecretReferenceTests {
  private static let arn = "arn:aws:secretsmanager:eu-central-1:1:secret:lark-AbCdEf"

  private func reference(_ text: String) throws -> SecretReference {
    try #require(SecretReference(text[...]))
  }

  @Test func namesASecretOrAMemberOfOne() throws {
    #expect(try reference(Self.arn).id == Self.arn && reference(Self.arn).key == nil)
    let member = try reference("\(Self.arn)#app#secret")
    #expect(member.id == Self.arn && member.key == "app#secret")
    #expect(try reference(String(repeating: "x", count: 2048)).id.utf8.count == 2048)
  }

  @Test(arguments: [
    "", "#", "#key", "name#", "a name", "a\n", "ä", String(repeating: "x", count: 2049),
  ])
  func namesNone(text: String) {
    #expect(SecretReference(text[...]) == nil)
  }

  @Test(arguments: [
    ("s", "plain", "plain"), ("s", "", ""), ("s", #"{"a": 1}"#, #"{"a": 1}"#),
    ("s#a", #"{"a": "text"}"#, "text"), ("s#a", #"{"a": ""}"#, ""), ("s#a", #"{"a": 12}"#, "12"),
    ("s#a", #"{"a": true}"#, "true"), ("s#a b", #"{"a b": "ü"}"#, "ü"),
  ])
  func readsWhatIsMeant(text: String, value: String, expected: String) throws {
    #expect(try reference(text).text(in: Array(value.utf8)) == expected)
  }

  @Test(arguments: [
    ("s#a", "plain"), ("s#a", "[]"), ("s#a", #""a""#), ("s#a", "{}"), ("s#a", #"{"b": "x"}"#),
    ("s#a", #"{"a": null}"#), ("s#a", #"{"a": {"b": "hidden"}}"#), ("s#a", #"{"a": ["hidden"]}"#),
  ])
  func saysWhatIsMissingAndNothingElse(text: String, value: String) throws {
    let reference = try reference(text)
    let problem = #expect(throws: SecretProblem.self) {
      try reference.text(in: Array(value.utf8))
    }
    let said = try #require(problem?.description)
    #expect(said.contains("the secret s") && !said.contains("hidden") && !said.contains("plain"))
  }

  @Test func bytesAreNoText() throws {
    let reference = try reference("s")
    #expect(throws: SecretProblem("the secret s is not UTF-8 text")) {
      try reference.text(in: [0xFF])
    }
  }
}
