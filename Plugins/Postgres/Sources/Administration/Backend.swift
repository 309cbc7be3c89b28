internal import JSON

/// A process of the server, as `pg_stat_activity` shows it to the role.
struct Backend {
  var pid: Int
  var blockedBy: [Int] = []
  /// What is answered of it.
  var fields: JSONObject

  var state: String { fields["state"]?.string ?? "hidden" }

  func seconds(_ key: String) -> Double { fields[key]?.double ?? 0 }

  init(pid: Int, blockedBy: [Int] = [], fields: JSONObject = [:]) {
    self.pid = pid
    self.blockedBy = blockedBy
    self.fields = fields
    self.fields["pid"] = .number(JSONNumber(Int64(pid)))
  }

  init(_ row: JSONObject) {
    pid = Int(row["pid"]?.integer ?? 0)
    blockedBy =
      row["blocked_by"]?.string?.split(separator: " ").compactMap { Int($0) } ?? []
    fields = row
    fields["blocked_by"] =
      blockedBy.isEmpty ? nil : .array(blockedBy.map { .number(JSONNumber(Int64($0))) })
  }
}
