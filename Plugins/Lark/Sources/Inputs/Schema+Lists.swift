internal import JSON
internal import PluginKit

extension Schema {
  /// Strings, or a single one: agents write both, see `StringList`.
  static func stringList(
    _ items: Schema, _ description: String, maxItems: Int? = nil
  ) -> Schema {
    var schema: JSONObject = [
      "type": ["array", "string"], "description": .string(description), "items": items.json,
    ]
    if let maxItems { schema["maxItems"] = .number(JSONNumber(Int64(maxItems))) }
    return .raw(.object(schema))
  }
}
