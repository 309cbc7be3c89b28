internal import CLibpq
internal import Synchronization

/// Asks the server to cancel what a connection runs, on a thread of its own: libpq blocks until the
/// server has taken the request, and the server may be what does not answer.
@safe final class CancelRequest: Sendable {
  /// Used by the one thread that `start` makes, and freed when the last reference goes.
  private nonisolated(unsafe) let handle: OpaquePointer
  private let wake: WakeDescriptor
  private let count: CancelCount
  private let done = Atomic(false)

  /// Whether the request is with the server, or has failed. Then nothing is cancelled any more
  /// because of it, unless a pooler stands between.
  var isDone: Bool { done.load(ordering: .acquiring) }

  private init(handle: OpaquePointer, wake: WakeDescriptor, count: CancelCount) {
    unsafe self.handle = handle
    self.wake = wake
    self.count = count
  }

  deinit {
    unsafe clibpq_cancel_free(handle)
  }

  /// Nil where there is no thread for it. Signals `wake` when it is done.
  static func start(
    _ connection: OpaquePointer, wake: WakeDescriptor, among count: CancelCount
  ) -> CancelRequest? {
    guard count.take() else { return nil }
    guard let handle = unsafe clibpq_cancel_create(connection) else {
      count.giveBack()
      return nil
    }
    let request = unsafe CancelRequest(handle: handle, wake: wake, count: count)
    guard ConnectionThread.start(name: "pg-cancel", { request.send() }) else {
      count.giveBack()
      return nil
    }
    return request
  }

  private func send() {
    _ = unsafe clibpq_cancel_send(handle)
    done.store(true, ordering: .releasing)
    count.giveBack()
    wake.signal()
  }
}

/// Requests to cancel that are under way to one server. Where it does not answer they may hang for
/// long, which must not keep others from cancelling at theirs.
final class CancelCount: Sendable {
  /// So many threads at a time; beyond that a connection is closed at once.
  static let limit = 16
  private let running = Atomic(0)

  /// False where there are too many.
  func take() -> Bool {
    guard running.add(1, ordering: .relaxed).newValue > Self.limit else { return true }
    giveBack()
    return false
  }

  func giveBack() { running.subtract(1, ordering: .relaxed) }
}
