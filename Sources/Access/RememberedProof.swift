/// The Authorization field that proved who sends the requests of a connection: the same bytes need
/// not be looked at again, within the second in which they were, and while nothing has changed of
/// what proofs are checked with. So nothing here can outlive a token, a key or a client by more
/// than that, and what is counted by the second, such as the last use of a key, stays right. A
/// plain value.
package struct RememberedProof: Sendable {
  /// A longer field is looked at each time: what connections remember must stay small.
  static let maximumBytes = 2_048

  private let authorization: ArraySlice<UInt8>
  /// When it was checked, in seconds after 1970.
  private let second: Int64
  /// What it was checked with: another number stands for other keys or clients.
  private let generation: UInt64

  /// Remembers a field that was checked then, by what `generation` stands for; nil where it is too
  /// long.
  init?(_ authorization: ArraySlice<UInt8>, second: Int64, generation: UInt64) {
    guard authorization.count <= Self.maximumBytes else { return nil }
    self.authorization = authorization
    self.second = second
    self.generation = generation
  }

  /// Whether that field, now, proves what it proved then.
  func holds(_ authorization: ArraySlice<UInt8>, now: Int64, generation: UInt64) -> Bool {
    now == second && generation == self.generation
      && self.authorization.span.isSame(authorization.span)
  }
}

extension Span<UInt8> {
  /// Whether both have the same bytes; in a time that does not tell how soon they differ, because
  /// behind a proxy one connection carries the requests of many.
  fileprivate func isSame(_ other: Span<UInt8>) -> Bool {
    guard count == other.count else { return false }
    return withUnsafeBytes { one in
      other.withUnsafeBytes { other in
        var difference: UInt8 = 0
        for index in one.indices { difference |= one[index] ^ other[index] }
        return difference == 0
      }
    }
  }
}
