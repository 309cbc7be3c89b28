internal import Synchronization

/// Events on their way to one reader. Changes that are already waiting are not put twice; log lines
/// and resources are bounded, the oldest go first. Any thread.
final class EventMailbox: Sendable {
  private struct State {
    var waiting = WaitingEvents()
    var reader: CheckedContinuation<UpstreamEvent?, Never>?
    var isClosed = false
  }

  private let state = Mutex(State())

  /// The events, for one reader.
  var stream: AsyncStream<UpstreamEvent> {
    AsyncStream(unfolding: { await self.next() }, onCancel: { self.close() })
  }

  func put(_ event: UpstreamEvent) {
    let woken = state.withLock {
      state -> (CheckedContinuation<UpstreamEvent?, Never>, UpstreamEvent)? in
      guard !state.isClosed else { return nil }
      state.waiting.append(event)
      guard let reader = state.reader, let first = state.waiting.removeFirst() else { return nil }
      state.reader = nil
      return (reader, first)
    }
    if let (reader, event) = woken { reader.resume(returning: event) }
  }

  /// The reader gets what is left, then the end.
  func close() {
    let reader = state.withLock { state in
      state.isClosed = true
      defer { state.reader = nil }
      return state.reader
    }
    reader?.resume(returning: nil)
  }

  private func next() async -> UpstreamEvent? {
    await withCheckedContinuation { continuation in
      let answer = state.withLock { state -> UpstreamEvent?? in
        if let first = state.waiting.removeFirst() { return .some(first) }
        if state.isClosed || state.reader != nil { return .some(nil) }
        state.reader = continuation
        return nil
      }
      if let answer { continuation.resume(returning: answer) }
    }
  }
}

/// The events that nobody has read yet.
struct WaitingEvents {
  static let maximumCount = 1000

  private var events: [UpstreamEvent] = []

  mutating func append(_ event: UpstreamEvent) {
    if case .log = event {
      if events.count >= Self.maximumCount { dropOldestLog() }
      if events.count < Self.maximumCount { events.append(event) }
    } else if !events.contains(event) {
      if events.count >= Self.maximumCount { makeRoom() }
      events.append(event)
    }
  }

  mutating func removeFirst() -> UpstreamEvent? {
    events.isEmpty ? nil : events.removeFirst()
  }

  private mutating func dropOldestLog() {
    let log = events.firstIndex { if case .log = $0 { true } else { false } }
    if let log { events.remove(at: log) }
  }

  /// Log lines go first, then resources: each kind of change stays.
  private mutating func makeRoom() {
    let before = events.count
    dropOldestLog()
    guard events.count == before else { return }
    let other = events.firstIndex {
      switch $0 {
      case .resourceUpdated, .disconnected: true
      default: false
      }
    }
    if let other { events.remove(at: other) }
  }
}
