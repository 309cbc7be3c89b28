internal import JSON
internal import PluginKit

/// `remote_targets`: how each target does, for operators.
enum StatusTool {
  static let name = "remote_targets"

  static func tool(_ targets: [Target]) -> Tool {
    Tool(
      name, "Tells of each server behind this one whether it answers, and what it offers.",
      title: "Targets", output: .object(["targets": .array(of: .raw(["type": "object"]))]),
      annotations: ToolAnnotations(readOnly: true, openWorld: false)
    ) { _ in .json(["targets": .array(targets.map { .object(status(of: $0)) })]) }
  }

  private static func status(of target: Target) -> JSONObject {
    let (health, lists, info) = (target.health, target.lists, target.info)
    var status: JSONObject = [
      "name": .string(target.name), "transport": .string(target.settings.transportName),
    ]
    status["up"] = health.isUp.map(JSONValue.bool) ?? .null
    status["breaker"] = .string(health.breaker.name)
    status["lastError"] = health.lastError.map(JSONValue.string)
    status["revision"] = info.map { .string($0.revision) }
    status["server"] = info.flatMap { $0.serverInfo["name"] }
    status["version"] = info.flatMap { $0.serverInfo["version"] }
    for kind in ListKind.allCases {
      status[kind.rawValue] = .number(JSONNumber(Int64(lists[kind].count)))
    }
    return status
  }
}
