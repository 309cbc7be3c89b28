import JSON
import JSONSchema
import Testing

@testable import Access

@Suite struct AccessPolicyTests {
  private func rule(
    _ name: String, _ effect: PolicyRule.Effect = .allow, clients: [String] = [],
    scopes: [String] = [], claims: KeyValuePairs<String, [String]> = [:], plugins: [String] = [],
    tools: [String] = [], prompts: [String] = [], resources: [String] = [],
    arguments: String? = nil
  ) throws -> PolicyRule {
    var rule = PolicyRule(name)
    rule.effect = effect
    rule.callers.clients = clients.map(Glob.init)
    rule.callers.scopes = scopes.map(Glob.init)
    rule.callers.claims = claims.map { ($0, $1.map(Glob.init)) }
    rule.targets.plugins = plugins.map(Glob.init)
    rule.targets.tools = tools.map(Glob.init)
    rule.targets.prompts = prompts.map(Glob.init)
    rule.targets.resources = resources.map(Glob.init)
    rule.arguments = try arguments.map {
      try CompiledSchema(compiling: JSONDocument(parsing: Array($0.utf8)))
    }
    return rule
  }

  private func caller(
    _ client: String = "agent", scopes: [String] = [], claims: String = "{}"
  ) -> AuthenticatedCaller {
    AuthenticatedCaller(
      principal: "client:\(client)", client: client, scopes: scopes, claims: Array(claims.utf8))
  }

  private func applying(_ rule: PolicyRule, to caller: AuthenticatedCaller) -> Bool {
    let policy = AccessPolicy([rule])
    return policy.rules(of: policy.rules(for: caller)).count == 1
  }

  private func decision(
    _ rules: [PolicyRule], _ kind: PolicyTarget.Kind = .tool, _ name: String = "lark_get",
    of plugin: String = "lark"
  ) -> PolicyDecision {
    let policy = AccessPolicy(rules)
    return policy.decision(
      on: PolicyTarget(kind, name, of: plugin), by: policy.rules(for: caller()))
  }

  private func refusal(_ rules: [PolicyRule], _ arguments: String?) throws -> PolicyRefusal? {
    guard case .allowed(let grant) = decision(rules) else {
      Issue.record("the tool must be allowed")
      return nil
    }
    let text = Array((arguments ?? "{}").utf8)
    let document = try JSONDocument(parsing: text)
    return grant.refusal(ofArguments: arguments == nil ? nil : document.root, in: document)
  }

  // MARK: - Callers

  @Test func withoutConditionsARuleIsForEverybody() throws {
    #expect(applying(try rule("r"), to: caller()))
  }

  @Test func everyKindOfConditionMustHold() throws {
    let both = try rule("r", clients: ["a*", "b"], scopes: ["x/*"])
    #expect(applying(both, to: caller("agent", scopes: ["y", "x/1"])))
    #expect(applying(both, to: caller("b", scopes: ["x/"])))
    #expect(!applying(both, to: caller("c", scopes: ["x/1"])))
    #expect(!applying(both, to: caller("agent", scopes: ["y"])))
    #expect(!applying(both, to: caller("agent")))
  }

  @Test(
    arguments: [
      (#"{"team":"red"}"#, true), (#"{"team":"reddish"}"#, false), (#"{"team":["x","red"]}"#, true),
      (#"{"team":[["red"]]}"#, false), (#"{"team":{"red":"red"}}"#, false), ("{}", false),
      (#"{"team":null}"#, false), (#"{"te\u0061m":"r\u0065d"}"#, true), ("[]", false), ("", false),
      (#"{"team":7}"#, true), (#"{"team":true}"#, true), (#"{"team":[false]}"#, false),
      (#"{"team":70}"#, false),
    ])
  func aClaimIsComparedByItsText(claims: String, expected: Bool) throws {
    let team = try rule("r", claims: ["team": ["red", "blu?", "7", "true"]])
    #expect(applying(team, to: caller(claims: claims)) == expected)
  }

  @Test func allNamedClaimsMustHold() throws {
    let both = try rule("r", claims: ["team": ["red"], "level": ["1"]])
    #expect(applying(both, to: caller(claims: #"{"team":"red","level":1}"#)))
    #expect(!applying(both, to: caller(claims: #"{"team":"red"}"#)))
  }

  // MARK: - Targets

  @Test func aRuleWithoutNamesIsAboutAllOfItsPlugins() throws {
    let lark = [try rule("r", plugins: ["l*"])]
    for kind in [PolicyTarget.Kind.tool, .prompt, .resource] {
      #expect(decision(lark, kind).isAllowed)
      #expect(!decision(lark, kind, of: "jira").isAllowed)
    }
  }

  @Test func aRuleWithNamesIsAboutThoseKindsOnly() throws {
    let rules = [try rule("r", plugins: ["lark"], tools: ["lark_get*"], prompts: ["p"])]
    #expect(decision(rules).isAllowed)
    #expect(decision(rules, .prompt, "p").isAllowed)
    #expect(!decision(rules, .tool, "p").isAllowed)
    #expect(!decision(rules, .prompt, "lark_get").isAllowed)
    #expect(!decision(rules, .resource, "lark_get").isAllowed)
    #expect(!decision(rules, of: "jira").isAllowed)
    let resources = [try rule("r", resources: ["lark://*"])]
    #expect(decision(resources, .resource, "lark://a/b").isAllowed)
    #expect(!decision(resources, .tool, "lark://a/b").isAllowed)
  }

  // MARK: - Effects

  @Test func aDenialHoldsHoweverAURIIsWritten() throws {
    let rules = [
      try rule("all", resources: ["lark://*"]),
      try rule("secret", .deny, resources: ["lark://docx/secret*"]),
    ]
    #expect(decision(rules, .resource, "lark://docx/open").isAllowed)
    for uri in ["lark://docx/secret1", "lark://docx/%73ecret1", "lark://docx%2Fsecret%31"] {
      #expect(!decision(rules, .resource, uri).isAllowed, "\(uri)")
    }
    // What is allowed is allowed as it is written.
    #expect(
      !decision([try rule("r", resources: ["lark://docx/a"])], .resource, "lark://docx/%61")
        .isAllowed)
  }

  @Test func whatNoRuleAllowsIsNotAllowed() throws {
    guard case .unmentioned = decision([try rule("r", clients: ["other"])]) else {
      Issue.record("a rule for others must not count")
      return
    }
    guard case .unmentioned = decision([]) else {
      Issue.record("without rules, nothing is allowed")
      return
    }
  }

  @Test func aDenialGoesBeforeWhatAllows() throws {
    let allow = try rule("yes")
    let deny = try rule("no", .deny, tools: ["lark_*"])
    for rules in [[allow, deny], [deny, allow]] {
      guard case .denied("no") = decision(rules) else {
        Issue.record("the denial must win wherever it stands")
        return
      }
      #expect(decision(rules, .prompt, "p").isAllowed)
    }
    #expect(decision([allow, try rule("no", .deny, clients: ["x"])]).isAllowed)
  }

  @Test func theFirstRuleThatAllowsIsNamed() throws {
    guard case .allowed(let grant) = decision([try rule("one"), try rule("two")]) else {
      Issue.record("it is allowed")
      return
    }
    #expect(grant.rule == "one" && !grant.isConditional && grant.allowing == ["one"])
  }

  // MARK: - Arguments

  private static let short =
    #"{"properties":{"text":{"type":"string","maxLength":3}},"required":["text"]}"#

  @Test func argumentsMustFitARuleThatAllows() throws {
    let rules = [try rule("short", arguments: Self.short)]
    #expect(try refusal(rules, #"{"text":"abc"}"#) == nil)
    let refused = try #require(try refusal(rules, #"{"text":"abcd"}"#))
    #expect(refused.rule == "short" && refused.text.contains("\"short\" asks: /text:"))
    #expect(try refusal(rules, "{}") != nil)
    #expect(try refusal(rules, nil)?.text.contains("text") == true)
  }

  @Test func oneRuleWhoseArgumentsFitIsEnough() throws {
    let seven = try rule("seven", arguments: #"{"properties":{"text":{"const":"1234567"}}}"#)
    let rules = [try rule("short", arguments: Self.short), seven]
    #expect(try refusal(rules, #"{"text":"1234567"}"#) == nil)
    let refused = try #require(try refusal(rules, #"{"text":"12345678"}"#))
    #expect(refused.text.contains("\"short\"") && refused.text.contains("\"seven\""))
    #expect(try refusal(rules + [try rule("any")], #"{"text":"12345678"}"#) == nil)
  }

  @Test func argumentsThatFitADenialAreRefused() throws {
    let deny = try rule(
      "no-x", .deny, arguments: #"{"properties":{"text":{"const":"x"}},"required":["text"]}"#)
    for rules in [[try rule("any"), deny], [deny, try rule("short", arguments: Self.short)]] {
      #expect(try refusal(rules, #"{"text":"x"}"#)?.rule == "no-x")
      #expect(try refusal(rules, #"{"text":"y"}"#) == nil)
    }
  }

  /// Else a caller could hide denied arguments behind others that take long to check.
  @Test func whatIsTooMuchToCheckIsRefused() throws {
    let deep = String(repeating: "[", count: 100) + String(repeating: "]", count: 100)
    var options = SchemaOptions()
    options.maximumDepth = 20
    let schema = try CompiledSchema(
      compiling: JSONDocument(parsing: Array(##"{"items":{"$ref":"#"}}"##.utf8)),
      options: options)
    var shallow = try rule("shallow", .deny)
    shallow.arguments = schema
    let refused = try #require(try refusal([try rule("any"), shallow], deep))
    #expect(refused.rule == "shallow" && refused.text.contains("cannot check"))
  }

  @Test func aRuleAboutArgumentsIsNotAboutResources() throws {
    let rules = [try rule("r", plugins: ["lark"], arguments: "{}")]
    #expect(decision(rules, .tool).isAllowed && decision(rules, .prompt).isAllowed)
    #expect(!decision(rules, .resource).isAllowed)
  }

  @Test func aRuleAboutNothingIsNamed() throws {
    let policy = AccessPolicy([
      try rule("used", tools: ["lark_get"]), try rule("misspelt", tools: ["lrak_*"]),
      try rule("absent", .deny, plugins: ["jira"]), try rule("all", clients: ["x"]),
      try rule("given", resources: ["lark://docs/1"]),
    ])
    let targets = [PolicyTarget(.tool, "lark_get", of: "lark")]
    #expect(policy.idleRules(among: targets) == ["misspelt", "absent"])
  }

  @Test func callersWithTheSameRulesHaveTheSameSet() throws {
    let policy = AccessPolicy([
      try rule("a", clients: ["x*"]), try rule("b", scopes: ["s"]), try rule("c"),
    ])
    #expect(policy.rules(for: caller("x1")) == policy.rules(for: caller("x2")))
    #expect(policy.rules(for: caller("x1")) != policy.rules(for: caller("y")))
    #expect(policy.rules(for: caller("x1")) != policy.rules(for: caller("x1", scopes: ["s"])))
  }
}
