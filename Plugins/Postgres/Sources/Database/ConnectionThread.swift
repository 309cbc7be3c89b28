internal import Glibc

/// A thread that nobody joins, for a connection.
enum ConnectionThread {
  private static let stackBytes = 512 * 1024

  private final class Body {
    let run: @Sendable () -> Void
    init(_ run: @escaping @Sendable () -> Void) { self.run = run }
  }

  /// Starts it, all signals blocked. False where there is none to be had.
  static func start(name: String, _ run: @escaping @Sendable () -> Void) -> Bool {
    var attributes = pthread_attr_t()
    unsafe pthread_attr_init(&attributes)
    defer { unsafe pthread_attr_destroy(&attributes) }
    unsafe pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
    unsafe pthread_attr_setstacksize(&attributes, stackBytes)
    // Released by the thread, or below where there is none.
    let body = unsafe Unmanaged.passRetained(Body(run))
    var thread = pthread_t()
    let status = blockingSignals {
      unsafe pthread_create(
        &thread, &attributes,
        { context in
          if let context = unsafe context {
            unsafe Unmanaged<Body>.fromOpaque(context).takeRetainedValue().run()
          }
          return nil
        }, body.toOpaque())
    }
    if status == 0 {
      setName(thread, name)
    } else {
      unsafe body.release()
    }
    return status == 0
  }

  private typealias SetName = @convention(c) (pthread_t, UnsafePointer<CChar>) -> Int32

  /// Of the GNU C library, and so not in Swift's Glibc module: the type is that of the manual page.
  private static let setName = unsafe dlsym(nil, "pthread_setname_np").map {
    unsafe unsafeBitCast($0, to: SetName.self)
  }

  /// Linux keeps 15 bytes.
  private static func setName(_ thread: pthread_t, _ name: String) {
    _ = unsafe setName?(thread, String(name.prefix(15)))
  }

  /// A new thread inherits the mask of its creator.
  private static func blockingSignals(_ body: () -> Int32) -> Int32 {
    var all = sigset_t()
    var previous = sigset_t()
    unsafe sigfillset(&all)
    unsafe pthread_sigmask(SIG_SETMASK, &all, &previous)
    defer { unsafe pthread_sigmask(SIG_SETMASK, &previous, nil) }
    return body()
  }
}
