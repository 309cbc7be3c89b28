import MCP
import Synchronization

/// Collects the answers to the members of a batch and sends them as one.
final class BatchReplies: Sendable {
  private struct State {
    var bodies: [[UInt8]?]
    var missing: Int
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
    let bodies = state.withLock { state -> [[UInt8]?]? in
      state.bodies[index] = body
      state.missing -= 1
      return state.missing == 0 ? state.bodies : nil
    }
    guard let bodies else { return }
    if let joined = MCPReply.joined(bodies) {
      channel.reply(joined)
    } else {
      channel.accepted()
    }
  }

  /// One member's channel. Notifications have no place in a batch's answer and are dropped.
  struct Member: ReplyChannel {
    let batch: BatchReplies
    let index: Int

    var carriesRequests: Bool { false }

    func reply(_ reply: MCPReply) { batch.settle(index, reply.body) }

    func accepted() { batch.settle(index, nil) }

    func notify(_ message: [UInt8]) {}

    func replyAfterNotifications(_ reply: MCPReply) { self.reply(reply) }

    func cancelled() { batch.settle(index, nil) }
  }
}
