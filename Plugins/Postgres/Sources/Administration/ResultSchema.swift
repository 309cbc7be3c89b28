internal import JSON
internal import PluginKit

/// What the tools of an administrator answer.
enum ResultSchema {
  static let health = schema(
    [
      "database": "string", "worst": "string",
      "checks": list([
        "check": "string", "status": "string", "why": "string", "more": "integer",
        "findings": list([
          "severity": "string", "code": "string", "object": "string", "figure": "number",
          "unit": "string", "threshold": "number", "what": "string", "fix": "string",
        ]),
      ]),
    ])

  static let topQueries = schema(
    [
      "since": "string",
      "queries": list([
        "query_id": "string", "user": "string", "calls": "integer", "rows": "integer",
        "total_ms": "number", "mean_ms": "number", "max_ms": "number", "share_of_time": "number",
        "cache_hit": "number", "blocks_read": "integer", "io_ms": "number",
        "temp_blocks": "integer", "wal_bytes": "number", "query": "string",
      ]),
    ])

  static let activity = schema(
    [
      "connections": "object", "running": list([:]), "blocking": list([:]),
      "long_transactions": list([:]), "read_from": "string",
    ])

  static let advice = schema(
    [
      "indexes": list([
        "sql": "string", "size_bytes": "integer", "cost_before": "number",
        "cost_after": "number", "queries": ["type": "array", "items": ["type": "integer"]],
      ]),
      "cost_before": "number", "cost_after": "number", "candidates": "integer",
      "out_of_time": "boolean",
      "queries": list([
        "query": "string", "calls": "number", "cost_before": "number", "cost_after": "number",
      ]),
      "skipped": list(["query": "string", "why": "string"]),
    ])

  static let migration = schema(
    ["name": "string", "status": "string", "statements": "integer"])

  static let signal = schema(
    [
      "sent": "boolean", "took_effect": "boolean", "state_before": "string", "user": "string",
      "query": "string", "why": "string",
    ])

  static let execution = schema(
    [
      "command": "string", "affected": "integer", "changed": "integer", "committed": "boolean",
      "columns": list([:]), "rows": ["type": "array", "items": ["type": "array"]],
      "row_count": "integer", "truncated": "boolean",
    ])

  /// Members by their types, or by whole schemas. None is required: a failure has to fit as well.
  private static func schema(_ members: JSONObject) -> Schema { .raw(.object(object(members))) }

  private static func list(_ members: JSONObject) -> JSONValue {
    ["type": "array", "items": .object(object(members))]
  }

  private static func object(_ members: JSONObject) -> JSONObject {
    var properties = JSONObject()
    for (name, member) in members.members {
      properties[name] = member.string.map { ["type": .string($0)] } ?? member
    }
    guard !properties.isEmpty else { return ["type": "object"] }
    return ["type": "object", "properties": .object(properties)]
  }
}
