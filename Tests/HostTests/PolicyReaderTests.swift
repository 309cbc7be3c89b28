import Access
import Testing

@testable import Host

@Suite struct PolicyReaderTests {
  private func read(_ policy: String) throws -> AccessPolicy {
    let text = #"{"access": {"clients": "c.json", "policy": \#(policy)}}"#
    let substitution = Substitution(
      environment: { ["TEAM": "red"][$0] },
      file: { path throws(ConfigurationError) in throw ConfigurationError("cannot read \(path)") })
    let configuration = try ConfigurationReader.read(
      try ConfigurationText(name: "toolrack.json", bytes: Array(text.utf8)), substitution)
    return try #require(configuration.policy)
  }

  private func decision(
    _ policy: AccessPolicy, _ kind: PolicyTarget.Kind, _ name: String, client: String = "agent-1",
    scopes: [String] = ["s1"], claims: String = #"{"team":"red"}"#, plugin: String = "lark"
  ) -> PolicyDecision {
    let caller = AuthenticatedCaller(
      principal: "client:\(client)", client: client, scopes: scopes, claims: Array(claims.utf8))
    return policy.decision(on: PolicyTarget(kind, name, of: plugin), by: policy.rules(for: caller))
  }

  @Test func everyMemberOfARuleCounts() throws {
    let policy = try read(
      """
      [{
        "name": "all", "effect": "allow", "clients": ["agent-*"], "scopes": ["s?"],
        "claims": {"team": ["${env:TEAM}"]}, "plugins": ["lark"],
        "tools": ["t*"], "prompts": ["p*"], "resources": ["lark://*"], // and a comment
      }]
      """)
    #expect(decision(policy, .tool, "t1").isAllowed)
    #expect(decision(policy, .prompt, "p1").isAllowed)
    #expect(decision(policy, .resource, "lark://x").isAllowed)
    #expect(!decision(policy, .tool, "p1").isAllowed)
    #expect(!decision(policy, .prompt, "t1").isAllowed)
    #expect(!decision(policy, .resource, "t1").isAllowed)
    #expect(!decision(policy, .tool, "t1", client: "x").isAllowed)
    #expect(!decision(policy, .tool, "t1", scopes: ["s12"]).isAllowed)
    #expect(!decision(policy, .tool, "t1", claims: "{}").isAllowed)
    #expect(!decision(policy, .tool, "t1", plugin: "jira").isAllowed)
  }

  @Test func aRuleMayDeny() throws {
    let policy = try read(
      #"[{"name":"a","clients":["*"]},{"name":"b","effect":"deny","tools":["x"]}]"#)
    guard case .denied("b") = decision(policy, .tool, "x") else {
      Issue.record("the second rule denies it")
      return
    }
    #expect(decision(policy, .tool, "y").isAllowed)
  }

  @Test func argumentsAreASchema() throws {
    let policy = try read(
      #"[{"name":"a","tools":["x"],"arguments":{"properties":{"team":{"const":"${env:TEAM}"}}}}]"#)
    guard case .allowed(let grant) = decision(policy, .tool, "x") else {
      Issue.record("the tool is allowed")
      return
    }
    #expect(grant.isConditional && grant.allowing == ["a"])
  }

  @Test(
    arguments: [
      ("{}", "access.policy must be an array"),
      ("[]", "access.policy allows nobody anything"),
      (#"[{"name":"a","effect":"deny","tools":["x"]}]"#, "access.policy allows nobody anything"),
      (#"[{"clients":["x"]}]"#, "access.policy.0 needs a \"name\""),
      (#"[{"name":"a"}]"#, "access.policy.0 is about everybody and everything"),
      (#"[{"name":"a","arguments":{"required":["x"]}}]"#, "is about everybody and everything"),
      (#"[{"name":"a","client":["x"]}]"#, "did you mean \"clients\"?"),
      (#"[{"name":"a","tools":["x"],"tool":["x"]}]"#, "access.policy.0.tool is no known setting"),
      (#"[{"name":"a","tools":"x"}]"#, "access.policy.0.tools must be an array of strings"),
      (#"[{"name":"a","tools":[]}]"#, "access.policy.0.tools is empty"),
      (#"[{"name":"a","tools":[""]}]"#, "access.policy.0.tools must hold texts of 1 to"),
      (#"[{"name":"a","claims":{}}]"#, "access.policy.0.claims is empty"),
      (#"[{"name":"a","claims":{"t":[]}}]"#, "access.policy.0.claims.t is empty"),
      (#"[{"name":"a","claims":{"t":"x"}}]"#, "access.policy.0.claims.t must be an array"),
      (#"[{"name":"a","tools":["x"],"effect":"block"}]"#, "\"allow\" or \"deny\""),
      (#"[{"name":"","tools":["x"]}]"#, "access.policy.0.name must be a name"),
      (#"[{"name":"a\nb","tools":["x"]}]"#, "access.policy.0.name must be a name"),
      (
        #"[{"name":"a","tools":["x"]},{"name":"a","tools":["y"]}]"#,
        "access.policy.1 has the name of an earlier rule, \"a\""
      ),
      (#"[{"name":"a","tools":["x"],"arguments":{}}]"#, "access.policy.0.arguments asks nothing"),
      (
        #"[{"name":"a","tools":["x"],"arguments":{"type":"strin"}}]"#,
        "access.policy.0.arguments cannot be used: at \"/type\""
      ),
      (
        #"[{"name":"a","tools":["x"],"arguments":{"properties":{"b":{"maxLenght":1}}}}]"#,
        "maxLenght is no keyword of JSON Schema; did you mean \"maxLength\"?"
      ),
      (
        #"[{"name":"a","tools":["x"],"arguments":{"const":"${env:ABSENT}"}}]"#,
        "needs the environment variable ABSENT"
      ),
      (
        #"[{"name":"a","resources":["x"],"arguments":{"required":["x"]}}]"#,
        "access.policy.0.resources have no arguments"
      ),
    ])
  func whatWouldAskLessThanWasMeantIsAnError(policy: String, expected: String) throws {
    let error = try #require(throws: ConfigurationError.self) { try read(policy) }
    #expect(error.description.contains(expected), "\(error)")
    #expect(error.description.hasPrefix("toolrack.json:1:"))
  }

  @Test func manyRulesAreTooMany() throws {
    let rules = (0...AccessPolicy.maximumRules).map { #"{"name":"r\#($0)","tools":["x"]}"# }
    let error = try #require(throws: ConfigurationError.self) {
      try read("[\(rules.joined(separator: ","))]")
    }
    #expect(error.description.contains("at most \(AccessPolicy.maximumRules) rules"))
    #expect(try read("[\(rules.dropLast().joined(separator: ","))]").rules.count == 1_000)
  }
}
