import CPlatform
import Glibc

/// A POSIX thread that nobody joins.
package enum DetachedThread {
  /// The body on its way to the new thread.
  private final class Body {
    let run: @Sendable () -> Void
    init(_ run: @escaping @Sendable () -> Void) { self.run = run }
  }

  /// Starts a thread with a stack of `stackBytes`; `name` is cut to the 15 bytes that Linux keeps.
  /// All signals are blocked on it, so that they reach the main thread. Returns 0 or an errno.
  @discardableResult
  package static func start(
    name: String, stackBytes: Int, _ run: @escaping @Sendable () -> Void
  ) -> Int32 {
    var attributes = pthread_attr_t()
    pthread_attr_init(&attributes)
    defer { pthread_attr_destroy(&attributes) }
    pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
    pthread_attr_setstacksize(&attributes, stackBytes)
    let body = Unmanaged.passRetained(Body(run))
    var thread = pthread_t()
    let status = blockingSignals {
      pthread_create(
        &thread, &attributes,
        { context in
          guard let context else { return nil }
          Unmanaged<Body>.fromOpaque(context).takeRetainedValue().run()
          return nil
        }, body.toOpaque())
    }
    if status == 0 {
      pthread_setname_np(thread, String(name.prefix(15)))
    } else {
      body.release()
    }
    return status
  }

  /// A new thread inherits the mask of its creator.
  private static func blockingSignals(_ body: () -> Int32) -> Int32 {
    var all = sigset_t()
    var previous = sigset_t()
    sigfillset(&all)
    pthread_sigmask(SIG_SETMASK, &all, &previous)
    defer { pthread_sigmask(SIG_SETMASK, &previous, nil) }
    return body()
  }
}
