/// A request that was let in: who sent it, and what proved it. Immutable; any thread.
package final class Admittance: Sendable {
  /// Who sent it.
  package let caller: AuthenticatedCaller
  /// What the proof was checked with: `Gate.generation` of then.
  package let generation: UInt64
  /// From when on the proof is void, in seconds after 1970; nil where it does not say.
  package let end: Int64?
  /// Proves the same again, while it holds; nil for a signature, which is of one request.
  let proof: BearerProof?
  let remembered: RememberedProof?

  /// Whether a connection should remember it.
  package var canBeRemembered: Bool { remembered != nil }

  init(
    _ caller: AuthenticatedCaller, generation: UInt64, end: Int64? = nil,
    proof: BearerProof? = nil, remembered: RememberedProof? = nil
  ) {
    self.caller = caller
    self.generation = generation
    self.end = end
    self.proof = proof
    self.remembered = remembered
  }
}

/// A token or a key as it was sent.
enum BearerProof: Sendable {
  case key(ArraySlice<UInt8>)
  case token(ArraySlice<UInt8>)
}
