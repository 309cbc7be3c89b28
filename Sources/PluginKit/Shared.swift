internal import Synchronization

/// A value that the calls of a plugin share. Any thread; one at a time has it.
///
/// ```swift
/// private let visits = Shared(0)
/// let count = visits.withLock { visits in visits += 1; return visits }
/// ```
public final class Shared<Value: Sendable>: Sendable {
  private let value: Mutex<Value>

  /// Begins with a value.
  public init(_ value: Value) { self.value = Mutex(value) }

  /// Reads or changes the value while nobody else does. `body` calls nothing that may come back
  /// here, and does not wait.
  public func withLock<Result: Sendable>(
    _ body: @Sendable (inout Value) throws -> Result
  ) rethrows -> Result {
    try value.withLock { value in try body(&value) }
  }
}
