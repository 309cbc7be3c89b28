import HTTPServer
import MCP
import PluginHost
import Synchronization

/// Answers whose stream was ended for now (MCP 2025-11-25): the client comes back with GET and
/// Last-Event-ID, and again where that stream breaks too. Any thread.
final class Resumptions: Sendable {
  /// The most at a time.
  static let capacity = 1000
  /// The most bytes of all their messages; what ended first goes first.
  static let capacityBytes = 64 << 20
  /// How long one is kept after its end.
  static let lifeNanoseconds: UInt64 = 300_000_000_000
  /// How long a client waits before it comes back.
  static let retryMilliseconds = 100

  private let answers = Mutex<[String: ResumableAnswer]>([:])

  /// One more; nil where there are too many.
  func add(for caller: Caller) -> ResumableAnswer? {
    answers.withLock { answers in
      guard answers.count < Self.capacity else { return nil }
      let answer = ResumableAnswer(id: Token.random(), caller: caller, resumptions: self)
      answers[answer.id] = answer
      return answer
    }
  }

  /// Sends what there is of the answer, and all that is still to come, to the client that came back
  /// with its id. False where that caller has none of that id.
  func resume(_ id: String, _ exchange: HTTPExchange, _ caller: Caller) -> Bool {
    guard let answer = answers.withLock({ $0[id] }), answer.caller == caller else { return false }
    answer.attach(exchange)
    return true
  }

  /// Forgets answers whose client had time enough to fetch them.
  func expire(now: UInt64) {
    answers.withLock { answers in
      answers = answers.filter { $0.value.isKept(now: now) }
    }
  }

  /// An answer is whole: makes room for it where all of them have become too large.
  fileprivate func ended() {
    answers.withLock { answers in
      var total = answers.values.reduce(0) { $0 + $1.bytes }
      let ended = answers.values.compactMap { answer in answer.endedAt.map { (answer, $0) } }
      for (answer, _) in ended.sorted(by: { $0.1 < $1.1 }) where total > Self.capacityBytes {
        total -= answer.bytes
        answers.removeValue(forKey: answer.id)
      }
    }
  }
}

/// The answer to a call whose client is away, or has come back.
final class ResumableAnswer: ReplyChannel {
  /// The most bytes of messages that are kept ahead of the answer, which is kept in any case.
  static let maximumMessageBytes = 1 << 20

  private struct State {
    var exchange: HTTPExchange?
    var messages: [[UInt8]] = []
    var bytes = 0
    var endedAt: UInt64?
  }

  let id: String
  fileprivate let caller: Caller
  private let resumptions: Resumptions
  private let state = Mutex(State())

  fileprivate init(id: String, caller: Caller, resumptions: Resumptions) {
    self.id = id
    self.caller = caller
    self.resumptions = resumptions
  }

  fileprivate var bytes: Int { state.withLock { $0.bytes } }

  fileprivate var endedAt: UInt64? { state.withLock { $0.endedAt } }

  fileprivate func isKept(now: UInt64) -> Bool {
    endedAt.map { now < $0 + Resumptions.lifeNanoseconds } ?? true
  }

  /// The id of the resume point is the only one that the client has, so it gets all there is since.
  fileprivate func attach(_ exchange: HTTPExchange) {
    state.withLock { state in
      exchange.beginEventStream()
      for message in state.messages { exchange.sendEvent(data: message) }
      if state.endedAt != nil { exchange.end() }
      state.exchange = exchange
    }
  }

  func reply(_ reply: MCPReply) { replyAfterNotifications(reply) }

  func accepted() { finish(nil) }

  func notify(_ message: [UInt8]) {
    state.withLock { state in
      state.exchange?.sendEvent(data: message)
      guard state.bytes + message.count <= Self.maximumMessageBytes else { return }
      state.bytes += message.count
      state.messages.append(message)
    }
  }

  func replyAfterNotifications(_ reply: MCPReply) { finish(reply.body) }

  func cancelled() { finish(nil) }

  func keepAlive() -> Bool {
    state.withLock { $0.exchange }?.sendComment()
    return true
  }

  private func finish(_ answer: [UInt8]?) {
    state.withLock { state in
      if let answer {
        state.bytes += answer.count
        state.messages.append(answer)
        state.exchange?.end(data: answer)
      } else {
        state.exchange?.end()
      }
      state.endedAt = MonotonicClock.now
    }
    resumptions.ended()
  }
}
