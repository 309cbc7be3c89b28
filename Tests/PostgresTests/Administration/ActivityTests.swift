import JSON
import Testing

@testable import Postgres

@Suite struct ActivityTests {
  private let backends = [
    Backend(pid: 1, fields: ["state": "active", "query_seconds": 2.5, "transaction_seconds": 90]),
    Backend(pid: 2, fields: ["state": "active", "query_seconds": 7, "transaction_seconds": 7]),
    Backend(pid: 3, fields: ["state": "idle in transaction", "transaction_seconds": 400]),
    Backend(pid: 4, fields: ["state": "idle"]),
    Backend(pid: 5),
  ]

  private func pids(_ report: JSONObject, _ key: String) -> [Int64?] {
    report[key]?.array?.map { $0["pid"]?.integer } ?? []
  }

  @Test func longestFirst() {
    let report = Activity.report(backends, Activity.Arguments())
    #expect(pids(report, "running") == [2, 1])
    #expect(pids(report, "long_transactions") == [3, 1])
    #expect(
      report["connections"]
        == ["active": 2, "idle in transaction": 1, "idle": 1, "hidden": 1])
  }

  @Test func limits() {
    let report = Activity.report(
      backends, Activity.Arguments(min_seconds: 3, long_seconds: 1, limit: 2))
    #expect(pids(report, "running") == [2])
    #expect(pids(report, "long_transactions") == [3, 1])
  }
}
