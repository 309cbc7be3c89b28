import Access
import HTTPServer
import JSON
import MCP
import PluginHost
import Synchronization

/// The protocol over the plugins: what every transport shares. Any thread.
final class Service: Sendable {
  let server: MCPServer
  let plugins: PluginHost
  let logger: Logger
  let announcer: Announcer
  let sessions: Sessions
  let questions = Questions()
  let resumptions = Resumptions()
  private let states: SealedStates
  let timer = Timer()
  let tasks: Tasks
  /// How long a legacy client, or that of a task, may take to answer a question.
  let answerNanoseconds: UInt64
  private let offer: Mutex<Offer>
  private let pageSize: Int
  /// Nil where everybody is offered everything.
  private let views: OfferViews?

  /// Loads the plugins; returns when each is ready or has failed.
  ///
  /// - Parameter policy: who may use what; nil: whoever is let in may use everything.
  init(
    configuration: Configuration, plugins: PluginHost, logger: Logger,
    policy: AccessPolicy? = nil
  ) throws {
    self.server = MCPServer(
      identity: ServerIdentity(
        name: "toolrack", version: Version.text, title: "Toolrack",
        instructions: configuration.instructions),
      limits: MCPLimits(
        json: .init(maximumDepth: 64, maximumBytes: configuration.limits.bodyBytes)),
      cache: CachePolicy(scope: policy == nil ? .public : .private),
      options: MCPOptions(servesTasks: configuration.servesTasks))
    self.plugins = plugins
    self.logger = logger
    let pageSize = configuration.pageSize ?? ToolList.defaultPageSize
    self.pageSize = pageSize
    self.views = policy.map { OfferViews($0, pageSize: pageSize, logger: logger) }
    self.answerNanoseconds =
      UInt64(configuration.answerMilliseconds) * MonotonicClock.nanosecondsPerMillisecond
    self.states = try SealedStates(secret: configuration.requestStateKey)
    self.announcer = Announcer(plugins)
    self.sessions = Sessions { [announcer] in announcer.forget($0) }
    self.tasks = Tasks()
    self.offer = Mutex(Offer(catalogue: .empty, lists: Lists.empty(generation: 0)))
    plugins.start(
      PluginHostObserver(
        catalogueChanged: { [self] in publish($0, $1) },
        resourceUpdated: { [self] in announcer.updated($0) }))
    watchTheClock()
  }

  private static let expiryNanoseconds: UInt64 = 1_000_000_000

  private func watchTheClock() {
    timer.every(Self.expiryNanoseconds) { [self] now in
      sessions.expire()
      resumptions.expire(now: now)
      for run in questions.runs { run.expire(now: now) }
      tasks.expire()
    }
    timer.every(KeepAlive.nanoseconds) { [announcer] _ in announcer.keepAlive() }
  }

  /// What is offered now, on the whole.
  var current: Offer { offer.withLock { $0 } }

  /// What is offered now to a caller who was let in.
  func offer(to caller: AuthenticatedCaller?) -> Offer {
    guard let views else { return current }
    return views.offer(for: caller, of: current)
  }

  /// Serves a new catalogue; then whoever follows the lists that changed hears of it.
  private func publish(_ catalogue: Catalogue, _ changes: ListChanges) {
    do {
      let lists = try OfferedLists.of(catalogue, pageSize: pageSize, reusing: current.lists)
      let isNew = offer.withLock { offer in
        guard catalogue.generation > offer.catalogue.generation else { return false }
        offer = Offer(catalogue: catalogue, lists: lists)
        return true
      }
      guard isNew else { return }
      views?.removeAll()
      announcer.changed(changes)
    } catch {
      logger.write(.error, "the new lists are not served: \(error)")
    }
  }

  /// Ends what nobody can hear of any more when the server has stopped: streams of notifications,
  /// which would never end by themselves, and tasks.
  func end() {
    announcer.end()
    tasks.end()
  }

  // MARK: - Messages

  /// Decides what a message means to somebody who sees that offer, and does it; every reply goes to
  /// `channel`.
  ///
  /// - Returns: the calls that go on, to cancel them.
  @discardableResult
  func receive(
    _ message: consuming [UInt8], fields: consuming HTTPMessageFields?, _ offer: Offer,
    peer: some Peer, _ channel: some ReplyChannel
  ) -> [CallRun] {
    let action = server.receive(
      message, fields: fields, lists: offer.lists, client: peer.context)
    guard case .batch(let actions) = action else {
      return perform(action, offer, peer, channel).map { [$0] } ?? []
    }
    let batch = BatchReplies(count: actions.count, channel: channel)
    return actions.enumerated().compactMap { index, action in
      perform(action, offer, peer, batch.member(index))
    }
  }

  /// Returns the call that goes on, if it is one.
  private func perform(
    _ action: MCPAction, _ offer: Offer, _ peer: some Peer, _ channel: some ReplyChannel
  ) -> CallRun? {
    switch action {
    case .call(let call): return start(call, offer, peer, channel)
    case .reply(let reply) where reply.negotiated != nil: begin(reply, peer, channel)
    case .reply(let reply): channel.reply(reply)
    case .unknown(let item, let reply):
      note(item, offer, peer.caller)
      channel.reply(reply)
    case .accepted, .batch: channel.accepted()
    case .cancel(let requestID):
      peer.cancel(requestID: requestID)
      channel.accepted()
    case .answer(let answer):
      questions.answer(answer, from: peer.caller)
      channel.accepted()
    case .setLevel(let level, let reply):
      peer.remember { $0.logLevel = level }
      channel.reply(reply)
    case .subscribe(let uri, let reply):
      let refusal = subscribe(uri, peer).map { reply.refused($0) }
      channel.reply(refusal ?? reply)
    case .unsubscribe(let uri, let reply):
      announcer.unsubscribe(peer.session, from: uri)
      channel.reply(reply)
    case .listen(let request): listen(request, offer, channel)
    case .task(let request):
      tasks.handle(request, peer.caller, channel) { offer.view?.permits(taskOf: $0) ?? true }
    }
    return nil
  }

  /// A legacy client has introduced itself.
  private func begin(_ reply: MCPReply, _ peer: some Peer, _ channel: some ReplyChannel) {
    var context = ClientContext()
    context.revision = reply.negotiated
    context.capabilities = reply.declaredCapabilities
    channel.welcome(reply, session: peer.begin(context))
    peer.hasBegun()
  }

  private func subscribe(_ uri: String, _ peer: some Peer) -> SubscriptionLimit? {
    // The table of sessions must know it, or its subscriptions would never expire.
    peer.remember { _ in }
    do throws(SubscriptionLimit) {
      try announcer.subscribe(peer.session, to: uri)
      return nil
    } catch {
      return error
    }
  }

  private func listen(
    _ request: ListenRequest, _ offer: Offer, _ channel: some ReplyChannel
  ) {
    let withheld = offer.view.map { request.filter.uris.filter($0.hides) } ?? []
    do throws(SubscriptionLimit) {
      guard let listener = channel.listener(for: request) else { throw .notHere }
      try announcer.listen(request, withholding: Set(withheld), listener, hearing(offer))
    } catch {
      channel.reply(request.refused(error))
    }
  }

  // MARK: - Calls

  /// Starts a call; nil where it has ended already.
  private func start(
    _ call: MCPCall, _ offer: Offer, _ peer: some Peer, _ channel: some ReplyChannel
  ) -> CallRun? {
    guard let target = CallTarget(call, in: offer) else {
      channel.reply(unanswered(call))
      return nil
    }
    if let refusal = refusal(of: call, target, offer, peer.caller) {
      channel.reply(refusal)
      return nil
    }
    guard let round = firstRound(call, target, peer.caller) else {
      channel.reply(call.stateRefused())
      return nil
    }
    if becomesTask(call, target),
      tasks.start(call, target, round, peer.caller, channel, self)
    {
      return nil
    }
    let run = CallRun(
      call, target: target, caller: peer.caller, channel: channel, service: self)
    return run.start(round) ? run : nil
  }

  /// Whether the answer is a task. A tool that asks first does so in the answer to the call itself,
  /// and the call with the answers makes the task.
  private func becomesTask(_ call: MCPCall, _ target: CallTarget) -> Bool {
    guard call.taskMode != .never, case .tool = call.target else { return false }
    return !target.asksFirst || call.inputResponses != nil
  }

  /// The answer where no plugin gives one: nothing to suggest, or nothing there any more.
  private func unanswered(_ call: MCPCall) -> MCPReply {
    switch call.target {
    case .promptCompletion, .resourceCompletion: call.completion(UnsafeRawBufferPointer.empty)
    case .tool, .prompt, .resource: call.notFound()
    }
  }

  /// What the plugin is given in the first round of this message; nil where the client's state is
  /// not one that this caller was given for this very request.
  private func firstRound(
    _ call: MCPCall, _ target: CallTarget, _ caller: Caller
  ) -> CallRounds.Round? {
    var round = CallRounds.Round()
    if let responses = call.inputResponses { round.responses = Array(call.bytes[responses]) }
    guard let sealed = call.requestState else { return round }
    guard let state = open(sealed, of: call, target, caller) else { return nil }
    round.state = state
    return round
  }

  /// A plugin's state that this caller was given for this very request; nil for any other.
  func open(
    _ sealed: String, of call: MCPCall, _ target: CallTarget, _ caller: Caller
  ) -> [UInt8]? {
    states.open(sealed, binding: binding(of: call, target, caller), now: Timestamp.seconds)
  }

  /// A plugin's state for the client to keep, of use to this caller for this very request.
  func seal(
    _ state: [UInt8], of call: MCPCall, _ target: CallTarget, _ caller: Caller
  ) throws -> String {
    try states.seal(state, binding: binding(of: call, target, caller), now: Timestamp.seconds)
  }

  private func binding(
    of call: MCPCall, _ target: CallTarget, _ caller: Caller
  ) -> RequestState.Binding {
    RequestState.Binding(
      principal: caller.principal, method: target.method, name: target.name,
      arguments: CanonicalJSON.bytes(of: call.arguments.map { Array(call.bytes[$0]) }))
  }
}
