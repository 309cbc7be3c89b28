/// The soft sessions of legacy clients over HTTP: what is known of a client by its session id.
///
/// Bounded and forgetful: the session that was used least recently makes room for a new one, and
/// one that was idle for long goes with the next `expire`; one that has a stream open does neither.
/// A client whose session is gone is served all the same, as one of whom nothing is known. Whatever
/// goes is reported, so that its subscriptions can be given up. Every operation takes the same time
/// however many sessions there are. `now` is in milliseconds of any clock that does not run
/// backwards.
package struct SessionTable: Sendable {
  /// The most sessions.
  package static let defaultCapacity = 10_000
  /// How long a session that is not used is kept.
  package static let defaultIdleMilliseconds: Int64 = 3_600_000
  /// The longest `capabilities` that are kept; longer ones count as not known.
  package static let maximumCapabilityBytes = 4096

  private struct Session {
    let id: SessionID
    var context: ClientContext
    var lastUse: Int64
    /// How many streams of it are open; while there are any, it has no place in the order of use.
    var holds = 0
    /// Places in `sessions` of the neighbours in the order of use.
    var older: Int?
    var newer: Int?
  }

  private let capacity: Int
  private let idleMilliseconds: Int64
  private var places: [SessionID: Int] = [:]
  private var sessions: [Session?] = []
  private var freePlaces: [Int] = []
  private var oldest: Int?
  private var newest: Int?

  /// An empty table.
  package init(
    capacity: Int = defaultCapacity, idleMilliseconds: Int64 = defaultIdleMilliseconds
  ) {
    self.capacity = max(1, capacity)
    self.idleMilliseconds = idleMilliseconds
  }

  /// How many sessions there are.
  package var count: Int { places.count }

  /// Keeps what `initialize` settled on, in place of what was known under that id before.
  ///
  /// - Returns: the session that had to make room.
  package mutating func create(
    _ id: SessionID, _ context: ClientContext, now: Int64
  ) -> SessionID? {
    update(id, now: now) { $0 = context }
  }

  /// What is known under an id, which counts as a use of it; nil where there is no such session.
  package mutating func context(of id: SessionID, now: Int64) -> ClientContext? {
    guard let place = places[id] else { return nil }
    touch(place, now)
    return sessions[place]?.context
  }

  /// Changes what is known under an id; begins with nothing where the table holds nothing.
  ///
  /// - Returns: the session that had to make room.
  package mutating func update(
    _ id: SessionID, now: Int64, _ change: (inout ClientContext) -> Void
  ) -> SessionID? {
    var evicted: SessionID?
    let place: Int
    if let known = places[id] {
      place = known
      touch(known, now)
    } else {
      if places.count >= capacity { evicted = oldest.flatMap { remove($0) } }
      place = add(Session(id: id, context: ClientContext(), lastUse: now))
    }
    guard var context = sessions[place]?.context else { return evicted }
    change(&context)
    if let known = context.capabilities, known.count > Self.maximumCapabilityBytes {
      context.capabilities = nil
    }
    sessions[place]?.context = context
    return evicted
  }

  /// A stream of the session has been opened: until it is released as often, the session neither
  /// expires nor makes room for others. Begins with nothing where the table holds nothing.
  ///
  /// - Returns: the session that had to make room.
  package mutating func hold(_ id: SessionID, now: Int64) -> SessionID? {
    let evicted = update(id, now: now) { _ in }
    guard let place = places[id] else { return evicted }
    if sessions[place]?.holds == 0 { unlink(place) }
    sessions[place]?.holds += 1
    return evicted
  }

  /// A stream of the session has been closed.
  package mutating func release(_ id: SessionID, now: Int64) {
    guard let place = places[id], let holds = sessions[place]?.holds, holds > 0 else { return }
    sessions[place]?.holds = holds - 1
    sessions[place]?.lastUse = now
    if holds == 1 { linkNewest(place) }
  }

  /// Forgets the sessions that were idle for too long, and tells which.
  package mutating func expire(now: Int64) -> [SessionID] {
    var gone: [SessionID] = []
    while let place = oldest, let session = sessions[place],
      now - session.lastUse >= idleMilliseconds
    {
      if let id = remove(place) { gone.append(id) }
    }
    return gone
  }

  // MARK: - The order of use

  private mutating func touch(_ place: Int, _ now: Int64) {
    sessions[place]?.lastUse = now
    guard place != newest, sessions[place]?.holds == 0 else { return }
    unlink(place)
    linkNewest(place)
  }

  private mutating func add(_ session: Session) -> Int {
    let place: Int
    if let free = freePlaces.popLast() {
      place = free
      sessions[place] = session
    } else {
      place = sessions.count
      sessions.append(session)
    }
    places[session.id] = place
    linkNewest(place)
    return place
  }

  private mutating func remove(_ place: Int) -> SessionID? {
    guard let session = sessions[place] else { return nil }
    if session.holds == 0 { unlink(place) }
    sessions[place] = nil
    places[session.id] = nil
    freePlaces.append(place)
    return session.id
  }

  private mutating func linkNewest(_ place: Int) {
    sessions[place]?.older = newest
    sessions[place]?.newer = nil
    if let newest { sessions[newest]?.newer = place } else { oldest = place }
    newest = place
  }

  private mutating func unlink(_ place: Int) {
    let older = sessions[place]?.older
    let newer = sessions[place]?.newer
    if let older { sessions[older]?.newer = newer } else { oldest = newer }
    if let newer { sessions[newer]?.older = older } else { newest = older }
  }
}
