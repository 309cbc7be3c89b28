import Glibc
import MCP
import PluginHost
import Synchronization

/// A stream that carries what a client wants to hear of. Any thread.
protocol ListenerChannel: Sendable {
  /// What the stream is known by when its client goes away.
  var key: StreamKey { get }
  /// Opens it.
  func begin()
  /// Sends one message.
  func send(_ message: [UInt8])
  /// Shows that it is still there.
  func keepAlive()
  /// Closes it, with the answer to the request that it is for.
  func end(_ reply: MCPReply?)
}

/// Whether a stream carries updates of the resource of that URI.
typealias Hearing = @Sendable (_ uri: String) -> Bool

/// Tells clients of changes: those that listen (MCP 2026-07-28), that keep a GET stream open, or
/// that are connected over stdio (the legacy era). Any thread.
///
/// Changes are collected for a moment, so that many of the same kind become one notification, and
/// sent on a thread of their own, so that no plugin waits for a thousand clients.
final class Announcer: Sendable {
  /// How long changes are collected.
  static let collectMicroseconds: UInt32 = 25_000
  private static let stackBytes = 512 << 10

  private struct Stream: Sendable {
    let channel: any ListenerChannel
    /// The request that the stream answers in the end.
    var request: ListenRequest?
    /// Nil: it hears of every resource that it asked for.
    let hearing: Hearing?

    func carries(_ event: ChangeEvent) -> Bool {
      guard let hearing, case .resource(let uri) = event else { return true }
      return hearing(uri)
    }
  }

  private struct State {
    var subscriptions = Subscriptions()
    var streams: [ListenerID: Stream] = [:]
    var ids: [StreamKey: ListenerID] = [:]
    var pending = PendingChanges()
    var hasEnded = false
  }

  private let plugins: PluginHost
  private let state = Mutex(State())
  private let hasChanges = Semaphore()

  init(_ plugins: PluginHost) {
    self.plugins = plugins
    DetachedThread.start(name: "announcer", stackBytes: Self.stackBytes) { [self] in
      while true {
        hasChanges.wait()
        usleep(Self.collectMicroseconds)
        announce()
      }
    }
  }

  // MARK: - Changes

  /// Lists are other than before; what is listed now is the new one already.
  func changed(_ changes: ListChanges) {
    var lists: ChangedLists = []
    if changes.contains(.tools) { lists.insert(.tools) }
    if changes.contains(.prompts) { lists.insert(.prompts) }
    if changes.contains(.resources) { lists.insert(.resources) }
    if !lists.isEmpty { insert(.list(lists)) }
  }

  /// What a resource holds is other than before.
  func updated(_ uri: String) {
    insert(.resource(uri: uri))
  }

  private func insert(_ event: ChangeEvent) {
    let isFirst = state.withLock { state in
      state.streams.isEmpty ? false : state.pending.insert(event)
    }
    if isFirst { hasChanges.signal() }
  }

  /// Under the lock, so that nobody hears of anything after they have left.
  private func announce() {
    state.withLock { state in
      for event in state.pending.take() {
        for receiver in state.subscriptions.receivers(of: event) {
          guard let stream = state.streams[receiver.id], stream.carries(event) else { continue }
          stream.channel.send(receiver.message)
        }
      }
    }
  }

  // MARK: - Who listens

  /// Opens the stream of a subscriptions/listen: first it says what it carries. What is withheld is
  /// not subscribed to.
  func listen(
    _ request: ListenRequest, withholding withheld: Set<String> = [],
    _ channel: some ListenerChannel, _ hearing: Hearing? = nil
  ) throws(SubscriptionLimit) {
    var filter = request.filter
    filter.withheld = withheld
    try open(.listen(id: request.id, filter: filter), channel, request, hearing) {
      channel.begin()
      channel.send(request.acknowledged())
    }
  }

  /// Opens a legacy stream.
  func follow(
    _ session: SessionID?, _ channel: some ListenerChannel, _ hearing: Hearing? = nil
  ) throws(SubscriptionLimit) {
    try open(.stream(session: session), channel, nil, hearing) {
      channel.begin()
      channel.keepAlive()
    }
  }

  /// `first` is done before anything else can come over the channel.
  private func open(
    _ listener: Listener, _ channel: some ListenerChannel, _ request: ListenRequest?,
    _ hearing: Hearing?, _ first: () -> Void
  ) throws(SubscriptionLimit) {
    try state.withLock { state throws(SubscriptionLimit) in
      guard !state.hasEnded else { throw .shuttingDown }
      let added = try state.subscriptions.add(listener)
      // Over stdio a client may use the id of a request again.
      if let before = state.ids[channel.key] {
        state.streams[before] = nil
        unwatch(state.subscriptions.remove(before))
      }
      state.streams[added.id] = Stream(channel: channel, request: request, hearing: hearing)
      state.ids[channel.key] = added.id
      watch(added.first)
      first()
    }
  }

  /// The client of a stream has gone, or wants no more of it. Returns whether there was one.
  @discardableResult
  func left(_ key: StreamKey) -> Bool {
    state.withLock { state in
      guard let id = state.ids.removeValue(forKey: key) else { return false }
      state.streams[id] = nil
      unwatch(state.subscriptions.remove(id))
      return true
    }
  }

  /// Whether there is such a stream.
  func isOpen(_ key: StreamKey) -> Bool { state.withLock { $0.ids[key] != nil } }

  /// Ends a stream whose client may hear no more.
  func end(_ key: StreamKey) {
    let stream = state.withLock { state -> Stream? in
      guard let id = state.ids.removeValue(forKey: key) else { return nil }
      unwatch(state.subscriptions.remove(id))
      return state.streams.removeValue(forKey: id)
    }
    stream?.channel.end(stream?.request?.ended())
  }

  /// A legacy session wants to hear of a resource. Without a session there is nowhere to tell it.
  func subscribe(_ session: SessionID?, to uri: String) throws(SubscriptionLimit) {
    guard let session else { return }
    try state.withLock { state throws(SubscriptionLimit) in
      if try state.subscriptions.subscribe(session: session, uri: uri) { watch([uri]) }
    }
  }

  /// A legacy session wants to hear of a resource no more.
  func unsubscribe(_ session: SessionID?, from uri: String) {
    guard let session else { return }
    state.withLock { state in
      if state.subscriptions.unsubscribe(session: session, uri: uri) { unwatch([uri]) }
    }
  }

  /// Sessions have been forgotten, and with them what they subscribed to.
  func forget(_ sessions: [SessionID]) {
    state.withLock { state in
      for session in sessions { unwatch(state.subscriptions.removeSession(session)) }
    }
  }

  /// Tells plugins of first subscribers. Under the lock, so that plugins hear of them in order.
  private func watch(_ uris: [String]) {
    for uri in uris { plugins.setSubscribed(true, toResource: uri) }
  }

  /// Tells plugins that the last subscriber left. Under the lock.
  private func unwatch(_ uris: [String]) {
    for uri in uris { plugins.setSubscribed(false, toResource: uri) }
  }

  // MARK: - Streams

  /// Shows on every stream that it is still there.
  func keepAlive() {
    for stream in state.withLock({ Array($0.streams.values) }) { stream.channel.keepAlive() }
  }

  /// Ends all streams: the server stops.
  func end() {
    let streams = state.withLock { state in
      defer {
        state.streams = [:]
        state.ids = [:]
        state.subscriptions = Subscriptions()
        state.hasEnded = true
      }
      return Array(state.streams.values)
    }
    for stream in streams { stream.channel.end(stream.request?.ended()) }
  }
}
