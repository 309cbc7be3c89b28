internal import Glibc
internal import JSON
internal import PluginKit
internal import Synchronization

/// Tools that operators write as files: a statement, its parameters, and what is told of them. The
/// files are looked at again and again, and databases that could not be asked are asked again.
final class DeclaredTools: Sendable {
  private struct State {
    var register = DeclaredRegister()
    /// What the host was told last.
    var published: [JSONObject] = []
    /// What runs where a tool is called now, by its name.
    var running: [String: DeclaredCall] = [:]
    /// Whether the host wants to hear of changes: not before it has read the list once.
    var isServing = false
    /// What stands in the log already.
    var logged: Set<String> = []
    /// Databases that are being asked.
    var asking: Set<String> = []
    var watch: Task<Void, Never>?
  }

  private let databases: Databases
  private let host: Host
  private let folder: ToolFolder?
  private let state = Mutex(State())

  /// How often the folder is looked at, and how long it must stay as it is before it is read:
  /// whoever writes a file is given the time to end.
  private static let lookMilliseconds = 1_000
  private static let settleMilliseconds = 150
  /// How long the first listing waits for the databases.
  private static let startMilliseconds = 1_000
  private static let checkMilliseconds = 5_000

  /// - Parameter folder: `tools` of the settings; nil: there are none.
  init(databases: Databases, host: Host, folder: String?) {
    self.databases = databases
    self.host = host
    self.folder = folder.map(ToolFolder.init)
  }

  /// Reads the files, waits a moment for what the databases say, and watches the folder from then
  /// on. Once.
  ///
  /// - Parameter reserved: names of tools that the plugin has already.
  func start(reserved: [String]) {
    guard let folder else { return }
    let reader = DefinitionReader(reserved: DefinitionReader.ownNames.union(reserved))
    let fingerprint = folder.fingerprint()
    load(folder, reader)
    ask()
    let end = MonotonicClock.after(
      milliseconds: Self.startMilliseconds, MonotonicClock.now())
    // The thread of the host that makes the plugin has nothing else to do, and blocks no task.
    while MonotonicClock.now() < end, !state.withLock(\.register.isSettled) {
      usleep(Self.pollMicroseconds)
    }
    state.withLock { $0.register.listWaiting() }
    publish()
    let watch = Task { await self.watch(folder, reader, fingerprint) }
    state.withLock { state in
      state.isServing = true
      state.watch = watch
    }
  }

  private static let pollMicroseconds: UInt32 = 1_000

  /// No call comes after this one.
  func stop() {
    state.withLock(\.watch)?.cancel()
  }

  /// What is listed now. A call runs the tool of that name as it is when the call comes.
  var tools: [Tool] {
    state.withLock(\.published).map { definition in
      let name = definition["name"]?.string ?? ""
      return Tool(definition: definition) { [weak self] arguments, call, reply in
        guard let current = self?.state.withLock({ $0.running[name] }) else {
          return reply(.error("The tool \(name) has just been taken away."))
        }
        current.start(arguments, call, reply)
      }
    }
  }

  /// What is wrong with files, and what could not be checked.
  var problems: [DeclaredProblem] { state.withLock(\.register.problems) }

  private func runner(_ tool: DeclaredTool) -> DeclaredCall? {
    guard let database = try? databases.named(tool.definition.database) else { return nil }
    return DeclaredCall(tool: tool, database: database) { [weak self] definition, news in
      self?.take(news, of: definition)
    }
  }

  // MARK: - Files

  private func watch(
    _ folder: ToolFolder, _ reader: DefinitionReader, _ first: ToolFolder.Fingerprint
  ) async {
    var known = first
    while (try? await Task.sleep(for: .milliseconds(Self.lookMilliseconds))) != nil {
      var current = folder.fingerprint()
      if current != known {
        // A folder that never comes to rest is read in the end.
        for _ in 0..<Self.settleLooks {
          try? await Task.sleep(for: .milliseconds(Self.settleMilliseconds))
          let later = folder.fingerprint()
          if later == current { break }
          current = later
        }
        known = current
        load(folder, reader)
      }
      ask()
    }
  }

  private static let settleLooks = 20

  private func load(_ folder: ToolFolder, _ reader: DefinitionReader) {
    var read: [Result<DeclaredDefinition, DeclaredProblem>] = []
    for file in folder.files() {
      switch file {
      case .success(let file): read += reader.read(file).map(settled)
      case .failure(let problem): read.append(.failure(problem))
      }
    }
    state.withLock { $0.register.replace(read, now: MonotonicClock.now()) }
    publish()
  }

  /// What the settings have to say about a definition.
  private func settled(
    _ read: Result<DeclaredDefinition, DeclaredProblem>
  ) -> Result<DeclaredDefinition, DeclaredProblem> {
    guard case .success(let definition) = read else { return read }
    do throws(PostgresFailure) {
      let settings = try databases.named(definition.database).settings
      guard let fault = definition.fault(in: settings) else { return read }
      return .failure(definition.problem(fault))
    } catch {
      let known = databases.all.map(\.alias).joined(separator: ", ")
      return .failure(
        definition.problem(
          definition.database.map { "there is no database \"\($0)\"; there are \(known)" }
            ?? "no database is configured"))
    }
  }

  // MARK: - Databases

  /// Asks every database about the tools that are due, each in a task of its own: one that does not
  /// answer keeps the others from nothing.
  private func ask() {
    let due = state.withLock { $0.register.due(now: MonotonicClock.now()) }
    var byAlias: [String: [DeclaredDefinition]] = [:]
    for definition in due {
      guard let database = try? databases.named(definition.database) else { continue }
      byAlias[database.alias, default: []].append(definition)
    }
    for (alias, definitions) in byAlias {
      guard state.withLock({ $0.asking.insert(alias).inserted }) else { continue }
      Task {
        await ask(alias, definitions)
        state.withLock { _ = $0.asking.remove(alias) }
        publish()
      }
    }
  }

  private func ask(_ alias: String, _ definitions: [DeclaredDefinition]) async {
    guard let database = try? databases.named(alias) else { return }
    var failure: PostgresFailure?
    for definition in definitions {
      let outcome: DeclaredRegister.Outcome
      if let failure {
        outcome = .unreachable(Self.problem(failure, of: definition))
      } else {
        do throws(PostgresFailure) {
          outcome = try await ask(database, definition)
        } catch {
          if error.standsForAll { failure = error }
          outcome = .unreachable(Self.problem(error, of: definition))
        }
      }
      state.withLock { $0.register.record(outcome, of: definition, now: MonotonicClock.now()) }
    }
  }

  private func ask(
    _ database: Database, _ definition: DeclaredDefinition
  ) async throws(PostgresFailure) -> DeclaredRegister.Outcome {
    let limit = database.settings.limits.timeoutMilliseconds
    return try await database.run(
      nil, timeoutMilliseconds: min(Self.checkMilliseconds, limit)
    ) { session, knowledge throws(PostgresFailure) in
      let check = DeclaredCheck(definition: definition, session: session, knowledge: knowledge)
      return switch try check.run() {
      case .success(let checked): .accepted(checked)
      case .failure(let problem): .refused(problem)
      }
    }
  }

  private static func problem(
    _ failure: PostgresFailure, of definition: DeclaredDefinition
  ) -> DeclaredProblem {
    definition.problem("it could not be checked: \(FailureReport(failure).summary)")
  }

  /// What a call found out.
  private func take(_ news: DeclaredCall.News, of definition: DeclaredDefinition) {
    state.withLock { state in
      switch news {
      case .outcome(let outcome):
        state.register.record(outcome, of: definition, now: MonotonicClock.now())
      case .changed: state.register.recheck(definition, now: MonotonicClock.now())
      }
    }
    publish()
    ask()
  }

  // MARK: - Listing

  /// Tells the host where the list is another one now, and the log what has become wrong.
  private func publish() {
    let news = state.withLock { state -> (isOther: Bool, problems: [DeclaredProblem]) in
      let listed = state.register.listed
      let definitions = listed.map(\.json)
      let isOther = definitions != state.published
      state.published = definitions
      state.running = [:]
      for tool in listed { state.running[tool.definition.name] = runner(tool) }
      let problems = state.register.problems
      let fresh = problems.filter { !state.logged.contains($0.description) }
      state.logged = Set(problems.map(\.description))
      return (isOther && state.isServing, fresh)
    }
    for problem in news.problems {
      host.log(problem.isListed ? .warning : .error, "\(problem)")
    }
    if news.isOther { host.toolsChanged() }
  }

}

extension PostgresFailure {
  /// Whether no other statement would fare better; a lock or the time concerns one alone.
  fileprivate var standsForAll: Bool {
    switch self {
    case .unreachable, .connectionLost, .busy: true
    case .server, .deadline, .cancelled, .rowTooLarge, .refused: false
    }
  }
}

extension DeclaredDefinition {
  /// What the settings of its database do not allow; nil where they allow it all.
  fileprivate func fault(in settings: DatabaseSettings) -> String? {
    let limits = settings.limits
    if mode == .write, settings.mode != .readwrite {
      return "it writes, but the database \(settings.alias) is not \"mode\": \"readwrite\""
    }
    if let maximumRows, maximumRows > limits.maximumRows {
      return "max_rows is \(maximumRows); the database allows \(limits.maximumRows)"
        + " (limits.maximumRows)"
    }
    if let timeoutMilliseconds, timeoutMilliseconds > limits.timeoutMilliseconds {
      return "timeout_ms is \(timeoutMilliseconds); the database allows "
        + "\(limits.timeoutMilliseconds) (limits.timeoutMilliseconds)"
    }
    return nil
  }
}
