internal import Glibc
internal import Synchronization

/// Lets users in until it is closed, and tells when the last one has left. It guards something
/// that goes away while others may still reach for it.
struct Gate: ~Copyable, Sendable {
  private static let closed = 1 << 62
  private let state = Atomic<Int>(0)

  /// Runs `body` unless the gate is closed, and gives nil then. Several threads may be inside.
  borrowing func pass<Result>(_ body: () -> Result) -> Result? {
    defer { state.subtract(1, ordering: .releasing) }
    guard state.add(1, ordering: .acquiring).oldValue < Self.closed else { return nil }
    return body()
  }

  /// Closes the gate for good and waits until nobody is inside. Not to be called from inside.
  borrowing func close() {
    state.bitwiseOr(Self.closed, ordering: .acquiringAndReleasing)
    while state.load(ordering: .acquiring) != Self.closed { sched_yield() }
  }
}
