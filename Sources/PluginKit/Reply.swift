/// The way to answer one call without a task of Swift concurrency, for plugins with threads of
/// their own (`Tool.init(_:_:title:input:output:annotations:meta:replying:)`). Any thread.
public final class Reply: Sendable {
  private let call: Call
  private let finish: @Sendable (Call, Outcome) -> Void

  init(_ call: Call, _ finish: @escaping @Sendable (Call, Outcome) -> Void) {
    self.call = call
    self.finish = finish
  }

  /// Answers the call, once: the host ignores a second answer, and logs it against the plugin.
  public func callAsFunction(_ result: ToolResult) { finish(call, Outcome(result)) }

  /// Answers with what an error means, as if a handler had thrown it.
  public func callAsFunction(throwing error: any Error) {
    finish(call, Outcome(thrown: error, by: .tool))
  }

  /// Runs `body` when nobody waits for the answer any more: at once where that is so already, never
  /// where the call has been answered. On any thread, once; it does not wait. The call still has
  /// to be answered, soon. A second `body` takes the place of the first.
  public func onCancel(_ body: @escaping @Sendable () -> Void) { call.task.didStart(body) }
}

/// What runs for a call.
enum CallHandler: Sendable {
  /// In a task of its own.
  case task(@Sendable (Call) async throws -> Outcome)
  /// On the thread on which the call arrived, until it has handed the reply on.
  case reply(@Sendable (Call, Reply) -> Void)
}
