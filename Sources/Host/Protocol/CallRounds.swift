import JSON

/// The rounds of one request (MCP multi-round-trip requests): a plugin runs, asks the client, and
/// runs again with the answers, until it gives a result. A plain value; its owner locks it.
struct CallRounds: Sendable {
  /// A plugin that still asks after so many rounds is not going to end.
  static let maximumRounds = 32
  /// How long a question is kept open whose connection is gone.
  static let goneNanoseconds: UInt64 = 10_000_000_000

  /// What a plugin is given in a round: JSON object of answers by key, and its own state.
  struct Round: Sendable, Equatable {
    var responses: [UInt8] = []
    var state: [UInt8] = []
  }

  /// What to do about an answer.
  enum Action: Equatable {
    /// Nothing: others are missing, or it answers nothing that was asked.
    case wait
    case run(Round)
    /// The client refused to answer.
    case fail(String)
  }

  /// What the client was asked.
  private struct Asking: Sendable {
    /// The keys of what is unanswered, by question.
    var keys: [String: String]
    var answers: [(key: String, json: [UInt8])] = []
    let state: [UInt8]
    var deadline: UInt64
  }

  private enum Phase: Sendable {
    case running
    case asking(Asking)
    case done
  }

  private var phase = Phase.running
  /// How often the plugin was called; the first is 1.
  private(set) var number = 1

  var isDone: Bool { if case .done = phase { true } else { false } }

  /// Whether the plugin may ask once more.
  var mayAsk: Bool { number < Self.maximumRounds }

  /// The plugin asked; `keys` of the questions by their ids, `deadline` in nanoseconds. Returns
  /// whether it is waited for, which it is not when the request has ended.
  mutating func ask(_ keys: [String: String], state: [UInt8], deadline: UInt64) -> Bool {
    guard case .running = phase else { return false }
    phase = .asking(Asking(keys: keys, state: state, deadline: deadline))
    return true
  }

  /// The client answered the question with that id with `json`, a result.
  mutating func answer(_ question: String, with json: [UInt8]) -> Action {
    guard case .asking(var asking) = phase, let key = asking.keys.removeValue(forKey: question)
    else { return .wait }
    asking.answers.append((key, json))
    guard asking.keys.isEmpty else {
      phase = .asking(asking)
      return .wait
    }
    return .run(begin(asking))
  }

  /// Goes on where nothing was asked: the plugin gave a state only.
  mutating func goOn() -> Action {
    guard case .asking(let asking) = phase, asking.keys.isEmpty else { return .wait }
    return .run(begin(asking))
  }

  /// The client answered the question with an error.
  mutating func refuse(_ question: String, _ message: String) -> Action {
    guard case .asking(let asking) = phase, asking.keys[question] != nil else { return .wait }
    return .fail(message)
  }

  /// The client has until then at most, where it is being asked.
  mutating func shorten(to latest: UInt64) {
    guard case .asking(var asking) = phase else { return }
    asking.deadline = min(asking.deadline, latest)
    phase = .asking(asking)
  }

  /// Whether the client let the time for its answers pass.
  func isOverdue(now: UInt64) -> Bool {
    if case .asking(let asking) = phase { asking.deadline <= now } else { false }
  }

  /// The request ends. False where it has ended before.
  mutating func end() -> Bool {
    guard !isDone else { return false }
    phase = .done
    return true
  }

  private mutating func begin(_ asking: Asking) -> Round {
    number += 1
    phase = .running
    var writer = JSONWriter()
    writer.beginObject()
    for (key, json) in asking.answers {
      writer.key(key)
      writer.raw(json)
    }
    writer.endObject()
    return Round(responses: writer.bytes, state: asking.state)
  }
}
