import JSON

/// A plugin's JSON array of definitions on its way to the catalogue.
enum DefinitionList {
  /// The elements. Throws the kind's error where the bytes are no array of at most so many.
  static func elements(
    _ bytes: [UInt8], _ kind: ListKind, maximum: Int
  ) throws(PluginLoadError) -> [JSONValue] {
    let value: JSONValue
    do {
      value = try JSONValue(parsing: bytes)
    } catch {
      throw PluginLoadError(kind.errorCode, "its list of \(kind.noun) is not JSON: \(error)")
    }
    guard let elements = value.array else {
      throw PluginLoadError(kind.errorCode, "its list of \(kind.noun) is not a JSON array")
    }
    guard elements.count <= maximum else {
      throw PluginLoadError(
        kind.errorCode, "it lists \(elements.count) \(kind.noun), more than \(maximum)")
    }
    return elements
  }
}

/// One definition of a list while it is checked: its members, and its place for errors.
struct DefinitionReader {
  /// The largest definition, as compact JSON.
  static let maximumBytes = 256 << 10

  let kind: ListKind
  /// "prompts[2]", or "prompts[2].arguments[0]".
  let place: String
  var object: JSONObject

  init(_ value: JSONValue, _ kind: ListKind, index: Int) throws(PluginLoadError) {
    try self.init(value, kind, place: "\(kind)[\(index)]")
  }

  init(_ value: JSONValue, _ kind: ListKind, place: String) throws(PluginLoadError) {
    guard let object = value.object else {
      throw PluginLoadError(kind.errorCode, "\(place) is not a JSON object")
    }
    self.kind = kind
    self.place = place
    self.object = object
  }

  func error(_ what: String) -> PluginLoadError {
    PluginLoadError(kind.errorCode, "\(place) \(what)")
  }

  /// A member that must be a string that is not empty.
  func text(_ key: String) throws(PluginLoadError) -> String {
    guard let text = object[key]?.string, !text.isEmpty else {
      throw error("needs a \(key) that is a string and not empty")
    }
    return text
  }

  /// Members that must be strings where they are there.
  func checkTexts(_ keys: String...) throws(PluginLoadError) {
    for key in keys where object[key] != nil && object[key]?.string == nil {
      throw error("has a \(key) that is not a string")
    }
  }

  /// The object as compact JSON.
  func serialized() throws(PluginLoadError) -> [UInt8] {
    let json = JSONValue.object(object).serialized()
    guard json.count <= Self.maximumBytes else {
      throw error("has a definition of \(json.count) bytes, more than \(Self.maximumBytes)")
    }
    return json
  }
}
