import Glibc
import Synchronization

/// A thread that nobody joins, for work that waits.
enum BackgroundThread {
  private static let stackBytes = 1 << 20

  private final class Body {
    let run: @Sendable () -> Void
    init(_ run: @escaping @Sendable () -> Void) { self.run = run }
  }

  /// Runs `run` on a new thread, all signals blocked; false where the system has no thread left.
  static func start(_ run: @escaping @Sendable () -> Void) -> Bool {
    var attributes = pthread_attr_t()
    guard pthread_attr_init(&attributes) == 0 else { return false }
    defer { pthread_attr_destroy(&attributes) }
    pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
    pthread_attr_setstacksize(&attributes, stackBytes)
    let body = Unmanaged.passRetained(Body(run))
    var thread = pthread_t()
    var all = sigset_t()
    var before = sigset_t()
    sigfillset(&all)
    // A new thread inherits the mask of its creator.
    pthread_sigmask(SIG_SETMASK, &all, &before)
    let status = pthread_create(
      &thread, &attributes,
      { context in
        guard let context else { return nil }
        Unmanaged<Body>.fromOpaque(context).takeRetainedValue().run()
        return nil
      }, body.toOpaque())
    pthread_sigmask(SIG_SETMASK, &before, nil)
    if status != 0 { body.release() }
    return status == 0
  }
}

/// A value that one thread waits for and another brings, once.
final class Arrival<Value: Sendable>: @unchecked Sendable {
  // Sendable: sem_post and sem_wait may be called from any thread on one semaphore, whose pointer
  // never changes; the value is behind the lock.
  private let semaphore: UnsafeMutablePointer<sem_t>
  private let value = Mutex<Value?>(nil)

  init() {
    semaphore = .allocate(capacity: 1)
    semaphore.initialize(to: sem_t())
    sem_init(semaphore, 0, 0)
  }

  deinit {
    sem_destroy(semaphore)
    semaphore.deallocate()
  }

  func put(_ value: Value) {
    self.value.withLock { $0 = value }
    sem_post(semaphore)
  }

  /// Waits until `put` was called.
  func wait() -> Value {
    while true {
      if let value = value.withLock({ $0 }) { return value }
      _ = sem_wait(semaphore)
    }
  }
}
