import Testing

@testable import JSONSchema

/// Regular expressions of ECMA-262 with the `u` flag.
struct PatternTests {
  private static let limits = PatternLimits(bytes: 4_096, states: 20_000)

  private func matches(_ pattern: String, _ text: String, steps: Int = 1_000_000) throws -> Bool? {
    var stepsLeft = steps
    var matcher = PatternMatcher()
    return matcher.matches(
      try Pattern(pattern, limits: Self.limits), text.unicodeScalars.map(\.value),
      stepsLeft: &stepsLeft)
  }

  @Test(arguments: [
    ("", "", true), ("a", "bab", true), ("^a", "ba", false), ("a$", "ab", false),
    ("a$", "a\n", false), ("^(a|bc)+$", "abca", true), ("^(a|bc)+$", "abc a", false),
    ("^a{2,3}$", "aa", true), ("^a{2,3}$", "aaaa", false), ("^a{2}$", "a", false),
    ("^a{2,}$", "aaaaa", true), ("^a{0}$", "", true), ("^(a*)*$", "aaa", true),
    ("^(a*)+b$", "aab", true), ("^(|a)*$", "aa", true), ("^.$", "\n", false), ("^.$", "😀", true),
    ("^[^a-c]$", "d", true), ("^[^a-c]$", "b", false), ("^[\\w-]+$", "a-b_9", true),
    ("^[a\\]]+$", "a]", true), ("[]", "a", false), ("[^]", "\n", true), ("^[+--]$", ",", true),
    ("\\bcat\\b", "a cat!", true), ("\\bcat\\b", "concat", false), ("\\Bcat", "concat", true),
    ("^\\u0041\\x42\\u{1F600}\\uD83D\\uDE00$", "AB😀😀", true), ("^\\cJ\\t\\0$", "\n\t\0", true),
    ("^\\p{Lu}\\p{L}\\P{L}$", "Éa1", true), ("^\\p{gc=Nd}+$", "4৪", true),
    ("^[\\p{Letter}\\d]+$", "é1", true), ("^[^\\P{Lu}]$", "A", true), ("^[^\\P{Lu}]$", "a", false),
    ("^\\p{ASCII}$", "é", false), ("^\\p{Emoji_Presentation}$", "😀", true),
    ("^(?<year>\\d{4})-(?:\\d\\d)$", "2026-03", true), ("^a+?$", "aa", true),
    ("^(?=.*[A-Z])(?=.*\\d).{4,}$", "aaB1", true), ("^(?=.*[A-Z])(?=.*\\d).{4,}$", "aaB", false),
    ("^(?!.*--)[a-z-]+$", "a-b-c", true), ("^(?!.*--)[a-z-]+$", "a--c", false),
    ("(?<=\\$)\\d", "a$1", true), ("(?<=\\$)\\d", "a1", false), ("(?<!a)b", "ab", false),
    ("(?<=a+)b", "caab", true), ("^(?=(?!b)a)", "ab", true), ("^(?=(?<=^)a)", "ab", true),
    ("^[\\w\\-]+\\@[a-z]+$", "a-b@c", true), ("^{a}]$", "{a}]", true),
  ])
  func answerIsRight(_ pattern: String, _ text: String, _ expected: Bool) throws {
    #expect(try matches(pattern, text) == expected)
  }

  @Test(arguments: [
    ("(a", "a group is not closed; \")\" is missing"), ("a)", "\")\" closes no group"),
    ("*a", "there is nothing to repeat before the quantifier"),
    ("a**", "there is nothing to repeat before the quantifier"),
    ("^*", "an assertion cannot be repeated"), ("(?=a)*", "an assertion cannot be repeated"),
    ("a{3,2}", "the repetition's bounds are in the wrong order"),
    ("[a", "a class is not closed; \"]\" is missing"),
    ("[b-a]", "a range in a class goes from one character to a later one"),
    ("[\\d-z]", "a range in a class goes from one character to a later one"),
    ("\\", "a backslash stands at the end"),
    ("\\a", "this character has no meaning after a backslash in ECMA-262"),
    ("\\01", "octal escapes are not supported"), ("\\x4", "2 hexadecimal digits are expected"),
    ("\\u{110000}", "\"\\u{...}\" must hold the hexadecimal number of a character"),
    ("\\c1", "\"\\c\" must be followed by a letter"),
    ("\\pL", "\"\\p\" must be followed by a property in braces"),
    ("\\p{Script=Greek}", "the Unicode property \"Script=Greek\" is not supported"),
    ("(?i)a", "groups begin with \"(\", \"(?:\", \"(?<name>\" or a look-around"),
    ("(?<1>a)", "a group's name is letters, digits, \"_\" or \"$\""),
    ("(?<a>.)(?<a>.)", "two groups have the name \"a\""),
    ("(?<a", "a group's name is not closed by \">\""), ("\\1", "refers to no group: \"1\""),
    ("\\k<b>", "refers to no group: \"b\""),
    ("(a)\\1", "backreferences are not supported"),
    ("(?<n>a)\\k<n>", "refers back to group \"n\""),
  ])
  func faultIsNamed(_ pattern: String, _ expected: String) throws {
    let error = #expect(throws: PatternError.self) {
      try Pattern(pattern, limits: Self.limits)
    }
    #expect(error?.text.contains(expected) == true, "\(error?.text ?? "compiled")")
  }

  @Test(arguments: ["a]", "a}", "{a", "\\-", "\\@"])
  func whatOnlyLooseSyntaxAllowsIsNoRegexFormat(_ pattern: String) throws {
    #expect(throws: Never.self) { try PatternParser.parse(pattern, isStrict: false) }
    #expect(throws: PatternError.self) { try PatternParser.parse(pattern, isStrict: true) }
  }

  @Test func schemaErrorNamesThePattern() throws {
    let schema = #"{"properties": {"a": {"patternProperties": {"a/(": true}}}}"#
    #expect(try Schema.error(schema)?.place == "/properties/a/patternProperties/a~1(")
    #expect(try Schema.error(#"{"pattern": "("}"#)?.place == "/pattern")
  }
}

/// Patterns that would take other engines for ever.
struct HostilePatternTests {
  private static let limits = PatternLimits(bytes: 4_096, states: 20_000)

  private func steps(_ pattern: String, _ text: String) throws -> Int {
    var left = 1_000_000_000
    var matcher = PatternMatcher()
    _ = matcher.matches(
      try Pattern(pattern, limits: Self.limits), text.unicodeScalars.map(\.value), stepsLeft: &left)
    return 1_000_000_000 - left
  }

  @Test(arguments: [
    "(a+)+$", "^(a|a)*$", "^(a|aa)+$", "(a*)*b", "^(([a-z])+.)+[A-Z]([a-z])+$", "(.*)*(.*)*x",
    "^(?=(a+)+$)(?!(a|a)*b)a", "(x+x+)+y",
  ])
  func stepsGrowWithTheTextAndNoFaster(_ pattern: String) throws {
    let once = try steps(pattern, String(repeating: "a", count: 1_000) + "!")
    let twice = try steps(pattern, String(repeating: "a", count: 2_000) + "!")
    #expect(once > 1_000)
    #expect(twice < once * 9 / 4)
    #expect(twice < 200_000)
  }

  @Test(arguments: [
    "(a{1000}){1000}", "a{20001}", "((a{100}){100}){100}", "(?:(?:a?){200}){200}",
    "a{99999999999999999999}",
  ])
  func hugeRepetitionIsRefused(_ pattern: String) throws {
    let error = #expect(throws: PatternError.self) { try Pattern(pattern, limits: Self.limits) }
    #expect(error?.text.contains("more than 20000 states") == true)
  }

  @Test func patternsOfASchemaShareTheirBound() throws {
    var options = SchemaOptions()
    options.maximumPatternStates = 250
    let pattern = #"{"pattern": "a{100}"}"#
    #expect(try Schema.error("{\"allOf\": [\(pattern), \(pattern)]}", options: options) == nil)
    let others = (1...3).map { "{\"pattern\": \"\($0){100}\"}" }.joined(separator: ",")
    let error = try Schema.error("{\"allOf\": [\(others)]}", options: options)
    #expect(error?.text.contains("have more than 250 states") == true)
  }

  @Test(arguments: ["(?:){1000000000}", "(?:(?:){1000000000}){1000000000}", "(|){3}"])
  func repeatedNothingIsNothing(_ pattern: String) throws {
    #expect(try steps(pattern, "a") < 100)
  }

  @Test func deepGroupsAreRefused() throws {
    let pattern = String(repeating: "(", count: 2_000) + String(repeating: ")", count: 2_000)
    let error = #expect(throws: PatternError.self) { try Pattern(pattern, limits: Self.limits) }
    #expect(error?.text.contains("nested deeper than 100") == true)
  }

  @Test func lookAroundsOfAPatternAreCounted() throws {
    let looks = String(repeating: "(?=.)", count: Pattern.mostLooks)
    #expect(throws: Never.self) { try Pattern(looks, limits: Self.limits) }
    for pattern in [looks + "(?<!x)", "(?:(?=.)){33}"] {
      let error = #expect(throws: PatternError.self) { try Pattern(pattern, limits: Self.limits) }
      #expect(error?.text.contains("has more than 32 look-arounds") == true)
    }
  }

  /// One bit for a character and a look-around; and none once the steps are used up.
  @Test func lookAroundsTakeStepsBeforeMemory() throws {
    let text = String(repeating: "a", count: 10_000)
    let once = try steps("(?=.)", text)
    #expect(try steps("(?=.)(?=.)", text) >= once + 10_000)
    var left = 15_000
    var matcher = PatternMatcher()
    let looks = try Pattern(String(repeating: "(?=.)", count: 32), limits: Self.limits)
    #expect(matcher.matches(looks, text.unicodeScalars.map(\.value), stepsLeft: &left) == nil)
    #expect(matcher.lookBytes == 0)
    left = 10_000_000
    #expect(matcher.matches(looks, text.unicodeScalars.map(\.value), stepsLeft: &left) != nil)
    #expect(matcher.lookBytes <= 32 * (text.count / 8 + 8))
    #expect(matcher.lookBytes >= 32 * text.count / 8)
  }

  @Test func longPatternIsRefused() throws {
    let error = try Schema.error("{\"pattern\": \"\(String(repeating: "a", count: 4_097))\"}")
    #expect(error?.text == "the regular expression is longer than 4096 bytes")
  }

  @Test func stepsOfAValidationAreBounded() throws {
    var options = SchemaOptions()
    options.patternStepLimit = 10_000
    let schema = try Schema(#"{"items": {"pattern": "[ab]{1,50}c"}}"#, options: options)
    #expect(try schema.text(#"["aaaaaac"]"#) == nil)
    let long = String(repeating: "a", count: 2_000)
    #expect(
      try schema.text("[\"\(long)\"]")
        == "at the root: the value takes more than the 10000 steps that are spent on regular expressions; send shorter strings"
    )
    // Also where a refusal would let the value pass.
    let inverse = try Schema(#"{"not": {"pattern": "[ab]{1,50}c"}}"#, options: options)
    #expect(try inverse.text("\"\(long)\"")?.contains("regular expressions") == true)
  }
}
