internal import CPlatform
internal import Glibc

/// The thread of one event loop. It takes no signals, and has room for handlers that call deep.
struct LoopThread: Sendable {
  private static let stackBytes = 8 * 1024 * 1024

  private let thread: pthread_t

  init(_ loop: EventLoop) throws(HTTPServerError) {
    var attributes = pthread_attr_t()
    pthread_attr_init(&attributes)
    defer { pthread_attr_destroy(&attributes) }
    pthread_attr_setstacksize(&attributes, Self.stackBytes)
    var thread = pthread_t()
    let retained = Unmanaged.passRetained(loop)
    let failure = pthread_create(
      &thread, &attributes,
      { context in
        guard let context else { return nil }
        LoopThread.run(Unmanaged<EventLoop>.fromOpaque(context).takeRetainedValue())
        return nil
      }, retained.toOpaque())
    guard failure == 0 else {
      retained.release()
      throw HTTPServerError("pthread_create", errno: failure)
    }
    self.thread = thread
  }

  /// Waits for the loop to end.
  func join() { pthread_join(thread, nil) }

  private static func run(_ loop: EventLoop) {
    var signals = sigset_t()
    sigfillset(&signals)
    pthread_sigmask(SIG_SETMASK, &signals, nil)
    pthread_setname_np(pthread_self(), "http")
    loop.run()
  }
}
