/// A running call, to cancel it. Any thread.
package struct RunningCall: Sendable {
  let canceller: any CallCanceller
  let handle: CallHandle

  /// Nobody waits for the call any more: its sink hears nothing of it again, the plugin is told.
  package func cancel() {
    canceller.cancel(handle)
  }
}

/// Who gave a call its handle. Any thread.
protocol CallCanceller: AnyObject, Sendable {
  /// Nobody waits for the call any more.
  func cancel(_ handle: CallHandle)
}
