import Glibc
import PluginHost

/// The signals that end the host: waited for on the main thread, blocked on all others.
enum Signals {
  private static let ending = [SIGTERM, SIGINT, SIGHUP]

  /// Before any thread is started, since threads inherit the mask.
  static func block() {
    var set = endingSet
    pthread_sigmask(SIG_BLOCK, &set, nil)
  }

  /// Waits for one of them and returns its name. The next one ends the process at once.
  static func wait() -> String {
    var set = endingSet
    var signal: Int32 = 0
    sigwait(&set, &signal)
    pthread_sigmask(SIG_UNBLOCK, &set, nil)
    return switch signal {
    case SIGTERM: "SIGTERM"
    case SIGINT: "SIGINT"
    default: "SIGHUP"
    }
  }

  /// Runs `action` on a thread of its own when the first of them comes.
  static func onFirst(_ action: @escaping @Sendable (String) -> Void) {
    DetachedThread.start(name: "signals", stackBytes: threadStackBytes) { action(wait()) }
  }

  private static let threadStackBytes = 512 << 10

  private static var endingSet: sigset_t {
    var set = sigset_t()
    sigemptyset(&set)
    for signal in ending { sigaddset(&set, signal) }
    return set
  }
}
