import JSON
import PluginHost

/// What health checks are told. No settings, no secrets.
enum Health {
  /// `/health`: always 200 while the host serves; "degraded" where a plugin does not.
  static func report(_ plugins: PluginHost) -> [UInt8] {
    let statuses = plugins.statuses
    let catalogue = plugins.catalogue
    var tools: [String: Int] = [:]
    for tool in catalogue.tools { tools[tool.plugin, default: 0] += 1 }
    let isHealthy = statuses.allSatisfy { $0.state == .ready }
    let list = statuses.map { status in describe(status, tools: tools[status.name] ?? 0) }
    let report: JSONValue = [
      "status": .string(isHealthy ? "ok" : "degraded"), "version": .string(Version.text),
      "plugins": .array(list),
    ]
    return report.serialized()
  }

  static func describe(_ status: PluginStatus, tools: Int) -> JSONValue {
    var object: JSONObject = [
      "name": .string(status.name), "state": .string(status.state.rawValue),
      "isolation": .string(status.isolation.rawValue),
      "tools": .number(JSONNumber(Int64(tools))),
      "runningCalls": .number(JSONNumber(Int64(status.runningCalls))),
      "crashes": .number(JSONNumber(Int64(status.crashes))),
    ]
    if !status.version.isEmpty { object["version"] = .string(status.version) }
    if let pid = status.pid { object["pid"] = .number(JSONNumber(Int64(pid))) }
    if let error = status.error { object["error"] = .string(error) }
    return .object(object)
  }

  /// `/ping` of AgentCore's HTTP contract: healthy since when, in seconds since 1970.
  static func ping(updated: Int64) -> [UInt8] {
    Array("{\"status\":\"Healthy\",\"time_of_last_update\":\(updated)}".utf8)
  }
}
