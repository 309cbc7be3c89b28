import Testing

@testable import Host

@Suite struct SpellingTests {
  @Test(
    arguments: [
      ("", "", 0), ("a", "", 1), ("kitten", "sitting", 3), ("Isolation", "isolation", 0),
      ("isolaton", "isolation", 1),
    ])
  func countsChanges(one: String, other: String, distance: Int) {
    #expect(Spelling.distance(one, other) == distance)
    #expect(Spelling.distance(other, one) == distance)
  }

  @Test func namesTheNearestOrEverything() {
    let known = ["isolation", "prefix", "egress"]
    #expect(Spelling.suggestion(for: "isolaton", among: known) == "; did you mean \"isolation\"?")
    #expect(
      Spelling.suggestion(for: "zzzzzzzz", among: known)
        == "; known here: egress, isolation, prefix")
  }
}
