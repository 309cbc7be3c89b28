/// Who holds which key, and who waits for it in which order. A plain state machine: no clock, no
/// waiting.
struct LockTable: Sendable {
  typealias Ticket = UInt64

  /// The first one holds the key.
  private var queues: [PacingKey: [Ticket]] = [:]
  private var lastTicket: Ticket = 0

  /// A place in the queue, and whether the key is held at once.
  mutating func enter(_ key: PacingKey) -> (ticket: Ticket, isHeld: Bool) {
    lastTicket += 1
    queues[key, default: []].append(lastTicket)
    return (lastTicket, queues[key]?.count == 1)
  }

  /// Gives the key, or the place in the queue, back. The ticket that holds the key from now on, if
  /// that changed.
  mutating func leave(_ key: PacingKey, _ ticket: Ticket) -> Ticket? {
    guard var queue = queues[key], let place = queue.firstIndex(of: ticket) else { return nil }
    queue.remove(at: place)
    queues[key] = queue.isEmpty ? nil : queue
    return place == 0 ? queue.first : nil
  }

  var keyCount: Int { queues.count }
}
