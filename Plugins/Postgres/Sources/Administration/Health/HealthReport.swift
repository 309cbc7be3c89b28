internal import JSON
internal import PluginKit

/// What `health` answers: the checks one after the other, each in a transaction of its own, so
/// that one that fails or takes too long leaves the others standing.
struct HealthReport {
  private let database: Database
  private let call: Call
  private let end: ContinuousClock.Instant

  init(_ database: Database, _ call: Call) {
    self.database = database
    self.call = call
    end = .now + .milliseconds(database.settings.limits.timeoutMilliseconds)
  }

  func answer(_ checks: [HealthCheck]) async throws(PostgresFailure) -> JSONValue {
    var results: [JSONValue] = []
    var worst = Status.ok
    for (place, check) in checks.enumerated() {
      call.progress(Double(place), of: Double(checks.count), check.name)
      let (status, result) = try await outcome(of: check)
      worst = max(worst, status)
      results.append(.object(result))
    }
    return [
      "database": .string(database.alias), "worst": .string(worst.name), "checks": .array(results),
    ]
  }

  private func outcome(
    of check: HealthCheck
  ) async throws(PostgresFailure) -> (Status, JSONObject) {
    let result: JSONObject = ["check": .string(check.name)]
    do throws(PostgresFailure) {
      let left = ContinuousClock.now.duration(to: end).wholeMilliseconds
      guard left > 0 else { return unknown(result, "No time was left for it.") }
      let query = check.query
      let findings = try await database.run(call, timeoutMilliseconds: left) {
        (session, _) throws(PostgresFailure) in
        try session.rows(query)
      }
      return Self.summary(findings, into: result)
    } catch {
      switch error {
      case .server(let refusal): return unknown(result, refusal.message)
      case .deadline: return unknown(result, "It took too long.")
      default: throw error
      }
    }
  }

  private func unknown(_ result: JSONObject, _ why: String) -> (Status, JSONObject) {
    var result = result
    result["status"] = .string(Status.unknown.name)
    result["why"] = .string(why)
    result["findings"] = []
    return (.unknown, result)
  }

  /// The status of a check is that of its gravest finding, which comes first.
  static func summary(_ rows: Rows, into start: JSONObject) -> (Status, JSONObject) {
    var result = start
    var findings = rows.objects
    let total = findings.first?["total"]?.integer ?? 0
    for place in findings.indices { findings[place]["total"] = nil }
    let status = findings.first?["severity"]?.string.flatMap(Status.init(name:)) ?? .ok
    result["status"] = .string(status.name)
    result["findings"] = .array(findings.map(JSONValue.object))
    if total > findings.count {
      result["more"] = .number(JSONNumber(total - Int64(findings.count)))
    }
    return (status, result)
  }

  /// In the order of their gravity.
  enum Status: Int, Comparable, CaseIterable {
    case ok, info, unknown, warning, critical

    var name: String { "\(self)" }

    init?(name: String) {
      guard let status = Self.allCases.first(where: { $0.name == name }) else { return nil }
      self = status
    }

    static func < (left: Status, right: Status) -> Bool { left.rawValue < right.rawValue }
  }
}

extension Duration {
  /// Rounded down.
  var wholeMilliseconds: Int {
    Int(components.seconds) * 1_000 + Int(components.attoseconds / 1_000_000_000_000_000)
  }
}
