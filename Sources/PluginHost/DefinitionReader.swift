import JSON

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
      throw PluginLoadError(kind.code, "\(place) is not a JSON object")
    }
    self.kind = kind
    self.place = place
    self.object = object
  }

  func error(_ what: String) -> PluginLoadError {
    PluginLoadError(kind.code, "\(place) \(what)")
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
