import HTTPServer
import MCP
import PluginHost
import Synchronization

/// Answers whose stream was ended for now (MCP 2025-11-25): the client comes back with GET and
/// Last-Event-ID. Any thread.
final class Resumptions: Sendable {
  /// The most that wait for their client.
  static let capacity = 1000
  /// How long one waits for its client, or goes on after it.
  static let lifeNanoseconds: UInt64 = 300_000_000_000
  /// How long a client waits before it comes back.
  static let retryMilliseconds = 100

  private let answers = Mutex<[String: ResumableAnswer]>([:])

  /// One more; nil where too many wait.
  func add() -> ResumableAnswer? {
    answers.withLock { answers in
      guard answers.count < Self.capacity else { return nil }
      let answer = ResumableAnswer(id: Token.random())
      answers[answer.id] = answer
      return answer
    }
  }

  /// Sends what there is of the answer, and all that is still to come, to the client that came back
  /// with its id. False where there is none of that id.
  func resume(_ id: String, _ exchange: HTTPExchange) -> Bool {
    guard let answer = answers.withLock({ $0.removeValue(forKey: id) }) else { return false }
    answer.attach(exchange)
    return true
  }

  /// Forgets answers whose client did not come back.
  func expire(now: UInt64) {
    answers.withLock { answers in
      answers = answers.filter { now < $0.value.created + Self.lifeNanoseconds }
    }
  }
}

/// The answer to a call whose client is away, or has come back.
final class ResumableAnswer: ReplyChannel {
  /// The most messages that are kept for a client that is away; the answer itself is kept always.
  static let maximumMessages = 256

  private struct State {
    var exchange: HTTPExchange?
    var messages: [[UInt8]] = []
    var isEnded = false
  }

  let id: String
  let created = MonotonicClock.now
  private let state = Mutex(State())

  init(id: String) {
    self.id = id
  }

  fileprivate func attach(_ exchange: HTTPExchange) {
    state.withLock { state in
      exchange.beginEventStream()
      for message in state.messages { exchange.sendEvent(data: message) }
      if state.isEnded { exchange.end() }
      state.messages = []
      state.exchange = exchange
    }
  }

  func reply(_ reply: MCPReply) { replyAfterNotifications(reply) }

  func accepted() { finish() }

  func notify(_ message: [UInt8]) {
    state.withLock { state in
      if let exchange = state.exchange {
        exchange.sendEvent(data: message)
      } else if state.messages.count < Self.maximumMessages {
        state.messages.append(message)
      }
    }
  }

  func replyAfterNotifications(_ reply: MCPReply) {
    state.withLock { state in
      if let exchange = state.exchange {
        exchange.sendEvent(data: reply.body)
      } else {
        state.messages.append(reply.body)
      }
    }
    finish()
  }

  func cancelled() { finish() }

  func keepAlive() -> Bool {
    state.withLock { $0.exchange }?.sendComment()
    return true
  }

  private func finish() {
    state.withLock { state in
      state.isEnded = true
      state.exchange?.end()
    }
  }
}
