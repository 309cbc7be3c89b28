/// Names one listener as long as it is there; never used again after that.
package struct ListenerID: Hashable, Sendable {
  fileprivate let number: UInt64
}

/// Something that hears of changes.
package enum Listener: Sendable {
  /// The stream of a subscriptions/listen (2026-07-28): hears what its filter asks for, under the
  /// raw JSON id of the request.
  case listen(id: [UInt8], filter: SubscriptionFilter)
  /// The GET stream of a legacy session, or a legacy connection over stdio: hears of every list,
  /// and of the resources that its session subscribed to. Without a session: of lists only.
  ///
  /// Of several streams of one session only the newest hears anything (2025-11-25, Streamable
  /// HTTP, "Multiple Connections": no message on more than one stream).
  case stream(session: SessionID?)
}

/// Who hears of which change.
///
/// What comes and goes is answered with the resources that got their first subscriber or lost
/// their last: their plugin is told to watch or to stop watching them. Subscriptions of a legacy
/// session are its own, with or without a stream, until `unsubscribe` or `removeSession`.
package struct Subscriptions: Sendable {
  /// What hears of one resource.
  private struct Subscribers {
    var listeners: Set<ListenerID> = []
    var sessions: Set<SessionID> = []
    var isEmpty: Bool { listeners.isEmpty && sessions.isEmpty }
  }

  private struct Session {
    /// Its open streams, oldest first.
    var streams: [ListenerID] = []
    var uris: Set<String> = []
    var isEmpty: Bool { streams.isEmpty && uris.isEmpty }
  }

  private let limits: SubscriptionLimits
  private var listeners: [ListenerID: Listener] = [:]
  private var sessions: [SessionID: Session] = [:]
  private var subscribers: [String: Subscribers] = [:]
  private var totalBytes = 0
  private var lastNumber: UInt64 = 0

  /// Nobody listens.
  package init(limits: SubscriptionLimits = SubscriptionLimits()) { self.limits = limits }

  /// How many listeners there are.
  package var count: Int { listeners.count }

  /// The sessions with an open stream. They are in use, even if their clients send nothing.
  package var openSessions: [SessionID] {
    sessions.filter { !$0.value.streams.isEmpty }.map(\.key)
  }

  /// Adds a listener.
  ///
  /// - Returns: its name, and the resources whose first subscriber it is.
  package mutating func add(
    _ listener: Listener
  ) throws(SubscriptionLimit) -> (id: ListenerID, first: [String]) {
    guard listeners.count < limits.listeners else { throw .listeners(limits.listeners) }
    let id = ListenerID(number: lastNumber + 1)
    var first: [String] = []
    switch listener {
    case .listen(let requestID, let filter):
      try check(requestID, filter)
      first = filter.heard.filter { add($0) { $0.listeners.insert(id) } }
    case .stream(let session):
      if let session { sessions[session, default: Session()].streams.append(id) }
    }
    lastNumber += 1
    listeners[id] = listener
    return (id, first)
  }

  /// Removes a listener, if it is there.
  ///
  /// - Returns: the resources whose last subscriber it was.
  package mutating func remove(_ id: ListenerID) -> [String] {
    switch listeners.removeValue(forKey: id) {
    case .listen(_, let filter):
      return filter.heard.filter { drop($0) { $0.listeners.remove(id) } }
    case .stream(let session?):
      change(session) { $0.streams.removeAll { $0 == id } }
      return []
    case .stream(nil), nil:
      return []
    }
  }

  /// Subscribes a legacy session to a resource; nothing changes where it is already.
  ///
  /// - Returns: whether this is the resource's first subscriber.
  package mutating func subscribe(
    session: SessionID, uri: String
  ) throws(SubscriptionLimit) -> Bool {
    let known = sessions[session]?.uris ?? []
    guard !known.contains(uri) else { return false }
    guard known.count < limits.urisPerSubscriber else { throw .uris(limits.urisPerSubscriber) }
    guard uri.utf8.count <= limits.uriBytes else { throw .uriBytes(limits.uriBytes) }
    guard totalBytes + Self.cost(uri) <= limits.totalBytes else { throw .totalBytes }
    sessions[session, default: Session()].uris.insert(uri)
    return add(uri) { $0.sessions.insert(session) }
  }

  /// Ends a session's subscription to a resource, if it has one.
  ///
  /// - Returns: whether it was the resource's last subscriber.
  package mutating func unsubscribe(session: SessionID, uri: String) -> Bool {
    guard sessions[session]?.uris.contains(uri) == true else { return false }
    change(session) { $0.uris.remove(uri) }
    return drop(uri) { $0.sessions.remove(session) }
  }

  /// Ends every subscription of a session. Its streams stay, and go on hearing of lists.
  ///
  /// - Returns: the resources whose last subscriber it was.
  package mutating func removeSession(_ session: SessionID) -> [String] {
    guard let uris = sessions[session]?.uris else { return [] }
    change(session) { $0.uris = [] }
    return uris.filter { uri in drop(uri) { $0.sessions.remove(session) } }
  }

  // MARK: - The index

  private static func cost(_ uri: String) -> Int {
    uri.utf8.count + SubscriptionLimits.subscriptionBytes
  }

  private func check(
    _ requestID: [UInt8], _ filter: SubscriptionFilter
  ) throws(SubscriptionLimit) {
    guard requestID.count <= limits.idBytes else { throw .idBytes(limits.idBytes) }
    guard filter.uris.count <= limits.urisPerSubscriber else {
      throw .uris(limits.urisPerSubscriber)
    }
    guard filter.uris.allSatisfy({ $0.utf8.count <= limits.uriBytes }) else {
      throw .uriBytes(limits.uriBytes)
    }
    let cost = filter.uris.reduce(0) { $0 + Self.cost($1) }
    guard totalBytes + cost <= limits.totalBytes else { throw .totalBytes }
  }

  /// Adds one subscription; whether it is the first to its resource.
  private mutating func add(_ uri: String, _ insert: (inout Subscribers) -> Void) -> Bool {
    totalBytes += Self.cost(uri)
    let isFirst = subscribers[uri] == nil
    insert(&subscribers[uri, default: Subscribers()])
    return isFirst
  }

  /// Takes away one subscription that is there; whether it was the last to its resource.
  private mutating func drop(_ uri: String, _ remove: (inout Subscribers) -> Void) -> Bool {
    totalBytes -= Self.cost(uri)
    remove(&subscribers[uri, default: Subscribers()])
    guard subscribers[uri]?.isEmpty == true else { return false }
    subscribers[uri] = nil
    return true
  }

  private mutating func change(_ id: SessionID, _ change: (inout Session) -> Void) {
    guard var session = sessions.removeValue(forKey: id) else { return }
    change(&session)
    if !session.isEmpty { sessions[id] = session }
  }
}

// MARK: - Telling

extension Subscriptions {
  /// Who hears of a change, with the notification that each gets: JSON on one line.
  package func receivers(of event: ChangeEvent) -> [(id: ListenerID, message: [UInt8])] {
    switch event {
    case .list(let changed): changed.each.flatMap(receivers(ofList:))
    case .resource(let uri): receivers(ofUpdate: uri)
    }
  }

  private func receivers(ofList list: ChangedLists) -> [(id: ListenerID, message: [UInt8])] {
    let event = ChangeEvent.list(list)
    let legacyMessage = event.notification()
    return listeners.compactMap { id, listener in
      switch listener {
      case .listen(let requestID, let filter):
        filter.lists.contains(list) ? (id, event.notification(subscription: requestID)) : nil
      case .stream(let session):
        isHeard(id, of: session) ? (id, legacyMessage) : nil
      }
    }
  }

  private func isHeard(_ id: ListenerID, of session: SessionID?) -> Bool {
    guard let session else { return true }
    return sessions[session]?.streams.last == id
  }

  private func receivers(ofUpdate uri: String) -> [(id: ListenerID, message: [UInt8])] {
    guard let subscribers = subscribers[uri] else { return [] }
    let event = ChangeEvent.resource(uri: uri)
    let legacyMessage = event.notification()
    let streams = subscribers.sessions.compactMap { sessions[$0]?.streams.last }
    var receivers = streams.map { (id: $0, message: legacyMessage) }
    for id in subscribers.listeners {
      guard case .listen(let requestID, _) = listeners[id] else { continue }
      receivers.append((id, event.notification(subscription: requestID)))
    }
    return receivers
  }
}
