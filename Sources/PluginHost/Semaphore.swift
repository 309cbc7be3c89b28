import Glibc

/// A POSIX semaphore (sem_overview(7)). Any thread.
package final class Semaphore: @unchecked Sendable {
  // Sendable: sem_post and sem_wait may be called from any thread on the same semaphore; the
  // pointer never changes.
  private let semaphore: UnsafeMutablePointer<sem_t>

  /// With `value` signals given already.
  package init(value: UInt32 = 0) {
    semaphore = .allocate(capacity: 1)
    semaphore.initialize(to: sem_t())
    sem_init(semaphore, 0, value)
  }

  deinit {
    sem_destroy(semaphore)
    semaphore.deallocate()
  }

  /// Lets one waiter go on.
  package func signal() {
    sem_post(semaphore)
  }

  /// Waits for a signal.
  package func wait() {
    while sem_wait(semaphore) != 0 && errno == EINTR {}
  }

  /// Waits at most until `deadline` of CLOCK_REALTIME has passed; false when it has.
  package func wait(milliseconds: UInt64) -> Bool {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    let nanoseconds = UInt64(time.tv_nsec) + milliseconds % 1000 * 1_000_000
    time.tv_sec += Int(milliseconds / 1000 + nanoseconds / 1_000_000_000)
    time.tv_nsec = Int(nanoseconds % 1_000_000_000)
    while true {
      if sem_timedwait(semaphore, &time) == 0 { return true }
      if errno != EINTR { return false }
    }
  }
}
