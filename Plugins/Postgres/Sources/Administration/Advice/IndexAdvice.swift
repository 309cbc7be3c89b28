internal import JSON

/// What `advise_indexes` answers: indexes that would make queries cheaper, tried one by one with
/// the server's own planner. Nothing is built.
struct IndexAdvice {
  struct Arguments: Decodable {
    var queries: [String]?
    var budget_mb: Int?
    var time_budget_ms: Int?
    var max_indexes: Int?
    var database: String?
  }

  static let maximumQueries = 10
  static let defaultBudgetMegabytes = 1_024
  static let maximumBudgetMegabytes = 1 << 20
  static let defaultTimeMilliseconds = 5_000
  static let maximumTimeMilliseconds = 600_000
  static let defaultIndexes = 5
  static let maximumIndexes = 20
  private static let maximumCandidates = 64
  private static let shownCharacters = 300

  private let session: Session
  private let arguments: Arguments
  private let hypothetical: HypotheticalIndexes
  private let end: ContinuousClock.Instant
  private var workload = Workload()

  static func answer(
    _ session: Session, _ knowledge: SessionKnowledge, _ arguments: Arguments
  ) throws(PostgresFailure) -> JSONValue {
    var advice = try IndexAdvice(session, arguments)
    let given = arguments.queries.map { $0.map { Workload.Query(text: $0) } }
    let queries = if let given { given } else { try Workload.heaviest(session) }
    let end = advice.end
    try advice.workload.plan(queries, session, knowledge.functions) { .now >= end }
    let candidates = try advice.candidates()
    guard !candidates.isEmpty else { return advice.report(Search()) }
    do {
      let search = try session.inReadOnlyTransaction { (session) throws(PostgresFailure) in
        try advice.hypothetical.reset(session)
        let search = try advice.search(candidates)
        try advice.hypothetical.reset(session)
        return search
      }
      return advice.report(search)
    } catch {
      // What is left would change the plans of later calls: rather no connection than such a one.
      do throws(PostgresFailure) {
        try advice.hypothetical.reset(session)
      } catch {
        session.close()
      }
      throw error
    }
  }

  private init(_ session: Session, _ arguments: Arguments) throws(PostgresFailure) {
    self.session = session
    self.arguments = arguments
    hypothetical = try HypotheticalIndexes(session)
    let left = (session.context.deadlineNanoseconds - MonotonicClock.now()) / 1_000_000
    end = .now + .milliseconds(Self.budget(arguments.time_budget_ms, of: Int(left)))
  }

  /// How long the search may take, in milliseconds: what was asked for, within the time that is
  /// left for the call. A part of that is kept for the answer, which would be lost with the call.
  static func budget(_ asked: Int?, of left: Int) -> Int {
    let most = min(maximumTimeMilliseconds, left / keptPart * (keptPart - 1))
    return max(1, min(asked ?? defaultTimeMilliseconds, most))
  }

  private static let keptPart = 5

  private var isOutOfTime: Bool { .now >= end }

  private func candidates() throws(PostgresFailure) -> [IndexCandidate] {
    let tables = Set(workload.queries.flatMap { $0.plan?.uses.keys.map { $0 } ?? [] })
    let facts = try IndexableTable.read(tables, session)
    var seen: Set<IndexCandidate> = []
    var candidates: [IndexCandidate] = []
    for query in workload.queries {
      for (table, use) in query.plan?.uses ?? [:] {
        guard let facts = facts[table] else { continue }
        candidates += IndexCandidate.candidates(for: table, use, facts)
          .filter { seen.insert($0).inserted }
      }
    }
    return Array(candidates.prefix(Self.maximumCandidates))
  }

  /// What the search came to.
  private struct Search {
    var tried: [IndexCandidate] = []
    var sizes: [Int] = []
    var outcome: GreedySearch.Outcome?
  }

  private func search(_ all: [IndexCandidate]) throws(PostgresFailure) -> Search {
    var search = Search()
    for (candidate, bytes) in try promising(all) {
      search.tried.append(candidate)
      search.sizes.append(bytes)
    }
    let start = workload.queries.map { $0.plan?.cost ?? 0 }
    let greedy = GreedySearch(
      sizes: search.sizes, budgetBytes: budgetBytes, weights: workload.queries.map(\.calls),
      maximumChosen: min(max(arguments.max_indexes ?? Self.defaultIndexes, 1), Self.maximumIndexes))
    var kept: [Int: HypotheticalIndexes.Index] = [:]
    search.outcome = try greedy.run(from: start) {
      (place) throws(PostgresFailure) -> [Double]? in
      let index = try create(search.tried[place])
      let costs = try costs()
      try hypothetical.drop(index, session)
      return costs
    } keep: { (place) throws(PostgresFailure) in
      kept[place] = try create(search.tried[place])
    } remove: { (place) throws(PostgresFailure) -> [Double]? in
      if let index = kept.removeValue(forKey: place) { try hypothetical.drop(index, session) }
      return try costs()
    }
    return search
  }

  private var budgetBytes: Int {
    let megabytes = arguments.budget_mb ?? Self.defaultBudgetMegabytes
    return min(max(megabytes, 1), Self.maximumBudgetMegabytes) << 20
  }

  /// Those that the planner takes for some query when it has all of them to choose from.
  private func promising(
    _ all: [IndexCandidate]
  ) throws(PostgresFailure) -> [(IndexCandidate, Int)] {
    var made: [(candidate: IndexCandidate, index: HypotheticalIndexes.Index)] = []
    for candidate in all where !isOutOfTime {
      made.append((candidate, try create(candidate)))
    }
    var names: Set<String> = []
    for query in workload.queries where !isOutOfTime {
      names.formUnion(try Workload.explain(query, session).indexNames)
    }
    try hypothetical.reset(session)
    return made.filter { names.contains($0.index.name) }.map { ($0.candidate, $0.index.bytes) }
  }

  private func create(
    _ candidate: IndexCandidate
  ) throws(PostgresFailure) -> HypotheticalIndexes.Index {
    try hypothetical.create(candidate.sql(concurrently: false), session)
  }

  /// The cost of each query with the indexes that there are now; nil: the time is up.
  private func costs() throws(PostgresFailure) -> [Double]? {
    var costs: [Double] = []
    for query in workload.queries {
      guard !isOutOfTime else { return nil }
      costs.append(try Workload.explain(query, session).cost)
    }
    return costs
  }

  private func report(_ search: Search) -> JSONValue {
    let before = workload.queries.map { $0.plan?.cost ?? 0 }
    let after = search.outcome?.costs ?? before
    let weights = workload.queries.map(\.calls)
    func whole(_ costs: [Double]) -> Double { zip(costs, weights).reduce(0) { $0 + $1.0 * $1.1 } }
    var last = whole(before)
    var indexes: [JSONValue] = []
    for choice in search.outcome?.choices ?? [] {
      indexes.append([
        "sql": .string(search.tried[choice.candidate].sql(concurrently: true) + ";"),
        "size_bytes": .integer(search.sizes[choice.candidate]),
        "cost_before": .rounded(last), "cost_after": .rounded(choice.costAfter),
        "queries": .array(choice.queries.map(JSONValue.integer)),
      ])
      last = choice.costAfter
    }
    return [
      "indexes": .array(indexes), "cost_before": .rounded(whole(before)),
      "cost_after": .rounded(whole(after)), "candidates": .integer(search.tried.count),
      "out_of_time": .bool(isOutOfTime || search.outcome?.isOutOfTime == true),
      "queries": .array(
        workload.queries.indices.map { place in
          [
            "query": .string(shown(workload.queries[place].text)),
            "calls": .rounded(weights[place]),
            "cost_before": .rounded(before[place]), "cost_after": .rounded(after[place]),
          ]
        }),
      "skipped": .array(
        workload.skipped.map { ["query": .string(shown($0.text)), "why": .string($0.why)] }),
    ]
  }

  private func shown(_ text: String) -> String {
    text.count <= Self.shownCharacters ? text : text.prefix(Self.shownCharacters) + "…"
  }
}
