internal import PluginKit

/// One configured database: its connections, and what is known of it.
final class Database: Sendable {
  /// What a call does.
  enum Access: Sendable, Hashable {
    case read
    /// `Session.transact`: on connections of their own, to a primary, never repeated.
    case write
  }

  /// Where a request goes, and how long it may take.
  struct Route: Sendable {
    var pool: Pool
    var access: Access
    var identity: Identity
    /// Of `MonotonicClock`.
    var deadline: Int64
    var timeoutMilliseconds: Int
  }

  private struct PoolKey: Hashable {
    var login: IdentitySettings.Login?
    var access: Access
  }

  /// Of the SQL of a finding, in the log.
  private static let maximumFixCount = 400

  let alias: String
  let settings: DatabaseSettings
  /// Of every login that the settings name. A pool without connections costs nothing.
  private let pools: [PoolKey: Pool]

  init(_ settings: DatabaseSettings, host: Host) {
    alias = settings.alias
    self.settings = settings
    let log: LoginKnowledge.Log = { [alias = settings.alias] role, finding in
      let who = role.map { " as \($0)" } ?? ""
      // The whole of it is in what pg_connections answers.
      let fix = String(finding.fix.prefix(Self.maximumFixCount))
      let rest = fix == finding.fix ? "" : " ..."
      host.log(.warning, "\(alias)\(who): \(finding.what) Mend it with: \(fix)\(rest)")
    }
    var pools: [PoolKey: Pool] = [:]
    let limits = PoolPlan.Limits(connections: settings.maximumConnections)
    let targets = settings.identity.map.map(\.target) + [settings.identity.fallback ?? .init()]
    for login in [nil] + targets.map(\.login) {
      for access in settings.mode == .readwrite ? [Access.read, .write] : [.read] {
        let key = PoolKey(login: login, access: access)
        guard pools[key] == nil else { continue }
        let opener = SessionOpener(
          settings: settings, login: login, access: access, aws: host.aws)
        pools[key] = Pool(opener, limits: limits, log: log)
      }
    }
    self.pools = pools
  }

  /// Runs `body` on the thread of a connection that belongs to the caller's identity. Waits for one
  /// in a bounded queue. Cancelling the task cancels the statement. A read whose connection or
  /// transaction ended through no fault of its own is run once more: `body` may run twice.
  ///
  /// - Parameters:
  ///   - call: nil only for what the plugin asks for by itself, as the configured login.
  ///   - timeoutMilliseconds: for all of it; not above `Limits.timeoutMilliseconds`, which is also
  ///     the default.
  func run<R: Sendable>(
    _ call: Call?, access: Access = .read, timeoutMilliseconds: Int? = nil,
    _ body: @escaping @Sendable (Session, SessionKnowledge) throws(PostgresFailure) -> R
  ) async throws(PostgresFailure) -> R {
    let route = try route(call, access, timeoutMilliseconds)
    let slot = RequestSlot<R>()
    let result = await withTaskCancellationHandler {
      await withCheckedContinuation { waiter in
        let request = DatabaseRequest(route, body) { waiter.resume(returning: $0) }
        slot.fill(request)
        request.begin()
      }
    } onCancel: {
      slot.cancel()
    }
    return try result.get()
  }

  /// The same without a task: returns at once, and tells the completion, once, on any thread.
  func start<R: Sendable>(
    _ call: Call, access: Access = .read, timeoutMilliseconds: Int?,
    onCancel: (@escaping @Sendable () -> Void) -> Void,
    _ body: @escaping DatabaseRequest<R>.Body,
    completion: @escaping @Sendable (Result<R, PostgresFailure>) -> Void
  ) {
    do throws(PostgresFailure) {
      let request = DatabaseRequest(
        try route(call, access, timeoutMilliseconds), body, completion: completion)
      onCancel { request.cancel() }
      request.begin()
    } catch {
      completion(.failure(error))
    }
  }

  private func route(
    _ call: Call?, _ access: Access, _ timeoutMilliseconds: Int?
  ) throws(PostgresFailure) -> Route {
    let identity = try Identity.of(call, settings.identity)
    guard let pool = pools[PoolKey(login: identity.login, access: access)] else {
      throw .refused(
        "\(alias) is read-only.", detail: "Set \(settings.path).mode to \"readwrite\" to write.")
    }
    let time = max(
      1, min(timeoutMilliseconds ?? .max, settings.limits.timeoutMilliseconds))
    let deadline = MonotonicClock.after(
      milliseconds: min(time, call?.remainingMilliseconds ?? .max), MonotonicClock.now())
    return Route(
      pool: pool, access: access, identity: identity, deadline: deadline, timeoutMilliseconds: time)
  }

  /// What is known without asking.
  var status: DatabaseStatus {
    var status = DatabaseStatus()
    for pool in pools.values { pool.add(to: &status) }
    return status
  }

  /// Closes every connection. No call comes after this.
  func stop() async {
    await withTaskGroup { group in
      for pool in pools.values { group.addTask { await pool.stop() } }
    }
  }
}
