import JSON
import PluginHost

/// What health checks are told. No settings, no secrets; which plugins there are and what ails
/// them, only those who may know.
enum Health {
  /// `/health`: always 200 while the host serves; "degraded" where a plugin does not.
  ///
  /// - Parameter offer: what whoever asks may know of; nil: of no plugin.
  static func report(_ plugins: PluginHost, to offer: Offer?) -> [UInt8] {
    let statuses = plugins.statuses
    let isHealthy = statuses.allSatisfy { $0.state == .ready }
    var report: JSONObject = ["status": .string(isHealthy ? "ok" : "degraded")]
    if let offer {
      var tools: [String: Int] = [:]
      for tool in offer.catalogue.tools { tools[tool.plugin, default: 0] += 1 }
      report["version"] = .string(Version.text)
      report["plugins"] = .array(
        statuses.filter { offer.shows($0.name) }.map { status in
          describe(status, tools: tools[status.name] ?? 0)
        })
    }
    return JSONValue.object(report).serialized()
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
}
