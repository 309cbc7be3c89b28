import CPlatform
import Glibc
import Synchronization

/// Threads that work one queue in order, such as the [call] threads of a plugin that may block:
/// started when they are first needed, a bounded number.
final class CallThreads: Sendable {
  /// toolrack_plugin.h promises stacks of 8 MiB on [call] threads.
  static let stackBytes = 8 << 20
  static let defaultThreads = 16
  /// However many calls at a time a plugin wants.
  static let maximumThreads = 64

  private struct State {
    var queue: [@Sendable () -> Void] = []
    var head = 0
    var started = 0
    var idle = 0
    var isStopped = false

    var queued: Int { queue.count - head }

    mutating func pop() -> (@Sendable () -> Void)? {
      guard head < queue.count else { return nil }
      let work = queue[head]
      queue[head] = {}
      head += 1
      if head * 2 > queue.count {
        queue.removeFirst(head)
        head = 0
      }
      return work
    }
  }

  private let state = Mutex(State())
  private let available: Semaphore
  private let limit: Int
  private let name: String

  init(name: String, limit: Int) {
    self.name = name
    self.limit = max(1, limit)
    self.available = Semaphore()
  }

  /// Runs `work` on one of the threads, in order of arrival. The queue is bounded by the call table
  /// of the plugin, which admits the call first.
  func run(_ work: @escaping @Sendable () -> Void) {
    let needsThread = state.withLock { state in
      state.queue.append(work)
      guard state.idle < state.queued, state.started < limit else { return false }
      state.started += 1
      return true
    }
    if needsThread { startThread() }
    available.signal()
  }

  /// Whether work waits for a thread.
  var isWaitedFor: Bool { state.withLock { $0.queued > 0 } }

  /// The threads end when the queue is empty.
  func stop() {
    let started = state.withLock { state in
      state.isStopped = true
      return state.started
    }
    for _ in 0..<started { available.signal() }
  }

  private func startThread() {
    let status = DetachedThread.start(name: name, stackBytes: Self.stackBytes) { [self] in
      while let work = next() { work() }
    }
    // Without a thread the work waits for another one, or for its deadline.
    if status != 0 { state.withLock { $0.started -= 1 } }
  }

  private func next() -> (@Sendable () -> Void)? {
    while true {
      state.withLock { $0.idle += 1 }
      available.wait()
      let (work, isStopped) = state.withLock { state in
        state.idle -= 1
        return (state.pop(), state.isStopped)
      }
      if let work { return work }
      if isStopped { return nil }
    }
  }
}
