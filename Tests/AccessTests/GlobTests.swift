import Testing

@testable import Access

@Suite struct GlobTests {
  @Test(
    arguments: [
      ("", "", true), ("", "a", false), ("a", "a", true), ("a", "A", false), ("a", "ab", false),
      ("a", "ba", false), ("*", "", true), ("*", "anything", true), ("a*", "a", true),
      ("a*", "ba", false), ("*a", "ba", true), ("*a", "bab", false), ("a*c", "abc", true),
      ("a*c", "ac", true), ("a*c", "abcb", false), ("a*b*c", "a-b-b-c", true),
      ("*ab", "aab", true), ("*aab", "aaaab", true), ("**", "x", true), ("a**b", "ab", true),
      ("?", "a", true), ("?", "", false), ("?", "ab", false), ("a?c", "abc", true),
      ("?", "é", true), ("??", "é", false), ("*?", "é", true), ("*??", "é", false),
      ("?", "\u{1F600}", true), ("*?x", "éx", true), ("lark_get_*", "lark_get_", true),
      ("lark_get_*", "lark_gets", false), ("x://a?b", "x://a?b", true),
      ("[a]", "a", false), ("[a]", "[a]", true), (".*", "ab", false), ("a\\*", "a*", false),
      ("a\\*", "a\\b", true),
    ])
  func stars(pattern: String, text: String, expected: Bool) {
    #expect(Glob(pattern).matches(text) == expected)
  }

  /// Going back for every star would take time beyond all measure.
  @Test func manyStarsTakeLittleTime() {
    let text = String(repeating: "a", count: 4_000)
    let pattern = Glob(String(repeating: "a*", count: 500) + "b")
    #expect(!pattern.matches(text))
  }

  @Test func oneOfSeveralIsEnough() {
    let globs = ["a*", "b"].map(Glob.init)
    #expect(globs.match("ax") && globs.match("b") && !globs.match("c") && ![Glob]().match("c"))
  }
}
