internal import JSON
internal import PluginKit

/// JSON, or a string that holds JSON: agents write both. A string that is no JSON stays a string.
struct JSONText: Decodable, Sendable, Equatable {
  var value: JSONValue

  init(_ value: JSONValue) { self.value = value }

  init(from decoder: any Decoder) throws {
    let value = try JSONValue(from: decoder)
    self.value = value.string.flatMap { try? JSONValue(parsing: $0) } ?? value
  }
}

/// An id as a string or as a number, with all of its digits.
struct LooseID: Decodable, Sendable, Equatable {
  var text: String

  init(_ text: String) { self.text = text }

  init(from decoder: any Decoder) throws {
    let value = try JSONValue(from: decoder)
    if case .number(let number) = value {
      text = number.text
    } else {
      text = try String(from: decoder).trimmingSpaces
    }
  }
}

extension Schema {
  /// For `JSONText`.
  static func jsonText(_ description: String) -> Schema {
    .raw(["type": ["object", "array", "string"], "description": .string(description)])
  }

  /// For `LooseID`.
  static func looseID(_ description: String) -> Schema {
    .raw(["type": ["string", "integer"], "description": .string(description)])
  }
}
