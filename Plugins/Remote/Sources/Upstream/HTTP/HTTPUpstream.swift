internal import JSON
internal import PluginKit
internal import Synchronization

/// An MCP server over Streamable HTTP, of either era.
final class HTTPUpstream: Upstream {
  /// After a session was looked at in vain, how long failures are believed.
  private static let beliefMilliseconds: UInt64 = 10_000
  /// After tools were read for their headers, how long a server is not asked for them again.
  static let relistMilliseconds: UInt64 = 10_000

  let events: AsyncStream<UpstreamEvent>
  private let context: HTTPContext
  private let opener: SessionOpener
  private let slot: ConnectionSlot<Session>
  private let listener: HTTPListener
  private let tools = Mutex(MirroredTools())
  private let believedUntil = Atomic<UInt64>(0)
  /// Until then a server of the legacy era is not asked again whether it still is one.
  private let legacyUntil = Atomic<UInt64>(0)
  /// When tools were last read for their headers.
  private let relistedAt = Mutex<UInt64?>(nil)

  /// `http`: the host's client.
  convenience init(_ target: HTTPTarget, options: UpstreamOptions, http: HTTP) {
    self.init(target, options: options, sender: HostHTTP(http: http))
  }

  init(
    _ target: HTTPTarget, options: UpstreamOptions, sender: any HTTPSender,
    clock: UpstreamClock = .system
  ) {
    let context = HTTPContext(
      HTTPWire(target: target, options: options, sender: sender, clock: clock))
    let opener = SessionOpener(context)
    let slot = ConnectionSlot(
      { await opener.open() }, discard: { await context.wire.delete($0) })
    self.context = context
    self.slot = slot
    self.opener = opener
    listener = HTTPListener(context, slot)
    events = context.mailbox.stream
  }

  func open() async throws(UpstreamFailure) -> UpstreamInfo { try await session().info }

  private func session() async throws(UpstreamFailure) -> Session {
    let session = try await slot.connection()
    listener.follow(session)
    return session
  }

  func request(
    _ method: String, _ params: JSONObject, call: Call?
  ) async throws(UpstreamFailure) -> JSONValue {
    let session = try await session()
    let began = context.wire.clock.now()
    do throws(WireFailure) {
      return .object(try await send(method, params, call, session))
    } catch {
      guard let session = await remedy(error, method, session, began) else { throw error.failure }
      do throws(WireFailure) {
        return .object(try await send(method, params, call, session))
      } catch {
        throw error.failure
      }
    }
  }

  private func send(
    _ method: String, _ params: JSONObject, _ call: Call?, _ session: Session
  ) async throws(WireFailure) -> JSONObject {
    let mirrored =
      session.isModern && method == "tools/call"
      ? tools.withLock {
        $0.fields(tool: params["name"]?.string ?? "", arguments: params["arguments"])
      } : []
    let limit = context.options.timeoutMilliseconds
    let (result, _) = try await context.round(
      method, params, session, call: call, fields: mirrored,
      timeoutMilliseconds: min(limit, call?.remainingMilliseconds ?? limit))
    return session.isModern && method == "tools/list"
      ? take(page: result, isFirst: params["cursor"] == nil) : result
  }

  private func take(page: JSONObject, isFirst: Bool) -> JSONObject {
    let (page, faults) = tools.withLock { $0.take(page: page, isFirst: isFirst) }
    for fault in faults {
      context.options.log(
        .warning, "\(context.wire.server): the tool \(fault.tool) is left out: \(fault.text)")
    }
    return page
  }

  /// The session under which a failed request is worth one more try; the server has not acted.
  private func remedy(
    _ failure: WireFailure, _ method: String, _ session: Session, _ began: UInt64
  ) async -> Session? {
    if failure.code == ErrorCode.headerMismatch, method == "tools/call", session.isModern {
      return await readTools(session, since: began) ? session : nil
    }
    if Staleness.mayBeModern(failure, session) {
      Task { await findModern(session) }
      return nil
    }
    guard Staleness.isSuspected(failure, session) else { return nil }
    return await renewed(session, isCertain: Staleness.isCertain(failure, session))
  }

  /// Reads the tools again, whose headers have changed, as far as any list is read; not soon after
  /// it was done. False where that fails. True where another request did it since `began`.
  private func readTools(_ session: Session, since began: UInt64) async -> Bool {
    let now = context.wire.clock.now()
    let last: UInt64? = relistedAt.withLock { last in
      if let last, now < last + Self.relistMilliseconds { return last }
      last = now
      return nil
    }
    if let last { return last > began }
    var reader = PageReader(.tools)
    var params: JSONObject = [:]
    while let page = try? await send("tools/list", params, nil, session),
      let step = try? reader.add(.object(page))
    {
      guard case .ask(let cursor) = step else { return true }
      params["cursor"] = .string(cursor)
    }
    return false
  }

  /// Another session than the one that failed; nil where the server is what it was.
  private func renewed(_ stale: Session, isCertain: Bool) async -> Session? {
    let now = context.wire.clock.now()
    if let current = slot.current, current.number != stale.number { return current }
    guard isCertain || now >= believedUntil.load(ordering: .relaxed) else { return nil }
    slot.drop { $0.number == stale.number }
    guard let fresh = try? await session() else { return nil }
    let isOther = fresh.revision != stale.revision || fresh.id != stale.id
    guard isOther else {
      believedUntil.store(now + Self.beliefMilliseconds, ordering: .relaxed)
      return nil
    }
    tellChanges(fresh)
    return fresh
  }

  /// Another server may have other lists.
  private func tellChanges(_ session: Session) {
    for event in ListenFilter.lists(session.info.capabilities) { context.mailbox.put(event) }
  }

  /// Goes over to the modern era where the server has, for the requests to come.
  private func findModern(_ session: Session) async {
    let now = context.wire.clock.now()
    let until = legacyUntil.load(ordering: .relaxed)
    guard now >= until,
      legacyUntil.compareExchange(
        expected: until, desired: now + Self.beliefMilliseconds, ordering: .relaxed
      ).exchanged
    else { return }
    guard await opener.isModern() else { return }
    slot.drop { $0.number == session.number }
    if let fresh = try? await self.session() { tellChanges(fresh) }
  }

  func notify(_ method: String, _ params: JSONObject) async {
    guard let session = try? await session() else { return }
    await context.wire.tell(
      OutgoingMessage.notification(method, params), RequestFields.post(method, params, session))
  }

  func subscribe(to uri: String, _ isSubscribed: Bool) async throws(UpstreamFailure) {
    let session = try await session()
    guard session.info.capabilities["resources"]?["subscribe"]?.bool == true else {
      throw UpstreamFailure(
        .protocolError, "\(context.wire.server) does not tell when a resource changes.",
        wasSent: false)
    }
    guard listener.set(uri, isSubscribed), !session.isModern else { return }
    let method = isSubscribed ? "resources/subscribe" : "resources/unsubscribe"
    _ = try await request(method, ["uri": .string(uri)], call: nil)
  }

  func close() async {
    listener.close()
    if let session = slot.close() { await context.wire.delete(session) }
    context.mailbox.close()
  }
}
