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

  @Test(arguments: ["${env:NAME", "${secret:x}", "${file:/absent}", "${file:/binary}", "${}"])
  func refusesWhatItCannotReplace(text: String) {
    #expect(throws: ConfigurationError.self) { try substitution.apply(to: text) }
  }
}
