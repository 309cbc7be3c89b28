internal import Synchronization

/// An amount that all loops of a server take from: connections, or bytes.
final class SharedBudget: Sendable {
  private let taken = Atomic<Int>(0)
  private let limit: Int

  init(_ limit: Int) { self.limit = limit }

  /// What is taken at the moment.
  var used: Int { taken.load(ordering: .relaxed) }

  /// [any] Takes `amount`, unless that is more than there is.
  func take(_ amount: Int) -> Bool {
    if taken.add(amount, ordering: .relaxed).newValue <= limit { return true }
    give(amount)
    return false
  }

  /// [any] Gives back what was taken.
  func give(_ amount: Int) { taken.subtract(amount, ordering: .relaxed) }
}
