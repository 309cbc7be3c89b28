internal import Synchronization

/// What may take only so long, and is over long before that in almost every case. One task looks at
/// all alarms from time to time while there are any: a sleeping task for each would stay until its
/// time, although it is cancelled.
final class AlarmTable: Sendable {
  static let shared = AlarmTable()
  /// How late an alarm may be.
  private static let lookMilliseconds: UInt64 = 100

  private struct Entry {
    let time: ContinuousClock.Instant
    let ring: @Sendable () -> Void
  }

  private struct State {
    var entries: [UInt64: Entry] = [:]
    var lastNumber: UInt64 = 0
    var isLooking = false
  }

  private let state = Mutex(State())

  /// Calls `ring` once, unless the alarm is cancelled before.
  func set(_ milliseconds: UInt64, _ ring: @escaping @Sendable () -> Void) -> Alarm {
    let time = ContinuousClock.now + .milliseconds(Int64(clamping: milliseconds))
    let (number, begins) = state.withLock { state in
      state.lastNumber += 1
      state.entries[state.lastNumber] = Entry(time: time, ring: ring)
      defer { state.isLooking = true }
      return (state.lastNumber, !state.isLooking)
    }
    if begins { Task { await self.look() } }
    return Alarm { _ = self.state.withLock { $0.entries.removeValue(forKey: number) } }
  }

  private func look() async {
    while true {
      try? await Task.sleep(for: .milliseconds(Self.lookMilliseconds))
      let now = ContinuousClock.now
      let due: [Entry]? = state.withLock { state in
        let due = state.entries.filter { $0.value.time <= now }
        for number in due.keys { state.entries[number] = nil }
        if !due.isEmpty || !state.entries.isEmpty { return Array(due.values) }
        state.isLooking = false
        return nil
      }
      guard let due else { return }
      for entry in due { entry.ring() }
    }
  }
}

/// An alarm that was set.
struct Alarm: Sendable {
  /// It does not ring any more. May come too late.
  let cancel: @Sendable () -> Void
}
