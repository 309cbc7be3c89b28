internal import JSON

/// From the text of a call's arguments to a value.
enum ToolArguments {
  static func decode<Arguments: Decodable>(_ bytes: [UInt8]) throws(ToolError) -> Arguments {
    let json: JSONValue
    do {
      json = try JSONValue(parsing: bytes)
    } catch {
      throw ToolError("The arguments are not JSON: \(error).")
    }
    if let untyped = json as? Arguments { return untyped }
    do {
      return try JSONDecoding.decode(Arguments.self, from: json)
    } catch {
      throw ToolError("The arguments do not fit: \(error).", detail: "Correct them and call again.")
    }
  }
}
