private import CPlatform
private import Glibc

/// The thread of one client.
struct ClientThread: Sendable {
  private let identifier: pthread_t

  private final class Start {
    let body: @Sendable () -> Void
    init(_ body: @escaping @Sendable () -> Void) { self.body = body }
  }

  /// Runs `body` on a new thread with all signals blocked: libcurl must not see SIGPIPE, and the
  /// host's own threads handle the rest. nil where the system has no thread left.
  init?(_ body: @escaping @Sendable () -> Void) {
    var attributes = pthread_attr_t()
    guard pthread_attr_init(&attributes) == 0 else { return nil }
    defer { pthread_attr_destroy(&attributes) }
    pthread_attr_setstacksize(&attributes, HTTPClientLimits.threadStackBytes)
    let start = Unmanaged.passRetained(Start(body))
    var identifier = pthread_t()
    let result = pthread_create(&identifier, &attributes, Self.run, start.toOpaque())
    guard result == 0 else {
      start.release()
      return nil
    }
    self.identifier = identifier
  }

  private static let run: @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? = {
    context in
    var signals = sigset_t()
    sigfillset(&signals)
    pthread_sigmask(SIG_BLOCK, &signals, nil)
    pthread_setname_np(pthread_self(), "http-client")
    if let context { Unmanaged<Start>.fromOpaque(context).takeRetainedValue().body() }
    return nil
  }

  /// Waits for the end of the thread; on that thread itself, lets it end unwaited. Exactly one of
  /// `join` and `detach`, once.
  func join() {
    if pthread_equal(identifier, pthread_self()) != 0 {
      detach()
    } else {
      pthread_join(identifier, nil)
    }
  }

  func detach() { pthread_detach(identifier) }
}
