internal import Glibc
internal import Synchronization

/// What one thread is given to do by others, one thing after the other.
///
/// `@unchecked Sendable`: `messages` is only touched with the mutex held; the pointers are constant
/// and live as long as the object.
@safe final class Mailbox<Message: Sendable>: @unchecked Sendable {
  private let mutex: UnsafeMutablePointer<pthread_mutex_t>
  private let condition: UnsafeMutablePointer<pthread_cond_t>
  private var messages: [Message] = []
  /// Of `messages`, for a look without the mutex.
  private let count = Atomic(0)

  init() {
    unsafe mutex = .allocate(capacity: 1)
    unsafe condition = .allocate(capacity: 1)
    unsafe pthread_mutex_init(mutex, nil)
    var attributes = pthread_condattr_t()
    unsafe pthread_condattr_init(&attributes)
    unsafe pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC)
    unsafe pthread_cond_init(condition, &attributes)
    unsafe pthread_condattr_destroy(&attributes)
  }

  deinit {
    unsafe pthread_cond_destroy(condition)
    unsafe pthread_mutex_destroy(mutex)
    unsafe condition.deallocate()
    unsafe mutex.deallocate()
  }

  /// Any thread.
  func put(_ message: Message) {
    unsafe pthread_mutex_lock(mutex)
    messages.append(message)
    count.store(messages.count, ordering: .relaxed)
    unsafe pthread_cond_signal(condition)
    unsafe pthread_mutex_unlock(mutex)
  }

  /// Waits for the next message; nil where none came until the time.
  func take(until nanoseconds: Int64) -> Message? {
    var time = timespec(
      tv_sec: Int(nanoseconds / 1_000_000_000), tv_nsec: Int(nanoseconds % 1_000_000_000))
    giveWay()
    unsafe pthread_mutex_lock(mutex)
    defer { unsafe pthread_mutex_unlock(mutex) }
    while messages.isEmpty {
      if unsafe pthread_cond_timedwait(condition, mutex, &time) == ETIMEDOUT { break }
    }
    guard !messages.isEmpty else { return nil }
    defer { count.store(messages.count, ordering: .relaxed) }
    return messages.removeFirst()
  }

  private func giveWay() {
    for _ in 0..<GivingWay.times where count.load(ordering: .relaxed) == 0 { sched_yield() }
  }
}
