/// The rules of a policy that apply to a caller: callers with the same see and may do the same.
package struct RuleSet: Sendable, Hashable {
  /// Their places in the policy, ascending.
  let places: [UInt16]

  /// No rule, so that nothing is allowed.
  package static let none = RuleSet(places: [])
}
