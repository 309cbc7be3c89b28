/// What the connections of one login do next, as a plain value: it knows no threads and no sockets.
/// Events come with the time; answers are what has to be done, in order.
struct PoolPlan {
  typealias ConnectionID = Int
  typealias CallID = UInt64

  enum Action: Equatable {
    case open(ConnectionID)
    case run(CallID, on: ConnectionID)
    case close(ConnectionID)
    case fail(CallID, PostgresFailure)
  }

  /// How a connection came out of a call.
  enum Condition: Equatable {
    case usable
    /// It has been closed, which says nothing of the others.
    case spent
    /// The server ended it: those that are idle are likely to be gone as well.
    case lost
  }

  struct Limits {
    var connections = 8
    var waiting = 256
    /// How long a connection may stand idle, and how old it may become.
    var idleNanoseconds: Int64 = 5 * 60 * 1_000_000_000
    var ageNanoseconds: Int64 = 60 * 60 * 1_000_000_000
    /// How long after a failed attempt nobody tries again.
    var pauseNanoseconds: Int64 = 1_000_000_000
  }

  /// `until`: when the connection is too old for another call.
  private enum State {
    case opening
    case busy(until: Int64)
    case idle(until: Int64, since: Int64)
  }

  /// No connection can be opened now.
  private struct Outage {
    var failure: PostgresFailure
    var until: Int64
  }

  private struct Waiting {
    var call: CallID
    var deadline: Int64
  }

  let alias: String
  let limits: Limits
  private var connections: [ConnectionID: State] = [:]
  /// The one that was used last at the end: it goes first, so that the others may be let go.
  private var idle: [ConnectionID] = []
  private var opening = 0
  private var queue: [Waiting] = []
  private var outage: Outage?
  private var lastID = 0
  private var isStopped = false

  init(alias: String, limits: Limits) {
    self.alias = alias
    self.limits = limits
  }

  var openCount: Int { connections.count - opening }
  var busyCount: Int { openCount - idle.count }
  var waitingCount: Int { queue.count }
  var isEmpty: Bool { connections.isEmpty }
  /// Why no connection could be opened when that was tried last.
  var failure: PostgresFailure? { outage?.failure }

  /// A call wants a connection until its deadline.
  mutating func request(_ call: CallID, deadline: Int64, now: Int64) -> [Action] {
    if isStopped { return [.fail(call, Self.stopped)] }
    var actions: [Action] = []
    while let connection = idle.popLast() {
      guard case .idle(let until, _)? = connections[connection] else { continue }
      guard now < until else {
        connections[connection] = nil
        actions.append(.close(connection))
        continue
      }
      connections[connection] = .busy(until: until)
      return actions + [.run(call, on: connection)]
    }
    if openCount == 0, let outage, now < outage.until {
      return actions + [.fail(call, outage.failure)]
    }
    guard queue.count < limits.waiting else { return actions + [.fail(call, busy)] }
    queue.append(Waiting(call: call, deadline: deadline))
    return actions + open(now)
  }

  /// A connection that had to be opened is there.
  ///
  /// - Parameter age: how old it may become; nil: as the limits say.
  mutating func opened(
    _ connection: ConnectionID, age: Int64? = nil, now: Int64
  ) -> [Action] {
    guard case .opening? = connections[connection] else { return [.close(connection)] }
    opening -= 1
    outage = nil
    return take(connection, until: now + (age ?? limits.ageNanoseconds), now) + open(now)
  }

  /// It could not be opened. Where no other one is there, those who wait are told; not so where
  /// some are, as when the server has no room for another one.
  mutating func openFailed(
    _ connection: ConnectionID, _ failure: PostgresFailure, now: Int64
  ) -> [Action] {
    guard case .opening? = connections[connection] else { return [] }
    connections[connection] = nil
    opening -= 1
    outage = Outage(failure: failure, until: now + limits.pauseNanoseconds)
    guard openCount == 0 else { return [] }
    var actions: [Action] = []
    while queue.count > opening { actions.append(.fail(queue.removeFirst().call, failure)) }
    return actions
  }

  /// A call is done with its connection, which its owner has closed already unless it is usable.
  mutating func released(
    _ connection: ConnectionID, _ condition: Condition, now: Int64
  ) -> [Action] {
    guard case .busy(let until)? = connections[connection] else { return [] }
    switch condition {
    case .usable where !isStopped && now < until:
      return take(connection, until: until, now)
    case .usable:
      connections[connection] = nil
      return [.close(connection)] + open(now)
    case .spent:
      connections[connection] = nil
      return open(now)
    case .lost:
      connections[connection] = nil
      return closeIdle() + open(now)
    }
  }

  /// An idle connection has waited for long; true where it is to be closed.
  mutating func idled(_ connection: ConnectionID, now: Int64) -> Bool {
    guard case .idle(_, let since)? = connections[connection],
      now >= since + limits.idleNanoseconds
    else { return false }
    connections[connection] = nil
    idle.removeAll { $0 == connection }
    return true
  }

  /// Nobody waits for the call any more; true where it was in the queue.
  mutating func cancelled(_ call: CallID) -> Bool {
    guard let index = queue.firstIndex(where: { $0.call == call }) else { return false }
    queue.remove(at: index)
    return true
  }

  /// Ends what has waited until its deadline, and tries again after an outage.
  mutating func looked(now: Int64) -> [Action] {
    let failure = openCount == 0 ? outage?.failure ?? slow : busy
    let late = queue.filter { $0.deadline <= now }
    queue.removeAll { $0.deadline <= now }
    return late.map { .fail($0.call, failure) } + open(now)
  }

  /// Everything ends: connections that work are closed when they are released.
  mutating func stop() -> [Action] {
    isStopped = true
    let calls = queue.map { Action.fail($0.call, Self.stopped) }
    queue = []
    return calls + closeIdle()
  }

  private static let stopped = PostgresFailure.refused("The plugin is being stopped.")

  private var busy: PostgresFailure { .busy(alias: alias, connections: limits.connections) }

  private var slow: PostgresFailure {
    .unreachable(alias: alias, "no connection came about in the time of the call")
  }

  /// Gives a connection to who waits longest, or keeps it.
  private mutating func take(
    _ connection: ConnectionID, until: Int64, _ now: Int64
  ) -> [Action] {
    if isStopped {
      connections[connection] = nil
      return [.close(connection)]
    }
    guard !queue.isEmpty else {
      connections[connection] = .idle(until: until, since: now)
      idle.append(connection)
      return []
    }
    connections[connection] = .busy(until: until)
    return [.run(queue.removeFirst().call, on: connection)]
  }

  /// One connection for each who waits, as far as there may be more; after an outage one tries.
  private mutating func open(_ now: Int64) -> [Action] {
    var actions: [Action] = []
    while !isStopped, opening < queue.count, connections.count < limits.connections, mayOpen(now) {
      lastID += 1
      connections[lastID] = .opening
      opening += 1
      actions.append(.open(lastID))
    }
    return actions
  }

  private func mayOpen(_ now: Int64) -> Bool {
    outage.map { now >= $0.until && opening == 0 } ?? true
  }

  private mutating func closeIdle() -> [Action] {
    defer { idle = [] }
    return idle.map { connection in
      connections[connection] = nil
      return .close(connection)
    }
  }
}
