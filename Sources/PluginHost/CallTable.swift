/// The running calls of one plugin: a bounded table of slots, each with a generation, so that a
/// late or second completion meets a handle that no longer fits. Bounded are the calls, and the
/// bytes that are kept for all of them. A plain value; its owner locks it.
struct CallTable<Entry: Sendable>: Sendable {
  /// What became of a handle.
  enum Taken: Sendable {
    /// The call ran and somebody waits for it.
    case running(Entry)
    /// The call ran, but the host had answered already (deadline passed or caller gone).
    case answered(Entry)
    /// No such call: it ended before, or never was.
    case unknown
  }

  /// A call whose time is up.
  enum Expiry: Sendable {
    /// Its deadline passed just now: answer it and tell the plugin.
    case deadline(CallHandle, Entry)
    /// It was answered at its deadline and still had not ended after the grace period.
    case grace(CallHandle, Entry)
  }

  private enum State: Sendable {
    case free(next: Int?)
    case running
    case answered
    case overdue
  }

  private struct Slot: Sendable {
    var state: State
    var generation: UInt32
    var deadline: UInt64
    var byteCount = 0
    var entry: Entry?
  }

  private var slots: [Slot] = []
  private var firstFree: Int?
  let capacity: Int
  private(set) var count = 0
  /// What is kept for all calls together.
  private(set) var byteCount = 0

  init(capacity: Int) {
    self.capacity = capacity
  }

  /// Takes a slot; nil where all are taken, or where with the `byteCount` bytes that are kept for
  /// the call there would be more than `CallLimits.maximumBytes`. `deadline`: nanoseconds of
  /// CLOCK_MONOTONIC.
  mutating func insert(_ entry: Entry, byteCount: Int = 0, deadline: UInt64) -> CallHandle? {
    guard byteCount <= CallLimits.maximumBytes - self.byteCount, let index = freeIndex() else {
      return nil
    }
    self.byteCount += byteCount
    slots[index].state = .running
    slots[index].deadline = deadline
    slots[index].byteCount = byteCount
    slots[index].entry = entry
    count += 1
    return CallHandle(index: index, generation: slots[index].generation)
  }

  private mutating func freeIndex() -> Int? {
    if let index = firstFree, case .free(let next) = slots[index].state {
      firstFree = next
      return index
    }
    guard slots.count < capacity else { return nil }
    slots.append(Slot(state: .free(next: nil), generation: 1, deadline: 0, entry: nil))
    return slots.count - 1
  }

  /// Ends a call and frees its slot.
  mutating func take(_ handle: CallHandle) -> Taken {
    guard let index = index(of: handle), let entry = slots[index].entry.take() else {
      return .unknown
    }
    let wasRunning = if case .running = slots[index].state { true } else { false }
    release(index)
    return wasRunning ? .running(entry) : .answered(entry)
  }

  /// Whether the call has not ended.
  func contains(_ handle: CallHandle) -> Bool { index(of: handle) != nil }

  /// The entry of a call that somebody waits for.
  func running(_ handle: CallHandle) -> Entry? {
    guard let index = index(of: handle), case .running = slots[index].state else { return nil }
    return slots[index].entry
  }

  /// The entry of a call that has not ended, whether or not it has been answered.
  func entry(_ handle: CallHandle) -> Entry? {
    index(of: handle).flatMap { slots[$0].entry }
  }

  /// Changes the entry of a call that has not ended.
  mutating func update(_ handle: CallHandle, _ body: (inout Entry) -> Void) {
    guard let index = index(of: handle), var entry = slots[index].entry else { return }
    body(&entry)
    slots[index].entry = entry
  }

  /// Nobody waits for the call any more; it keeps its slot until it ends. Returns whether it ran.
  mutating func answer(_ handle: CallHandle) -> Bool {
    guard let index = index(of: handle), case .running = slots[index].state else { return false }
    slots[index].state = .answered
    return true
  }

  /// The calls whose deadline passed by `now`, and those that outlived the grace period after it;
  /// each is reported once in each way.
  mutating func expire(now: UInt64, grace: UInt64) -> [Expiry] {
    var expired: [Expiry] = []
    for index in slots.indices {
      guard slots[index].deadline <= now, let entry = slots[index].entry else { continue }
      let handle = CallHandle(index: index, generation: slots[index].generation)
      switch slots[index].state {
      case .running:
        slots[index].state = .answered
        expired.append(.deadline(handle, entry))
      case .answered where slots[index].deadline + grace <= now:
        slots[index].state = .overdue
        expired.append(.grace(handle, entry))
      case .answered, .overdue, .free: continue
      }
    }
    return expired
  }

  /// The handle of the first call that has not ended and for which `condition` holds.
  func firstHandle(where condition: (Entry) -> Bool) -> CallHandle? {
    slots.indices.first { slots[$0].entry.map(condition) ?? false }.map {
      CallHandle(index: $0, generation: slots[$0].generation)
    }
  }

  /// The handles of all calls that have not ended and for which `condition` holds.
  func handles(where condition: (Entry) -> Bool) -> [CallHandle] {
    slots.indices.filter { slots[$0].entry.map(condition) ?? false }.map {
      CallHandle(index: $0, generation: slots[$0].generation)
    }
  }

  /// Ends every call for which `condition` holds; returns those that somebody waits for.
  mutating func removeAll(where condition: (Entry) -> Bool) -> [Entry] {
    var waiting: [Entry] = []
    for index in slots.indices {
      guard let entry = slots[index].entry, condition(entry) else { continue }
      if case .running = slots[index].state { waiting.append(entry) }
      release(index)
    }
    return waiting
  }

  private func index(of handle: CallHandle) -> Int? {
    guard let index = handle.index, index < slots.count,
      slots[index].generation == handle.generation
    else { return nil }
    return index
  }

  private mutating func release(_ index: Int) {
    byteCount -= slots[index].byteCount
    slots[index].byteCount = 0
    slots[index].entry = nil
    slots[index].generation &+= 1
    if slots[index].generation == 0 { slots[index].generation = 1 }
    slots[index].state = .free(next: firstFree)
    firstFree = index
    count -= 1
  }
}

/// Bounds of a plugin's running calls, beside their number, which is a setting.
enum CallLimits {
  /// The most bytes of requests that are kept for the running calls of one plugin: what a call was
  /// given lives until it ends, so many slow calls with large arguments would add up.
  static let maximumBytes = 256 << 20
}
