internal import CLibpq
internal import Glibc

/// An eventfd: ends the wait of the thread that polls it. Closed when nobody holds it any more.
final class WakeDescriptor: Sendable {
  let descriptor: Int32

  /// Nil where the process has no descriptor left.
  init?() {
    descriptor = eventfd(0, Int32(EFD_CLOEXEC | EFD_NONBLOCK))
    guard descriptor >= 0 else { return nil }
  }

  deinit {
    close(descriptor)
  }

  /// From any thread.
  func signal() {
    // Fails only where it is signalled already.
    _ = eventfd_write(descriptor, 1)
  }

  /// Takes the signals back that came so far.
  func drain() {
    var count: eventfd_t = 0
    _ = unsafe eventfd_read(descriptor, &count)
  }
}
