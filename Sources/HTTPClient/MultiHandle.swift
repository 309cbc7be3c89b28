private import CCurl

/// One libcurl multi handle: the connections of one client.
///
/// Sendable by this rule: other threads call `wakeUp` only, which libcurl allows from any thread
/// (curl_multi_wakeup(3)); everything else is called by the client's thread. The reference count
/// keeps the handle for as long as any thread may still wake it.
final class MultiHandle: @unchecked Sendable {
  private let pointer: OpaquePointer

  /// Opens libcurl, which takes some milliseconds the first time in a process.
  init() throws(HTTPClientError) {
    if let problem = CurlLibrary.problem() {
      throw HTTPClientError(.connect, problem)
    }
    guard let pointer = ccurl_multi_init() else {
      throw HTTPClientError(.connect, "There is no memory for an HTTP client.")
    }
    self.pointer = pointer
    _ = ccurl_multi_set_number(
      pointer, CCURL_MULTI_MAXCONNECTS, HTTPClientLimits.idleConnections)
    allowConnections(besideThoseOf: 0)
  }

  deinit {
    ccurl_multi_cleanup(pointer)
  }

  /// Lets that many streams have connections of their own. To be called before one more is added,
  /// so that it never waits for others to end.
  func allowConnections(besideThoseOf streams: Int) {
    _ = ccurl_multi_set_number(
      pointer, CCURL_MULTI_MAX_HOST_CONNECTIONS, HTTPClientLimits.connectionsPerHost + streams)
    _ = ccurl_multi_set_number(
      pointer, CCURL_MULTI_MAX_TOTAL_CONNECTIONS, HTTPClientLimits.connections + streams)
  }

  func add(_ handle: EasyHandle) -> Bool { ccurl_multi_add(pointer, handle.pointer) }

  func remove(_ handle: EasyHandle) { _ = ccurl_multi_remove(pointer, handle.pointer) }

  /// Moves all transfers on as far as they go without waiting.
  func perform() { _ = ccurl_multi_perform(pointer) }

  /// Waits until a transfer can go on, or `wakeUp`, or the time-out.
  func wait(milliseconds: Int32) { _ = ccurl_multi_poll(pointer, milliseconds) }

  /// [any] Ends the current or the next `wait`.
  func wakeUp() { _ = ccurl_multi_wakeup(pointer) }

  /// A transfer that has ended since the last call, and its CURLcode. It is still to be removed.
  func nextFinished() -> (transfer: Transfer, code: Int32)? {
    var code: Int32 = 0
    guard let easy = ccurl_multi_next_finished(pointer, &code),
      let context = ccurl_easy_context(easy)
    else { return nil }
    // The loop's table keeps every transfer whose handle is in use.
    return (Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue(), code)
  }
}
