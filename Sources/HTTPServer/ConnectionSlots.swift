/// The open connections of one loop, found by token.
struct ConnectionSlots {
  private struct Slot {
    var connection: Connection?
    var uses: UInt32 = 0
  }

  private var slots: [Slot] = []
  private var free: [UInt32] = []
  /// Open connections.
  private(set) var count = 0

  /// Slots, free ones included.
  var capacity: Int { slots.count }

  /// The connection with that token, if it is still open.
  subscript(token: EventLoop.Token) -> Connection? {
    let index = Int(UInt32(truncatingIfNeeded: token))
    guard index < slots.count, let connection = slots[index].connection,
      connection.token == token
    else { return nil }
    return connection
  }

  /// The connection in that slot, if there is one: for visiting all, which may close any of them.
  subscript(slot index: Int) -> Connection? { slots[index].connection }

  /// Adds the connection that `make` makes for its token.
  mutating func insert(_ make: (EventLoop.Token) -> Connection) -> Connection {
    if free.isEmpty {
      free.append(UInt32(slots.count))
      slots.append(Slot())
    }
    let index = free.removeLast()
    let uses = slots[Int(index)].uses
    // 31 bits: a token is never one of the two that the loop keeps for itself.
    slots[Int(index)].uses = (uses + 1) & (UInt32.max >> 1)
    let connection = make(EventLoop.Token(uses) << 32 | EventLoop.Token(index))
    slots[Int(index)].connection = connection
    count += 1
    return connection
  }

  /// Removes an open connection.
  mutating func remove(_ token: EventLoop.Token) {
    let index = UInt32(truncatingIfNeeded: token)
    slots[Int(index)].connection = nil
    free.append(index)
    count -= 1
  }
}
