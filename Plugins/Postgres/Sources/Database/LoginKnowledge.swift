internal import Synchronization

/// What is known of one login: read on its first connection, again after it was lost, and every few
/// minutes. Threads of connections only, but for `findings` and `isDoubtful`.
final class LoginKnowledge: Sendable {
  typealias Log = @Sendable (_ role: String?, Finding) -> Void

  private struct State {
    var functions: VolatileFunctions?
    var readAt: Int64 = 0
    var isDoubtful = false
    var isReading = false
    /// What the doctor found, by the role that was set, empty: none.
    var findings: [String: [Finding]] = [:]
    var logged: Set<String> = []
  }

  private static let maximumAgeNanoseconds: Int64 = 5 * 60 * 1_000_000_000
  /// For what is read here; a call that waits for it does not wait beyond its own deadline.
  private static let readMilliseconds = 10_000
  /// After a reading that failed the next one begins so much later.
  private static let retryNanoseconds: Int64 = 10 * 1_000_000_000

  let types = TypeCatalog()
  private let opener: SessionOpener
  private let log: Log
  private let state = Mutex(State())
  /// Held by the thread that reads what the first call needs; the others wait for it.
  private let first = Mutex(())

  init(_ opener: SessionOpener, log: @escaping Log) {
    self.opener = opener
    self.log = log
  }

  private var settings: DatabaseSettings { opener.settings }

  /// Of every role that was used.
  var findings: [Finding] {
    state.withLock { state in
      state.findings.sorted { $0.key < $1.key }.flatMap(\.value)
    }
  }

  /// The server may be another one than before, or have been changed.
  func isDoubtful() { state.withLock { $0.isDoubtful = true } }

  /// Looks at a new connection before its first job.
  func admit(_ session: Session) throws(PostgresFailure) {
    let failure: PostgresFailure? = first.withLock { _ in
      guard isNeeded else { return nil }
      do throws(PostgresFailure) {
        try read(session)
        return nil
      } catch {
        return error
      }
    }
    if let failure { throw failure }
    try refuse(role: nil)
  }

  /// What a job has to know. Reads it again where it has become old; where that fails, what was
  /// known before counts.
  func of(_ session: Session, _ job: Job) throws(PostgresFailure) -> SessionKnowledge {
    if job.identity.role == nil, let known = current(session) { return known }
    if beginsReading() {
      defer { state.withLock { $0.isReading = false } }
      do throws(PostgresFailure) {
        try read(session, for: job)
      } catch {
        if !session.isUsable { throw error }
        retryLater()
      }
    }
    let role = job.identity.role
    if let role, !isExamined(role) { try examine(session, role: role, for: job) }
    try refuse(role: role)
    guard let functions = state.withLock({ $0.functions }) else {
      throw .refused("Nothing is known of the functions of this database.")
    }
    return SessionKnowledge(
      functions: functions, types: types, facts: session.facts, findings: known(role))
  }

  /// What is known without a role, where nothing speaks against it and it is not old.
  private func current(_ session: Session) -> SessionKnowledge? {
    let now = MonotonicClock.now()
    return state.withLock { state in
      guard let functions = state.functions, now <= state.readAt + Self.maximumAgeNanoseconds
      else { return nil }
      let findings = state.findings[""] ?? []
      guard settings.doctor != .enforce || !findings.contains(where: { $0.severity == .refuse })
      else { return nil }
      return SessionKnowledge(
        functions: functions, types: types, facts: session.facts, findings: findings)
    }
  }

  private var isNeeded: Bool {
    state.withLock { state in
      state.functions == nil || state.isDoubtful || Self.isOld(state)
        || state.findings[""]?.contains { $0.severity == .refuse } == true
    }
  }

  /// True for one thread at a time.
  private func beginsReading() -> Bool {
    state.withLock { state in
      guard !state.isReading, Self.isOld(state) else { return false }
      state.isReading = true
      return true
    }
  }

  private static func isOld(_ state: State) -> Bool {
    MonotonicClock.now() > state.readAt + maximumAgeNanoseconds
  }

  private func retryLater() {
    state.withLock { state in
      state.readAt = MonotonicClock.now() - Self.maximumAgeNanoseconds + Self.retryNanoseconds
    }
  }

  /// All of it or nothing: what was found before counts until the doctor has looked again.
  private func read(_ session: Session, for job: Job? = nil) throws(PostgresFailure) {
    prepare(session, role: nil, for: job)
    let rows = try session.rows(VolatileFunctions.query)
    let functions = try VolatileFunctions(rows, allowed: settings.allowedFunctions)
    let findings = settings.doctor == .off ? [] : try Doctor.examine(session, settings)
    types.forget()
    state.withLock { state in
      state.functions = functions
      state.readAt = MonotonicClock.now()
      state.isDoubtful = false
      state.findings = ["": findings]
    }
    note(findings, role: nil)
  }

  private func examine(
    _ session: Session, role: String, for job: Job
  ) throws(PostgresFailure) {
    guard settings.doctor != .off else { return }
    prepare(session, role: role, for: job)
    note(try Doctor.examine(session, settings), role: role)
  }

  private func note(_ findings: [Finding], role: String?) {
    let key = role ?? ""
    let unsaid = state.withLock { state in
      state.findings[key] = findings
      return findings.filter { state.logged.insert("\(key) \($0.code) \($0.what)").inserted }
    }
    for finding in unsaid { log(role, finding) }
  }

  private func prepare(_ session: Session, role: String?, for job: Job?) {
    let end = MonotonicClock.after(milliseconds: Self.readMilliseconds, MonotonicClock.now())
    session.context = opener.context(
      role: role,
      timeoutMilliseconds: min(Self.readMilliseconds, job?.timeoutMilliseconds ?? .max),
      cancellation: job?.cancellation, deadlineNanoseconds: min(end, job?.deadline ?? .max))
  }

  private func isExamined(_ role: String) -> Bool {
    guard settings.doctor != .off else { return true }
    let findings = state.withLock { $0.findings[role] }
    // What was refused is looked at again: it may have been mended.
    return findings.map { !$0.contains { $0.severity == .refuse } } ?? false
  }

  private func known(_ role: String?) -> [Finding] {
    state.withLock { state in
      let own = state.findings[""] ?? []
      guard let role else { return own }
      return own + (state.findings[role] ?? []).filter { !own.contains($0) }
    }
  }

  /// With `enforce`, nothing is read while something stands that has to be refused.
  private func refuse(role: String?) throws(PostgresFailure) {
    guard settings.doctor == .enforce else { return }
    let findings = known(role).filter { $0.severity == .refuse }
    guard !findings.isEmpty else { return }
    let list = findings.map { "\($0.what) Mend it with: \($0.fix)" }
    throw .refused(
      "Nothing is read from \(settings.alias), since its login could do harm.",
      detail: list.joined(separator: "\n")
        + "\nOr set \(settings.path).doctor to \"warn\" to allow it.")
  }
}
