internal import CLibpq
internal import Glibc
internal import Synchronization

/// Asks the server to cancel what a connection runs, on a thread of its own: libpq blocks until the
/// server has taken the request, and the server may be what does not answer.
@safe final class CancelRequest: Sendable {
  /// So many threads at a time in the process; beyond that a connection is closed at once.
  static let limit = 16
  private static let running = Atomic(0)

  /// Used by the one thread that `start` makes, and freed when the last reference goes.
  private nonisolated(unsafe) let handle: OpaquePointer
  private let wake: WakeDescriptor
  private let done = Atomic(false)

  /// Whether the request is with the server, or has failed. Then nothing is cancelled any more
  /// because of it, unless a pooler stands between.
  var isDone: Bool { done.load(ordering: .acquiring) }

  private init(handle: OpaquePointer, wake: WakeDescriptor) {
    unsafe self.handle = handle
    self.wake = wake
  }

  deinit {
    unsafe clibpq_cancel_free(handle)
  }

  /// Nil where there is no thread for it. Signals `wake` when it is done.
  static func start(_ connection: OpaquePointer, wake: WakeDescriptor) -> CancelRequest? {
    guard running.add(1, ordering: .relaxed).newValue <= limit,
      let handle = unsafe clibpq_cancel_create(connection)
    else {
      running.subtract(1, ordering: .relaxed)
      return nil
    }
    let request = unsafe CancelRequest(handle: handle, wake: wake)
    guard request.launch() else {
      running.subtract(1, ordering: .relaxed)
      return nil
    }
    return request
  }

  private func launch() -> Bool {
    // The thread takes the reference over; where there is no thread it is given back here.
    let context = unsafe Unmanaged.passRetained(self)
    var thread = pthread_t()
    let status = unsafe pthread_create(
      &thread, nil,
      { context in
        guard let context = unsafe context else { return nil }
        unsafe Unmanaged<CancelRequest>.fromOpaque(context).takeRetainedValue().send()
        return nil
      }, context.toOpaque())
    guard status == 0 else {
      unsafe context.release()
      return false
    }
    pthread_detach(thread)
    return true
  }

  private func send() {
    _ = unsafe clibpq_cancel_send(handle)
    done.store(true, ordering: .releasing)
    Self.running.subtract(1, ordering: .relaxed)
    wake.signal()
  }
}
