/// What a server does with its requests.
package protocol HTTPHandler: AnyObject, Sendable {
  /// [loop] Called once per request, when all of it has arrived. Must not block. Answers at once
  /// or later, from any thread, through `exchange`; each exchange must be answered, or its
  /// connection waits for ever.
  func handle(_ request: consuming HTTPRequest, _ exchange: HTTPExchange)

  /// [loop] The peer went away, or fell too far behind, before `exchange` was finished. What is
  /// sent to it from now on is dropped. Called at most once per exchange, after `handle`, and never
  /// from within a method of an exchange. A peer that has closed its sending side only may still
  /// read: it counts as gone when `HTTPLimits.halfClosedMilliseconds` have passed.
  func abandoned(_ exchange: HTTPExchange)
}
