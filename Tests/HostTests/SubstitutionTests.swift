import Testing

@testable import Host

@Suite struct SubstitutionTests {
  private let substitution = Substitution(
    environment: { ["NAME": "value", "EMPTY": ""][$0] },
    file: { path throws(ConfigurationError) in
      switch path {
      case "/secret": Array("s3cret\n".utf8)
      case "/binary": [0xFF]
      default: throw ConfigurationError("cannot read \(path)")
      }
    })

  @Test(
    arguments: [
      ("plain", "plain"), ("${env:NAME}", "value"), ("a ${env:NAME}${env:EMPTY} b", "a value b"),
      ("${file:/secret}", "s3cret"), ("$${env:NAME}", "${env:NAME}"), ("100 $", "100 $"), ("", ""),
    ])
  func replacesReferences(text: String, expected: String) throws {
    #expect(try substitution.apply(to: text) == .text(expected))
  }

  @Test func namesAVariableThatIsNotSet() throws {
    #expect(try substitution.apply(to: "x ${env:ABSENT}") == .unset("ABSENT"))
  }

  @Test func leavesSecretsForAnother() throws {
    let secret = SubstitutedPiece.secret(try #require(SecretReference("x#k")))
    #expect(
      try substitution.apply(to: "${env:NAME} ${secret:x#k}!")
        == .secrets([.text("value "), secret, .text("!")]))
    #expect(try substitution.apply(to: "${secret:x}${env:ABSENT}") == .unset("ABSENT"))
    #expect(try substitution.apply(to: "$${secret:x}") == .text("${secret:x}"))
  }

  @Test(arguments: [
    "${env:NAME", "${secret:}", "${secret:#x}", "${secret:x", "${other:x}", "${file:/absent}",
    "${file:/binary}", "${}",
  ])
  func refusesWhatItCannotReplace(text: String) {
    #expect(throws: ConfigurationError.self) { try substitution.apply(to: text) }
  }
}
