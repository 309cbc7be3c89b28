import MCP
import Synchronization

/// Collects the answers to the members of a batch and sends them as one, after whatever the members
/// had to say before.
final class BatchReplies: Sendable {
  private struct State {
    var bodies: [[UInt8]?]
    var missing: Int
    var hasNotified = false
  }

  private let state: Mutex<State>
  private let channel: any ReplyChannel

  init(count: Int, channel: any ReplyChannel) {
    self.channel = channel
    self.state = Mutex(State(bodies: Array(repeating: nil, count: count), missing: count))
  }

  /// The channel of one member.
  func member(_ index: Int) -> Member {
    Member(batch: self, index: index)
  }

  private func settle(_ index: Int, _ body: [UInt8]?) {
    let ended = state.withLock { state -> State? in
      state.bodies[index] = body
      state.missing -= 1
      return state.missing == 0 ? state : nil
    }
    guard let ended else { return }
    switch (MCPReply.joined(ended.bodies), ended.hasNotified) {
    case (let joined?, true): channel.replyAfterNotifications(joined)
    case (let joined?, false): channel.reply(joined)
    case (nil, true): channel.cancelled()
    case (nil, false): channel.accepted()
    }
  }

  /// Under the lock, so that nothing follows the answer.
  private func notify(_ message: [UInt8]) {
    state.withLock { state in
      guard state.missing > 0 else { return }
      state.hasNotified = true
      channel.notify(message)
    }
  }

  private func keepAlive() -> Bool {
    state.withLock { state in
      guard state.missing > 0 else { return false }
      state.hasNotified = channel.keepAlive() || state.hasNotified
      return state.hasNotified
    }
  }

  /// One member's channel.
  struct Member: ReplyChannel {
    let batch: BatchReplies
    let index: Int

    func reply(_ reply: MCPReply) { batch.settle(index, reply.body) }

    func accepted() { batch.settle(index, nil) }

    func notify(_ message: [UInt8]) { batch.notify(message) }

    func replyAfterNotifications(_ reply: MCPReply) { self.reply(reply) }

    func cancelled() { batch.settle(index, nil) }

    func keepAlive() -> Bool { batch.keepAlive() }
  }
}
