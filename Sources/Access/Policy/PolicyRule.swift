package import JSONSchema

/// One rule of the policy.
package struct PolicyRule: Sendable {
  /// What it does where it applies.
  package enum Effect: Sendable {
    case allow, deny
  }

  /// What people know it by.
  package let name: String
  package var effect = Effect.allow
  package var callers = PolicyCallers()
  package var targets = PolicyTargets()
  /// The rule is about calls whose arguments fit; nil: about all.
  package var arguments: CompiledSchema?

  /// A rule that allows everything to everybody.
  package init(_ name: String) { self.name = name }

  /// Resources have no arguments, so that a rule about arguments is not about them.
  func isAbout(_ target: PolicyTarget) -> Bool {
    guard arguments == nil || target.kind != .resource else { return false }
    if targets.contain(target) { return true }
    // Nobody gets past a denial by writing a letter of a URI in another way.
    return effect == .deny && target.kind == .resource && targets.containDecoded(target)
  }
}
