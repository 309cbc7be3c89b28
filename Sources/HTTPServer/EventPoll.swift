internal import CPlatform
internal import Glibc

/// An epoll instance.
final class EventPoll {
  private let descriptor: Int32

  init() throws(HTTPServerError) {
    descriptor = epoll_create1(Int32(EPOLL_CLOEXEC))
    guard descriptor >= 0 else { throw HTTPServerError("epoll_create1", errno: errno) }
  }

  deinit { Glibc.close(descriptor) }

  /// Watches a descriptor for `events`, which are reported under `token`. False when the system
  /// has no memory for it. Closing the descriptor ends the watch.
  func watch(_ watched: Int32, _ events: UInt32, _ token: UInt64) -> Bool {
    control(EPOLL_CTL_ADD, watched, events, token)
  }

  /// Changes the events that a watched descriptor is watched for.
  func change(_ watched: Int32, _ events: UInt32, _ token: UInt64) {
    _ = control(EPOLL_CTL_MOD, watched, events, token)
  }

  /// Waits for events, for ever when `milliseconds` is negative; returns how many there are.
  func wait(_ events: UnsafeMutableBufferPointer<epoll_event>, milliseconds: Int32) -> Int {
    max(0, Int(epoll_wait(descriptor, events.baseAddress, Int32(events.count), milliseconds)))
  }

  private func control(
    _ operation: Int32, _ watched: Int32, _ events: UInt32, _ token: UInt64
  ) -> Bool {
    var event = epoll_event()
    event.events = events
    event.data.u64 = token
    return epoll_ctl(descriptor, operation, watched, &event) == 0
  }
}
