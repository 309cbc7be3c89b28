internal import CLibpq
internal import PluginKit

/// Opens the connections of one login.
struct SessionOpener: Sendable {
  let settings: DatabaseSettings
  let login: IdentitySettings.Login?
  let access: Database.Access
  let aws: AWS
  private let cancels = CancelCount()

  /// On the thread of the connection.
  func open() throws(PostgresFailure) -> Session {
    if let gap = settings.connection.gap ?? login?.gap {
      throw .refused("\(gap); set it to use the database \(settings.alias).")
    }
    try Libpq.open()
    let plan = ConnectionPlan(settings: settings, login: login, access: access)
    let written = plan.written(try parts())
    let library = Int(clibpq_library_version())
    if let newer = ParameterVersion.missing(written, library: library) {
      throw newer.failure(settings.path, library: library)
    }
    let effective = LibraryParameters.effective(written)
    var parameters = ParameterList(
      plan.parameters(
        written, effective, library: library,
        authorities: LibraryParameters.authorities))
    if let iam = settings.iam {
      let token = IAMToken(settings: iam, path: settings.path, aws: aws)
      parameters.set("password", try token.make(effective))
    }
    return try session(parameters.parameters, plan, effective)
  }

  private func session(
    _ parameters: [ConnectionSettings.Parameter], _ plan: ConnectionPlan,
    _ effective: EffectiveParameters
  ) throws(PostgresFailure) -> Session {
    let options = SessionOptions(
      alias: settings.alias, parameters: parameters.map { ($0.keyword, $0.value) },
      keepsStatements: settings.pooler == .none,
      statementTimeoutMilliseconds: settings.pooler == .none
        ? settings.limits.timeoutMilliseconds : nil, cancels: cancels)
    do throws(PostgresFailure) {
      return try Session(
        options,
        deadlineNanoseconds: MonotonicClock.after(
          milliseconds: plan.connectMilliseconds(effective), MonotonicClock.now()))
    } catch {
      throw error.advised(settings.path)
    }
  }

  /// How old a connection may become, in nanoseconds; nil: as old as any. One to a primary, where
  /// a standby is preferred, goes soon: there may be one again.
  func age(of facts: ServerFacts) -> Int64? {
    guard access == .read, settings.reads == .preferStandby, !facts.isStandby else { return nil }
    return Self.secondChoiceNanoseconds
  }

  private static let secondChoiceNanoseconds: Int64 = 60_000_000_000

  /// What the transactions of a job are set to.
  func context(_ job: Job) -> TransactionContext {
    var context = context(
      role: job.identity.role, timeoutMilliseconds: job.timeoutMilliseconds,
      cancellation: job.cancellation, deadlineNanoseconds: job.deadline)
    context.settings += job.identity.variables.map { ($0.name, $0.value) }
    context.rowBytes = settings.limits.rowBytes
    // Only an allowed function could have taken one.
    context.releasesAdvisoryLocks = !settings.allowedFunctions.isEmpty
    return context
  }

  func context(
    role: String?, timeoutMilliseconds: Int, cancellation: Cancellation?,
    deadlineNanoseconds: Int64
  ) -> TransactionContext {
    let plan = ConnectionPlan(settings: settings, login: login, access: access)
    return TransactionContext(
      role: role, settings: plan.transactionSettings, timeoutMilliseconds: timeoutMilliseconds,
      deadlineNanoseconds: deadlineNanoseconds, cancellation: cancellation)
  }

  /// Of the connection string.
  private func parts() throws(PostgresFailure) -> [ConnectionSettings.Parameter] {
    guard let url = settings.connection.url else { return [] }
    if let parts = LibraryParameters.parts(of: url) { return parts }
    if let newer = LibraryParameters.newer(in: url) {
      throw newer.failure("\(settings.path).url", library: Int(clibpq_library_version()))
    }
    throw .refused(
      "\(settings.path).url is no connection string that libpq understands, such as "
        + "postgresql://user@host:5432/database.")
  }
}

extension PostgresFailure {
  /// With what to set, where that is likely to help.
  fileprivate func advised(_ path: String) -> PostgresFailure {
    guard case .unreachable(let alias, let text) = self else { return self }
    if ErrorText.holdsAny(text, ["no password supplied"]) {
      return .unreachable(alias: alias, "\(text); set \(path).password, or \(path).passfile")
    }
    if ErrorText.holdsAny(text, ["unsupported startup parameter"]) {
      return .unreachable(alias: alias, "\(text); set \(path).pooler to \"transaction\"")
    }
    return self
  }

  /// Whether the server or the network ended the connection.
  var isLoss: Bool {
    switch self {
    case .connectionLost: true
    case .server(let error):
      // protocol_violation: a wrong number of parameters among others
      error.sqlstate.hasPrefix("08") && error.sqlstate != "08P01"
        || error.sqlstate.hasPrefix("57P")
    default: false
    }
  }

  /// Whether the same read may well succeed when it is tried once more.
  var isWorthRepeating: Bool {
    guard case .server(let error) = self else { return isLoss }
    return isLoss || ["40001", "40P01"].contains(error.sqlstate)
  }
}
