import JSON

/// Who may use what. A rule that denies goes before every rule that allows, wherever it stands, and
/// what no rule allows is not allowed. Immutable. Any thread.
package struct AccessPolicy: Sendable {
  /// The most rules.
  package static let maximumRules = 1_000

  package let rules: [PolicyRule]

  /// At most `maximumRules`, whose names are all different.
  package init(_ rules: [PolicyRule]) {
    self.rules = Array(rules.prefix(Self.maximumRules))
  }

  /// The rules that apply to a caller.
  package func rules(for caller: AuthenticatedCaller) -> RuleSet {
    var claims: JSONDocument?
    func read() -> JSONDocument? {
      if claims == nil { claims = try? JSONDocument(parsing: caller.claims) }
      return claims.flatMap { $0.kind($0.root) == .object ? $0 : nil }
    }
    return RuleSet(
      places: rules.indices.filter { rules[$0].callers.contain(caller, read) }.map { UInt16($0) })
  }

  /// The rules of a set, in the order of the policy.
  package func rules(of set: RuleSet) -> [PolicyRule] {
    set.places.lazy.map(Int.init).filter(rules.indices.contains).map { rules[$0] }
  }

  /// The names of rules that are about none of those things, as misspelt ones are. Rules that name
  /// resources are passed over: templates give more of them than can be listed.
  package func idleRules(among targets: [PolicyTarget]) -> [String] {
    rules.filter { rule in
      rule.targets.resources.isEmpty && !targets.contains(where: rule.isAbout)
    }.map(\.name)
  }

  /// What those rules say of something.
  package func decision(on target: PolicyTarget, by set: RuleSet) -> PolicyDecision {
    var grant = PolicyGrant()
    for place in set.places {
      let rule = rules[Int(place)]
      guard rule.isAbout(target) else { continue }
      switch (rule.effect, rule.arguments) {
      case (.deny, nil): return .denied(rule: rule.name)
      case (.deny, let schema?): grant.denials.append((rule.name, schema))
      case (.allow, nil): grant.rule = grant.rule ?? rule.name
      case (.allow, let schema?): grant.permits.append((rule.name, schema))
      }
    }
    return grant.rule == nil && grant.permits.isEmpty ? .unmentioned : .allowed(grant)
  }
}
