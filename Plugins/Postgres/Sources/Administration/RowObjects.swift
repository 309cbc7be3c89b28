internal import JSON

/// Rows of the plugin's own queries as JSON objects.
extension Rows {
  /// One for each row.
  var objects: [JSONObject] { (0..<count).map(object) }

  /// The columns by their names; those that are NULL are left out. Numbers stay numbers while they
  /// are exact in JSON.
  func object(_ row: Int) -> JSONObject {
    var object = JSONObject()
    for (place, column) in columns.enumerated() {
      guard let text = self[row, place] else { continue }
      object[column.name] = Self.value(text, column.typeOID)
    }
    return object
  }

  private static func value(_ text: String, _ type: UInt32) -> JSONValue {
    switch type {
    case 16: return .bool(text == "t")
    case 20, 21, 23, 26, 700, 701, 1700:
      if let number = Int64(text), number.magnitude > largestExact { return .string(text) }
      return JSONNumber(text: text).map(JSONValue.number) ?? .string(text)
    default: return .string(text)
    }
  }

  /// What a double holds exactly (RFC 8259 section 6).
  private static let largestExact: UInt64 = 1 << 53 - 1
}
