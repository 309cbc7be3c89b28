internal import JSON
internal import Synchronization

/// The starts and ends of the children of one target.
final class StdioLife: Sendable {
  /// A child that lived this long does not make the next start wait.
  private static let healthyMilliseconds: UInt64 = 10_000
  /// A start waits for its turn this long; where it would be longer, it fails.
  private static let patienceMilliseconds: UInt64 = 1000

  private struct State {
    var backoff = Backoff()
    var startedAt: UInt64 = 0
    /// When the next start may be.
    var nextStart: UInt64 = 0
    /// Whether a child is being spoken to.
    var isUp = false
    /// Whether what it offered may have changed since it was spoken to.
    var isGap = false
    var isClosed = false
    var uris: [String] = []
  }

  let mailbox = EventMailbox()
  private let target: StdioTarget
  private let options: UpstreamOptions
  private let clock: UpstreamClock
  private let state = Mutex(State())

  init(_ target: StdioTarget, _ options: UpstreamOptions, _ clock: UpstreamClock) {
    self.target = target
    self.options = options
    self.clock = clock
  }

  /// Starts a child, not too soon after the one before.
  func begin() async -> Result<StdioSession, UpstreamFailure> {
    do throws(UpstreamFailure) {
      try await waitForTurn()
      let opener = StdioOpener(target: target, options: options) { self.connection() }
      let session = try await opener.open()
      didOpen(session)
      return .success(session)
    } catch {
      state.withLock { delayNextStart(&$0) }
      return .failure(error)
    }
  }

  private func waitForTurn() async throws(UpstreamFailure) {
    let now = clock.now()
    let turn = state.withLock { $0.nextStart }
    let wait = turn > now ? turn - now : 0
    guard wait <= Self.patienceMilliseconds else {
      throw UpstreamFailure(
        .unreachable,
        "The MCP server \"\(options.name)\" keeps ending and is started again in \(wait) ms.",
        wasSent: false, retryAfterMilliseconds: wait)
    }
    if wait > 0 { _ = await clock.sleep(wait) }
    let start = clock.now()
    state.withLock { $0.startedAt = start }
  }

  private func connection() -> StdioConnection {
    StdioConnection(options, clock, mailbox) { self.didEnd($0) }
  }

  private func delayNextStart(_ state: inout State) {
    let now = clock.now()
    // A start that was refused has not been one.
    guard now >= state.nextStart else { return }
    if now - state.startedAt >= Self.healthyMilliseconds { state.backoff.reset() }
    state.nextStart = now + state.backoff.next()
  }

  private func didOpen(_ session: StdioSession) {
    let (isGap, uris) = state.withLock { state in
      state.isUp = true
      defer { state.isGap = false }
      return (state.isGap, state.uris)
    }
    if isGap {
      for event in ListenFilter.changes(session.info.capabilities, uris: uris) {
        mailbox.put(event)
      }
    }
    guard !session.info.isModern else { return listen(session) }
    for uri in uris { subscribe(uri, session) }
  }

  private func didEnd(_ text: String) {
    let isTold = state.withLock { state in
      guard state.isUp, !state.isClosed else { return false }
      state.isUp = false
      state.isGap = true
      delayNextStart(&state)
      return true
    }
    if isTold { mailbox.put(.disconnected(text)) }
  }

  /// False where nothing has changed.
  func set(_ uri: String, _ isSubscribed: Bool) -> Bool {
    state.withLock { state in
      guard state.uris.contains(uri) != isSubscribed else { return false }
      if isSubscribed { state.uris.append(uri) } else { state.uris.removeAll { $0 == uri } }
      return true
    }
  }

  /// Asks a child of the modern era for what it tells by itself, in place of what it was asked for.
  func listen(_ session: StdioSession) {
    let uris = state.withLock { $0.uris }
    let filter = ListenFilter(session.info.capabilities, uris: uris)
    guard !filter.isEmpty else { return }
    let params = RequestMetadata(revision: session.info.revision, client: options.client)
      .added(to: filter.params)
    Task { [clock] in
      var backoff = Backoff()
      repeat {
        do { try await session.connection.listen(params) } catch { return }
      } while await clock.sleep(backoff.next())
    }
  }

  private func subscribe(_ uri: String, _ session: StdioSession) {
    Task { [options] in
      _ = try? await session.connection.request(
        session.connection.nextID(), "resources/subscribe", ["uri": .string(uri)],
        timeoutMilliseconds: options.openTimeoutMilliseconds)
    }
  }

  /// What ends from now on is not told.
  func close() { state.withLock { $0.isClosed = true } }
}
