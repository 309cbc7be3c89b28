internal import JSON
internal import PluginKit
internal import Synchronization

/// Keeps a stream of events open: GET in the legacy era, `subscriptions/listen` in the modern one.
final class HTTPListener: Sendable {
  /// A server may send the head of the stream only with its first event.
  private static let headMilliseconds = 600_000
  /// Statuses of servers that have no such stream.
  private static let unoffered = [204, 400, 404, 405, 406, 415, 501]

  private struct State {
    var task: Task<Void, Never>?
    /// Counts the tasks; that of `task`.
    var number = 0
    /// The session whose server tells nothing by itself.
    var silent: Int64?
    /// The session that the subscriptions of `uris` were made under.
    var subscribed: Int64?
    var uris: [String] = []
    var isClosed = false
  }

  /// How one stream ended.
  private enum End {
    /// The server has no such stream.
    case notOffered
    case ended(hadEvents: Bool, retry: UInt64?, eventID: String?)
    case failed(UpstreamFailure)
  }

  private let context: HTTPContext
  private let slot: ConnectionSlot<Session>
  private let state = Mutex(State())

  init(_ context: HTTPContext, _ slot: ConnectionSlot<Session>) {
    self.context = context
    self.slot = slot
  }

  /// Listens from now on, unless that is known to be of no use.
  func follow(_ session: Session) {
    state.withLock { state in
      guard !state.isClosed, state.task == nil, state.silent != session.number else { return }
      if state.subscribed == nil { state.subscribed = session.number }
      begin(after: nil, &state)
    }
  }

  /// False where nothing has changed.
  func set(_ uri: String, _ isSubscribed: Bool) -> Bool {
    state.withLock { state in
      guard state.uris.contains(uri) != isSubscribed, !state.isClosed else { return false }
      if isSubscribed { state.uris.append(uri) } else { state.uris.removeAll { $0 == uri } }
      guard slot.current?.isModern == true else { return true }
      // The new stream stands before the old one goes, so that nothing is missed.
      state.silent = nil
      begin(after: state.task, &state)
      return true
    }
  }

  private func begin(after previous: Task<Void, Never>?, _ state: inout State) {
    state.number += 1
    let number = state.number
    state.task = Task { await self.run(number, after: previous) }
  }

  func close() {
    let task = state.withLock { state in
      state.isClosed = true
      return state.task
    }
    task?.cancel()
  }

  private func run(_ number: Int, after previous: Task<Void, Never>?) async {
    defer { previous?.cancel() }
    var life = ListeningLife()
    var eventID: String?
    while !Task.isCancelled {
      var session: Session?
      let end: End
      do throws(UpstreamFailure) {
        let current = try await slot.connection()
        session = current
        let resuming = eventID
        end = await listen(current, after: resuming) {
          previous?.cancel()
          self.didStart(&life, current, resumed: resuming != nil)
        }
      } catch {
        end = .failed(error)
      }
      if Task.isCancelled { return }
      guard let wait = didEnd(number, &life, end, session, &eventID) else { return }
      guard await context.wire.clock.sleep(wait) else { return }
    }
  }

  private func didStart(_ life: inout ListeningLife, _ session: Session, resumed: Bool) {
    guard life.didStart(at: context.wire.clock.now(), resumed: resumed) else { return }
    let uris = state.withLock { $0.uris }
    for event in ListenFilter.changes(session.info.capabilities, uris: uris) {
      context.mailbox.put(event)
    }
  }

  /// How long to wait before the next stream; nil where there is none.
  private func didEnd(
    _ number: Int, _ life: inout ListeningLife, _ end: End, _ session: Session?,
    _ eventID: inout String?
  ) -> UInt64? {
    var hadEvents = false
    var retry: UInt64?
    var text = "\(context.wire.server) cannot be heard."
    eventID = nil
    switch end {
    case .notOffered:
      state.withLock { state in
        // What an older stream was refused says nothing of the one that took its place.
        guard state.number == number else { return }
        state.silent = session?.number
        state.task = nil
      }
      return nil
    case .ended(let had, let asked, let last): (hadEvents, retry, eventID) = (had, asked, last)
    case .failed(let failure):
      text = failure.message
      retry = failure.retryAfterMilliseconds
    }
    let (wait, isNewlyDown) = life.didEnd(
      at: context.wire.clock.now(), hadEvents: hadEvents, retry: retry)
    if isNewlyDown { context.mailbox.put(.disconnected(text)) }
    return wait
  }

  private func listen(
    _ session: Session, after eventID: String?, _ didStart: () -> Void
  ) async -> End {
    do throws(WireFailure) {
      return session.isModern
        ? try await listenModern(session, didStart)
        : try await listenLegacy(session, after: eventID, didStart)
    } catch {
      if Staleness.isCertain(error, session) { slot.drop { $0.number == session.number } }
      return .failed(error.failure)
    }
  }
}

extension HTTPListener {
  private func listenLegacy(
    _ session: Session, after eventID: String?, _ didStart: () -> Void
  ) async throws(WireFailure) -> End {
    await subscribeAgain(session)
    let response = try await wired { () async throws(UpstreamFailure) in
      try await context.wire.get(
        RequestFields.get(session, after: eventID), timeoutMilliseconds: Self.headMilliseconds)
    }
    let isGone = response.status == 404 && session.id != nil
    if Self.unoffered.contains(response.status), !isGone { return .notOffered }
    guard try isEventStream(response) else { return .notOffered }
    didStart()
    var stream = MessageStream(response, context.wire, resumingAfter: eventID)
    while let messages = try await wired({ () async throws(UpstreamFailure) in
      try await stream.next()
    }) {
      for message in messages { take(message, session) }
    }
    return .ended(
      hadEvents: stream.hasMessages, retry: stream.parser.retryMilliseconds,
      eventID: stream.parser.lastEventID)
  }

  private func listenModern(
    _ session: Session, _ didStart: () -> Void
  ) async throws(WireFailure) -> End {
    let filter = ListenFilter(
      session.info.capabilities, uris: state.withLock { $0.uris })
    guard !filter.isEmpty else { return .notOffered }
    let id = context.nextID()
    let method = "subscriptions/listen"
    let params = RequestMetadata(revision: session.revision, client: context.options.client)
      .added(to: filter.params)
    let response = try await wired { () async throws(UpstreamFailure) in
      try await context.wire.post(
        OutgoingMessage.request(id, method, params), RequestFields.post(method, params, session),
        timeoutMilliseconds: Self.headMilliseconds)
    }
    if Self.unoffered.contains(response.status) { return .notOffered }
    guard try isEventStream(response) else { return .notOffered }
    var stream = MessageStream(response, context.wire)
    while let messages = try await wired({ () async throws(UpstreamFailure) in
      try await stream.next()
    }) {
      for message in messages {
        switch message {
        case .result(id, _): return .ended(hadEvents: false, retry: nil, eventID: nil)
        case .error(_, let error) where error.code == ErrorCode.methodNotFound:
          return .notOffered
        case .error(_, let error):
          throw WireFailure(StatusFailure(server: context.wire.server).rpc(error), status: 200)
        case .notification("notifications/subscriptions/acknowledged", _): didStart()
        default: take(message, session)
        }
      }
    }
    return .ended(hadEvents: stream.hasMessages, retry: nil, eventID: nil)
  }

  private func wired<Value>(
    _ body: () async throws(UpstreamFailure) -> Value
  ) async throws(WireFailure) -> Value {
    do throws(UpstreamFailure) { return try await body() } catch { throw WireFailure(error) }
  }

  /// False where the server answers in another way: it has no such stream.
  private func isEventStream(_ response: StreamedResponse) throws(WireFailure) -> Bool {
    let type = response.field("Content-Type")?.lowercased() ?? ""
    if response.status == 200 {
      let isStream = type.hasPrefix("text/event-stream")
      if !isStream { response.body.cancel() }
      return isStream
    }
    response.body.cancel()
    let failure = StatusFailure(server: context.wire.server).failure(response, nil)
    throw WireFailure(failure, status: response.status)
  }

  private func take(_ message: IncomingMessage, _ session: Session) {
    switch message {
    case .notification(let method, let params):
      if let notice = Notice(method, params) { notice.pass(to: nil, context.mailbox) }
    case .request(let id, let method): context.wire.answer(id, method, session)
    case .result, .error: break
    }
  }

  /// A new session knows nothing of what the one before was subscribed to.
  private func subscribeAgain(_ session: Session) async {
    let uris: [String] = state.withLock { state in
      defer { state.subscribed = session.number }
      return state.subscribed == session.number ? [] : state.uris
    }
    for uri in uris {
      _ = try? await context.round(
        "resources/subscribe", ["uri": .string(uri)], session,
        timeoutMilliseconds: context.options.openTimeoutMilliseconds)
    }
  }
}
