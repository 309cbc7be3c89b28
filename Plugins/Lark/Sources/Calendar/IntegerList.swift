internal import JSON
internal import PluginKit

/// Whole numbers, or a single one: agents write both.
struct IntegerList: Decodable, Sendable, Equatable {
  var values: [Int]

  init(_ values: [Int]) { self.values = values }

  init(from decoder: any Decoder) throws {
    let value = try JSONValue(from: decoder)
    values = try value.integer.map { [Int($0)] } ?? [Int](from: decoder)
  }
}

extension Schema {
  /// For `IntegerList`.
  static func integerList(_ description: String) -> Schema {
    .raw([
      "type": ["array", "integer"], "description": .string(description),
      "items": ["type": "integer"],
    ])
  }
}
