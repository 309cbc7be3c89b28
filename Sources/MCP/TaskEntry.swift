import JSON

/// One task of the table with what only the host may see.
struct TaskEntry<Work: Sendable>: Sendable {
  var view: TaskView
  let principal: String?
  /// The tool that was called.
  let tool: String
  /// When a client last asked for it, in milliseconds since 1970.
  var lastSeen: Int64
  /// Until the task is finished.
  private(set) var work: Work?
  private let workBytes: Int
  /// Came with the questions that are open.
  private var requestState: String?
  /// To questions that were open together with those that still are.
  private var answers: [(key: String, response: [UInt8])] = []

  init(view: TaskView, principal: String?, tool: String, work: Work, workBytes: Int) {
    self.view = view
    self.principal = principal
    self.tool = tool
    self.lastSeen = view.createdAt
    self.work = work
    self.workBytes = workBytes
  }

  /// Bytes it takes, about.
  var cost: Int {
    let names = view.id.utf8.count + (principal?.utf8.count ?? 0) + tool.utf8.count
    let texts = names + (view.message?.utf8.count ?? 0)
    let asked = view.questions.reduce(requestState?.utf8.count ?? 0) {
      $0 + $1.key.utf8.count + $1.request.count
    }
    let answered = answers.reduce(0) { $0 + $1.key.utf8.count + $1.response.count }
    let kept = work == nil ? 0 : workBytes
    return TaskLimits.taskBytes + kept + texts + view.outcome.count + asked + answered
  }

  /// Ends it for good.
  mutating func finish(_ status: TaskStatus, _ outcome: [UInt8]) {
    view.status = status
    view.outcome = outcome
    view.questions = []
    answers = []
    requestState = nil
    work = nil
  }

  /// Takes what its call ended in.
  mutating func settle(_ outcome: TaskOutcome) -> TaskDemand<Work> {
    switch outcome {
    case .result(let result):
      finish(.completed, result)
    case .error(let error):
      finish(.failed, error)
    case .questions(let questions, let state):
      view.status = .inputRequired
      view.questions = questions
      answers = []
      requestState = state
      return resumption()
    }
    return .nothing
  }

  /// Gives it up; the call to cancel, or nil where it is finished.
  mutating func cancel(now: Int64) -> Work? {
    guard !view.status.isFinal else { return nil }
    let work = work
    view.lastUpdatedAt = now
    finish(.cancelled, [])
    return work
  }

  /// Takes answers to open questions, each an object; passes over all others.
  mutating func take(answers json: [UInt8], now: Int64) -> TaskDemand<Work> {
    guard view.status == .inputRequired, let document = try? JSONDocument(parsing: json),
      document.kind(document.root) == .object
    else { return .nothing }
    for (key, value) in document.members(document.root) where document.kind(value) == .object {
      guard let name = document.string(key),
        let place = view.questions.firstIndex(where: { $0.key == name })
      else { continue }
      view.questions.remove(at: place)
      answers.append((name, Array(document.slice(value))))
      view.lastUpdatedAt = now
    }
    return resumption()
  }

  /// Goes back to work once nothing is open.
  private mutating func resumption() -> TaskDemand<Work> {
    guard view.questions.isEmpty, let work else { return .nothing }
    var writer = JSONWriter()
    writer.beginObject()
    for (key, response) in answers {
      writer.key(key)
      writer.raw(response)
    }
    writer.endObject()
    let taken = TaskAnswers(inputResponses: writer.bytes, requestState: requestState)
    view.status = .working
    answers = []
    requestState = nil
    return .resume(work, taken)
  }
}

/// What a call of a task ended in.
enum TaskOutcome {
  /// The JSON object of a result.
  case result([UInt8])
  /// The JSON object of a JSON-RPC error.
  case error([UInt8])
  /// Questions to the client, and the state that goes with their answers.
  case questions([TaskQuestion], state: String?)

  /// Of a task whose result or answers are too large to keep.
  static let noRoom = Array(
    #"{"code":-32603,"message":"there is no room to keep what the task gave"}"#.utf8)

  private static let unreadable = Array(
    #"{"code":-32603,"message":"the task ended without a readable result"}"#.utf8)

  /// Reads a JSON-RPC response.
  init(response: [UInt8]) {
    self = .error(Self.unreadable)
    guard let document = try? JSONDocument(parsing: response) else { return }
    if let result = document.member(document.root, "result") {
      self =
        Self.isQuestion(result, document)
        ? .questions(
          Self.questions(result, document),
          state: document.member(result, "requestState").flatMap(document.string))
        : .result(Array(document.slice(result)))
    } else if let error = document.member(document.root, "error") {
      self = .error(Array(document.slice(error)))
    }
  }

  private static func isQuestion(_ result: JSONDocument.Node, _ document: JSONDocument) -> Bool {
    document.member(result, "resultType").map { document.equals($0, "input_required") } ?? false
  }

  private static func questions(
    _ result: JSONDocument.Node, _ document: JSONDocument
  ) -> [TaskQuestion] {
    guard let requests = document.member(result, "inputRequests"),
      document.kind(requests) == .object
    else { return [] }
    return document.members(requests).compactMap { key, request in
      document.string(key).map { TaskQuestion(key: $0, request: Array(document.slice(request))) }
    }
  }
}
