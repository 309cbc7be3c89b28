import PluginHost
import Synchronization

/// One thread that does things again and again, for what needs no precision: keep-alives and
/// expiries. Never more than one at a time.
final class Timer: Sendable {
  /// How exactly times are kept.
  static let tickMilliseconds: UInt64 = 500
  private static let stackBytes = 512 << 10

  private struct Entry: Sendable {
    let interval: UInt64
    var next: UInt64
    let action: @Sendable (_ now: UInt64) -> Void
  }

  private let entries = Mutex<[Entry]>([])
  private let never = Semaphore()

  init() {
    DetachedThread.start(name: "timer", stackBytes: Self.stackBytes) { [self] in
      while true {
        _ = never.wait(milliseconds: Self.tickMilliseconds)
        tick()
      }
    }
  }

  /// Does `action` from now on, at most once in so many nanoseconds; it must not block.
  func every(_ nanoseconds: UInt64, _ action: @escaping @Sendable (_ now: UInt64) -> Void) {
    let next = MonotonicClock.now + nanoseconds
    entries.withLock { $0.append(Entry(interval: nanoseconds, next: next, action: action)) }
  }

  private func tick() {
    let now = MonotonicClock.now
    let due = entries.withLock { entries in
      entries.indices.filter { entries[$0].next <= now }.map { index in
        entries[index].next = now + entries[index].interval
        return entries[index].action
      }
    }
    for action in due { action(now) }
  }
}
