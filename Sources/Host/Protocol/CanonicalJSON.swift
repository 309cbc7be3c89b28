import JSON

/// JSON of the same meaning as the same bytes: without blanks, members in the order of their names.
/// Numbers stay as they were written.
enum CanonicalJSON {
  /// The arguments of a request; no arguments are the same as an empty object.
  static func bytes(of arguments: [UInt8]?) -> [UInt8] {
    guard let arguments, let value = try? JSONValue(parsing: arguments) else {
      return Array("{}".utf8)
    }
    return sorted(value).serialized()
  }

  private static func sorted(_ value: JSONValue) -> JSONValue {
    switch value {
    case .array(let elements): return .array(elements.map(sorted))
    case .object(let object):
      var result = JSONObject()
      for (key, member) in object.members.sorted(by: { $0.key < $1.key }) {
        result[key] = sorted(member)
      }
      return .object(result)
    case .null, .bool, .number, .string: return value
    }
  }
}
