internal import JSON
internal import Synchronization

/// The people and departments that the app may see, for searches by name without a user's token:
/// Lark lets only users search. Kept for a while, because it takes many requests. Any thread.
final class PeopleIndex: Sendable {
  static let lifetimeSeconds: Int64 = 600
  static let maximumRequests = 80
  static let maximumPeople = 5_000
  static let scopePageSize = 100
  static let pageSize = 50
  /// Kept free for the rest of the call.
  static let reserveMilliseconds: Int64 = 6_000

  struct Snapshot: Sendable {
    var people: [Person] = []
    var departments: [Department] = []
    /// False where there are more than were read.
    var isWhole = true
    var madeAt: Int64 = 0
  }

  private let kept = Mutex<Snapshot?>(nil)

  func snapshot(
    _ client: LarkClient, _ context: CallContext
  ) async throws(LarkFailure) -> Snapshot {
    let now = client.clock.unixSeconds()
    if let snapshot = kept.withLock({ $0 }), now - snapshot.madeAt < PeopleIndex.lifetimeSeconds {
      return snapshot
    }
    var context = context
    context.rule = .bot
    var reading = Reading(client: client, context: context)
    try await reading.run()
    var snapshot = reading.snapshot
    snapshot.madeAt = now
    // What was cut short by the end of one call is no good for the next.
    if !reading.ranOutOfTime { kept.withLock { $0 = snapshot } }
    return snapshot
  }
}

extension PeopleIndex {
  /// One walk through what the app may see.
  private struct Reading {
    let client: LarkClient
    let context: CallContext
    var snapshot = Snapshot()
    var ranOutOfTime = false
    private var requests = 0
    private var seen: Set<String> = []

    init(client: LarkClient, context: CallContext) {
      (self.client, self.context) = (client, context)
    }

    mutating func run() async throws(LarkFailure) {
      let scope = try await scope()
      for id in scope.departments { try await departments(under: id) }
      for department in scope.departments + snapshot.departments.map(\.id) {
        try await people(of: department)
      }
      try await people(withIDs: scope.people)
    }

    /// Whether another request may be made.
    private mutating func mayGoOn() -> Bool {
      let hasTime = context.remainingMilliseconds() > PeopleIndex.reserveMilliseconds
      if !hasTime { ranOutOfTime = true }
      let mayGoOn =
        hasTime && requests < PeopleIndex.maximumRequests
        && snapshot.people.count < PeopleIndex.maximumPeople
      if mayGoOn { requests += 1 } else { snapshot.isWhole = false }
      return mayGoOn
    }

    private mutating func scope() async throws(LarkFailure) -> (
      departments: [String], people: [String]
    ) {
      var scope: (departments: [String], people: [String]) = ([], [])
      try await pages(
        .contactScope, [("user_id_type", "open_id"), ("department_id_type", "open_department_id")],
        size: PeopleIndex.scopePageSize, purpose: "list what the app may see of the company"
      ) { payload, _ in
        scope.departments += (payload["department_ids"]?.array ?? []).compactMap(\.string)
        scope.people += (payload["user_ids"]?.array ?? []).compactMap(\.string)
      }
      return scope
    }

    /// The department itself and all below it.
    private mutating func departments(under id: String) async throws(LarkFailure) {
      guard mayGoOn() else { return }
      if id != "0", let department = try await department(id) { add(department) }
      try await pages(
        .listDepartments,
        [("department_id_type", "open_department_id"), ("fetch_child", "true")],
        path: ["department_id": id], size: PeopleIndex.pageSize, purpose: "list departments"
      ) { payload, reading in
        for item in payload["items"]?.array ?? [] {
          if let department = Department(item) { reading.add(department) }
        }
      }
    }

    private mutating func department(_ id: String) async throws(LarkFailure) -> Department? {
      let payload = try await allowed(
        APIRequest(
          .getDepartment, path: ["department_id": id],
          query: [("department_id_type", "open_department_id")], purpose: "show a department"))
      return payload?["department"].flatMap(Department.init)
    }

    /// Nil where Lark does not show just this one: the others are read all the same.
    private mutating func allowed(_ request: APIRequest) async throws(LarkFailure) -> JSONValue? {
      do throws(LarkFailure) {
        return try await client.send(request, context)
      } catch {
        guard let kind = error.apiError?.meaning.kind, ![.scope, .token].contains(kind),
          request.endpoint != .contactScope
        else { throw error }
        snapshot.isWhole = false
        return nil
      }
    }

    private mutating func add(_ department: Department) {
      guard !snapshot.departments.contains(where: { $0.id == department.id }) else { return }
      snapshot.departments.append(department)
    }

    private mutating func people(of department: String) async throws(LarkFailure) {
      guard seen.insert(department).inserted else { return }
      try await pages(
        .listDepartmentUsers,
        [("department_id_type", "open_department_id"), ("department_id", department)],
        size: PeopleIndex.pageSize, purpose: "list the people of a department"
      ) { payload, reading in reading.add(payload["items"]) }
    }

    private mutating func people(withIDs ids: [String]) async throws(LarkFailure) {
      var rest = ids.filter { !seen.contains($0) }
      while !rest.isEmpty, mayGoOn() {
        let batch = rest.prefix(PeopleIndex.pageSize)
        rest.removeFirst(batch.count)
        let payload = try await client.send(
          APIRequest(
            .getUsers,
            query: batch.map { ("user_ids", $0) } + [("user_id_type", "open_id")],
            purpose: "show people"), context)
        add(payload["items"])
      }
    }

    private mutating func add(_ items: JSONValue?) {
      for item in items?.array ?? [] {
        guard let person = Person(item), seen.insert(person.id).inserted else { continue }
        snapshot.people.append(person)
      }
    }

    private mutating func pages(
      _ endpoint: Endpoint, _ query: [(name: String, value: String)],
      path: [String: String] = [:], size: Int, purpose: String,
      _ take: (JSONValue, inout Reading) -> Void
    ) async throws(LarkFailure) {
      var token: String?
      repeat {
        guard mayGoOn() else { return }
        var query = query + [("page_size", String(size))]
        if let token { query.append(("page_token", token)) }
        guard
          let payload = try await allowed(
            APIRequest(endpoint, path: path, query: query, purpose: purpose))
        else { return }
        take(payload, &self)
        token = payload["has_more"]?.bool == true ? payload["page_token"]?.nonEmptyString : nil
      } while token != nil
    }
  }
}
