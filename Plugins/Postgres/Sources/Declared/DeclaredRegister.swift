/// Which tools there are and how far each of them is, as a plain value: it knows no files and no
/// databases. Times are nanoseconds of a clock that never goes back.
struct DeclaredRegister {
  /// What came of asking the database.
  enum Outcome: Sendable {
    case accepted(CheckedStatement)
    /// The statement cannot be used as it stands.
    case refused(DeclaredProblem)
    /// The database could not be asked.
    case unreachable(DeclaredProblem)
  }

  private enum State {
    /// Nobody has been asked. Until then the tool that has the name so far stays.
    case waiting(standIn: DeclaredTool?)
    case unchecked(DeclaredProblem)
    case accepted(CheckedStatement)
    case refused(DeclaredProblem)
  }

  private struct Entry {
    let definition: DeclaredDefinition
    var state: State
    /// When the database is asked; nil: it has been.
    var dueAt: Int64?
    var failures = 0
    /// When the database was asked last.
    var askedAt = Int64.min

    var listed: DeclaredTool? {
      switch state {
      case .waiting(let standIn): standIn
      case .unchecked: DeclaredTool(definition: definition, checked: nil)
      case .accepted(let checked): DeclaredTool(definition: definition, checked: checked)
      case .refused: nil
      }
    }
  }

  /// A table that is missing today may be there after the next migration.
  static let refusedNanoseconds: Int64 = 60 * 1_000_000_000
  static let firstRetryNanoseconds: Int64 = 1_000_000_000
  static let longestRetryNanoseconds: Int64 = 30 * 1_000_000_000
  /// A tool that fails at every call is not checked at every call.
  static let recheckNanoseconds: Int64 = 5 * 1_000_000_000

  private var entries: [Entry] = []
  private var fileProblems: [DeclaredProblem] = []

  /// The tools that are listed, in the order of their files.
  var listed: [DeclaredTool] { entries.compactMap(\.listed) }

  /// What is wrong, in the order of the files.
  var problems: [DeclaredProblem] {
    let asked = entries.compactMap { entry -> DeclaredProblem? in
      switch entry.state {
      case .unchecked(let problem), .refused(let problem): problem
      case .waiting, .accepted: nil
      }
    }
    return (fileProblems + asked).sorted { left, right in
      (left.file, left.line ?? 0) < (right.file, right.line ?? 0)
    }
  }

  /// Whether every database has been asked, or could not be.
  var isSettled: Bool {
    entries.allSatisfy { entry in
      if case .waiting = entry.state { false } else { true }
    }
  }

  /// The folder holds these now. What is as it was keeps its state.
  mutating func replace(
    _ read: [Result<DeclaredDefinition, DeclaredProblem>], now: Int64
  ) {
    var places: [String: DeclaredDefinition] = [:]
    let old = entries
    entries = []
    fileProblems = []
    for result in read {
      switch result {
      case .failure(let problem): fileProblems.append(problem)
      case .success(let definition):
        if let first = places[definition.name] {
          let place = first.source.note("")
          fileProblems.append(
            definition.problem(
              "there is a tool of that name already, in \(place.file):\(place.line ?? 1)"))
          continue
        }
        places[definition.name] = definition
        entries.append(Self.entry(definition, old, now))
      }
    }
  }

  private static func entry(
    _ definition: DeclaredDefinition, _ old: [Entry], _ now: Int64
  ) -> Entry {
    guard let entry = old.first(where: { $0.definition.name == definition.name }) else {
      return Entry(definition: definition, state: .waiting(standIn: nil), dueAt: now)
    }
    if entry.definition.isSame(as: definition) { return entry }
    return Entry(definition: definition, state: .waiting(standIn: entry.listed), dueAt: now)
  }

  /// What is to be asked now.
  func due(now: Int64) -> [DeclaredDefinition] {
    entries.filter { entry in entry.dueAt.map { $0 <= now } ?? false }.map(\.definition)
  }

  /// What came of asking for a tool, unless it has been replaced in the meantime.
  mutating func record(
    _ outcome: Outcome, of definition: DeclaredDefinition, now: Int64
  ) {
    guard let index = place(of: definition) else { return }
    entries[index].askedAt = now
    switch outcome {
    case .accepted(let checked):
      entries[index].state = .accepted(checked)
      entries[index].dueAt = nil
      entries[index].failures = 0
    case .refused(let problem):
      entries[index].state = .refused(problem)
      entries[index].dueAt = now + Self.refusedNanoseconds
      entries[index].failures = 0
    case .unreachable(var problem):
      let pause = Self.firstRetryNanoseconds << min(entries[index].failures, 5)
      entries[index].failures += 1
      entries[index].dueAt = now + min(pause, Self.longestRetryNanoseconds)
      // What has been checked once stays as it is.
      if case .accepted = entries[index].state { return }
      problem.isListed = true
      entries[index].state = .unchecked(problem)
    }
  }

  /// The database answered otherwise than when it was asked: it is asked again.
  mutating func recheck(_ definition: DeclaredDefinition, now: Int64) {
    guard let index = place(of: definition) else { return }
    let earliest = entries[index].askedAt.addingReportingOverflow(Self.recheckNanoseconds)
    entries[index].dueAt = earliest.overflow ? now : max(now, earliest.partialValue)
  }

  /// Lists what waits to be checked as its file says it: the time to wait for that is up.
  mutating func listWaiting() {
    for index in entries.indices {
      guard case .waiting(nil) = entries[index].state else { continue }
      entries[index].state = .waiting(
        standIn: DeclaredTool(definition: entries[index].definition, checked: nil))
    }
  }

  private func place(of definition: DeclaredDefinition) -> Int? {
    entries.firstIndex { $0.definition.isSame(as: definition) }
  }
}
