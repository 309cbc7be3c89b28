import HTTPServer
import JSON
import MCP
import PluginHost
import Synchronization

/// The protocol over the plugins: what every transport shares. Any thread.
final class Service: Sendable {
  /// What is offered at one moment: the catalogue and its rendered list, index by index the same.
  struct Offer: Sendable {
    let catalogue: Catalogue
    let tools: ToolList
  }

  let server: MCPServer
  let plugins: PluginHost
  let logger: Logger
  private let offer: Mutex<Offer>
  private let pageSize: Int

  /// Loads the plugins; returns when each is ready or has failed.
  init(
    configuration: Configuration, plugins: PluginHost, logger: Logger
  ) throws(ToolListError) {
    let nothing = try ToolList(tools: [], generation: 0)
    self.server = MCPServer(
      identity: ServerIdentity(
        name: "toolrack", version: Version.text, title: "Toolrack",
        instructions: configuration.instructions),
      limits: MCPLimits(
        json: .init(maximumDepth: 64, maximumBytes: configuration.limits.bodyBytes)))
    self.plugins = plugins
    self.logger = logger
    self.pageSize = configuration.pageSize ?? ToolList.defaultPageSize
    self.offer = Mutex(Offer(catalogue: .empty, tools: nothing))
    plugins.start { [self] catalogue in publish(catalogue) }
  }

  /// What is offered now.
  var current: Offer { offer.withLock { $0 } }

  private func publish(_ catalogue: Catalogue) {
    let tools = catalogue.tools.map {
      OfferedTool(name: Array($0.definition.name.utf8), object: $0.definition.json)
    }
    do {
      let list = try ToolList(tools: tools, generation: catalogue.generation, pageSize: pageSize)
      offer.withLock { offer in
        guard catalogue.generation > offer.catalogue.generation else { return }
        offer = Offer(catalogue: catalogue, tools: list)
      }
    } catch {
      logger.write(.error, "the new list of tools is not served: \(error)")
    }
  }

  /// Decides what a message means and does it; every reply goes to `channel`.
  ///
  /// - Parameter session: the revision that `initialize` settled on, where the transport knows.
  /// - Returns: the calls that go on, to cancel them.
  @discardableResult
  func receive(
    _ message: consuming [UInt8], fields: HTTPMessageFields?, session: Revision?,
    _ channel: some ReplyChannel
  ) -> [CallRun] {
    let offer = current
    let action = server.receive(message, fields: fields, tools: offer.tools, session: session)
    switch action {
    case .reply(let reply): channel.reply(reply)
    case .accepted: channel.accepted()
    case .call(let call): return start(call, offer, channel).map { [$0] } ?? []
    case .cancel(let requestID):
      channel.cancel(requestID: requestID)
      channel.accepted()
    case .batch(let actions): return perform(actions, offer, channel)
    }
    return []
  }

  /// Starts a call; nil where it has ended already.
  private func start(
    _ call: ToolCall, _ offer: Offer, _ channel: some ReplyChannel
  ) -> CallRun? {
    let tool = offer.catalogue.tools[call.toolIndex]
    let run = CallRun(call, channel: channel, tool: tool, logger: logger)
    return run.start(tool, plugins) ? run : nil
  }

  private func perform(
    _ actions: [MCPAction], _ offer: Offer, _ channel: some ReplyChannel
  ) -> [CallRun] {
    var runs: [CallRun] = []
    let batch = BatchReplies(count: actions.count, channel: channel)
    for (index, action) in actions.enumerated() {
      let member = batch.member(index)
      switch action {
      case .reply(let reply): member.reply(reply)
      case .accepted: member.accepted()
      case .call(let call):
        if let run = start(call, offer, member) { runs.append(run) }
      case .cancel(let requestID):
        channel.cancel(requestID: requestID)
        member.accepted()
      case .batch: member.accepted()
      }
    }
    return runs
  }
}
