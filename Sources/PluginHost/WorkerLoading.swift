import CPlatform
import Glibc
import Synchronization

/// A plugin that is being loaded, on a thread of its own: the main thread of the worker hears the
/// host meanwhile, since what `create` waits for, such as a signature, comes from there. Until it
/// has ended, that thread is the plugin's [lifecycle] thread.
final class WorkerLoading: Sendable {
  enum Outcome: Sendable {
    case loaded(PluginInstance, PluginLists)
    /// With the instance, where there is one already.
    case failed(PluginInstance?, PluginLoadError)
  }

  private let outcome = Mutex<Outcome?>(nil)
  private let end: Descriptor

  /// Nil where there is no descriptor or thread left.
  init?(_ load: @escaping @Sendable () -> Outcome) {
    let number = eventfd(0, Int32(EFD_CLOEXEC))
    guard number >= 0 else { return nil }
    end = Descriptor(number)
    let status = DetachedThread.start(name: "load", stackBytes: CallThreads.stackBytes) { [self] in
      let loaded = load()
      outcome.withLock { $0 = loaded }
      eventfd_write(end.number, 1)
    }
    guard status == 0 else { return nil }
  }

  /// Waits until the loading has ended or there is something to read from `descriptor`; the outcome
  /// in the first case, nil in the second.
  func wait(orInputFrom descriptor: Int32) -> Outcome? {
    var events = [
      pollfd(fd: end.number, events: Int16(POLLIN), revents: 0),
      pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0),
    ]
    while poll(&events, nfds_t(events.count), -1) < 0, errno == EINTR {}
    return events[0].revents == 0 ? nil : outcome.withLock(\.self)
  }
}
