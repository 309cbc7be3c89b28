import JSON

/// The text of a configuration file and its index.
struct ConfigurationText: Sendable {
  let name: String
  let original: [UInt8]
  let document: JSONDocument

  /// JSON with comments and trailing commas.
  init(name: String, bytes: [UInt8]) throws(ConfigurationError) {
    self.name = name
    self.original = bytes
    do {
      document = try JSONDocument(parsing: try JSONComments.strip(bytes))
    } catch {
      let place = JSONPosition.lineAndColumn(error.offset, in: bytes)
      throw ConfigurationError("\(name):\(place.line):\(place.column): \(error.text)")
    }
  }
}

/// One value of a configuration file, with its place for errors.
struct ConfigurationCursor: Sendable {
  let text: ConfigurationText
  let node: JSONDocument.Node
  /// `plugin.lark.egress`; empty at the root.
  let path: String
  let substitution: Substitution

  init(
    _ text: ConfigurationText, node: JSONDocument.Node, path: String, substitution: Substitution
  ) {
    self.text = text
    self.node = node
    self.path = path
    self.substitution = substitution
  }

  /// An error at this value.
  func wrong(_ message: String) -> ConfigurationError {
    let offset = text.document.range(node).lowerBound
    let place = JSONPosition.lineAndColumn(offset, in: text.original)
    let name = path.isEmpty ? "the configuration" : path
    return ConfigurationError("\(text.name):\(place.line):\(place.column): \(name) \(message)")
  }

  private func child(_ node: JSONDocument.Node, _ key: String) -> ConfigurationCursor {
    ConfigurationCursor(
      text, node: node, path: path.isEmpty ? key : "\(path).\(key)", substitution: substitution)
  }

  /// The members of an object, whose keys may be any.
  func members() throws(ConfigurationError) -> [(key: String, value: ConfigurationCursor)] {
    guard text.document.kind(node) == .object else { throw wrong("must be an object, {...}") }
    return text.document.members(node).map { key, value in
      let name = text.document.string(key) ?? ""
      return (name, child(value, name))
    }
  }

  /// The members of an object that knows its keys. Another key is an error that names the nearest.
  func members(
    known: [String]
  ) throws(ConfigurationError) -> [String: ConfigurationCursor] {
    var found: [String: ConfigurationCursor] = [:]
    for (key, value) in try members() {
      guard known.contains(key) else {
        throw value.wrong("is no known setting\(Spelling.suggestion(for: key, among: known))")
      }
      found[key] = value
    }
    return found
  }

  /// A string, with `${env:NAME}`, `${file:PATH}` and `${secret:ARN}` replaced; a variable that is
  /// not set is an error, and so is a secret that cannot be had.
  func string() throws(ConfigurationError) -> String {
    guard let raw = text.document.string(node) else { throw wrong("must be a string") }
    switch try substituted(raw) {
    case .text(let text): return text
    case .unset(let variable):
      throw wrong("needs the environment variable \(variable), which is not set")
    case .secrets(let pieces): return try joined(pieces)
    }
  }

  private func joined(_ pieces: [SubstitutedPiece]) throws(ConfigurationError) -> String {
    do throws(SecretProblem) {
      var text = ""
      for piece in pieces {
        switch piece {
        case .text(let plain): text += plain
        case .secret(let reference): text += try substitution.secret(reference)
        }
      }
      return text
    } catch {
      throw wrong("needs a secret: \(error)")
    }
  }

  private func substituted(_ raw: String) throws(ConfigurationError) -> Substitution.Outcome {
    do {
      return try substitution.apply(to: raw)
    } catch {
      throw wrong(error.description)
    }
  }

  var isString: Bool { text.document.kind(node) == .string }

  var isArray: Bool { text.document.kind(node) == .array }

  /// The elements of an array.
  func elements() throws(ConfigurationError) -> [ConfigurationCursor] {
    guard isArray else { throw wrong("must be an array, [...]") }
    return text.document.elements(node).enumerated().map { child($1, "\($0)") }
  }

  func strings() throws(ConfigurationError) -> [String] {
    guard isArray else { throw wrong("must be an array of strings, [\"...\"]") }
    var strings: [String] = []
    for element in try elements() { strings.append(try element.string()) }
    return strings
  }

  func integer(_ range: ClosedRange<Int>) throws(ConfigurationError) -> Int {
    guard let value = text.document.integer(node), let number = Int(exactly: value),
      range.contains(number)
    else { throw wrong("must be an integer from \(range.lowerBound) to \(range.upperBound)") }
    return number
  }

  func bool() throws(ConfigurationError) -> Bool {
    guard let value = text.document.bool(node) else { throw wrong("must be true or false") }
    return value
  }

  /// One of a few words.
  func choice<Value>(
    _ choices: KeyValuePairs<String, Value>
  ) throws(ConfigurationError) -> Value {
    let word = try string()
    if let choice = choices.first(where: { $0.key == word }) { return choice.value }
    let names = choices.map { "\"\($0.key)\"" }.joined(separator: " or ")
    throw wrong("must be \(names)\(Spelling.suggestion(for: word, among: choices.map(\.key)))")
  }

  /// The value as it is, with strings replaced, but for secrets. A member whose variable is not
  /// set is left out, so that a plugin can say which setting it misses; `unset` collects those
  /// variables by path.
  func template(unset: inout [(path: String, variable: String)]) throws(ConfigurationError)
    -> SettingsTemplate?
  {
    switch text.document.kind(node) {
    case .string:
      switch try substituted(text.document.string(node) ?? "") {
      case .text(let text): return .value(.string(text))
      case .secrets(let pieces): return .text(pieces)
      case .unset(let variable):
        unset.append((path, variable))
        return nil
      }
    case .array:
      var elements: [SettingsTemplate] = []
      for (index, element) in text.document.elements(node).enumerated() {
        if let value = try child(element, "\(index)").template(unset: &unset) {
          elements.append(value)
        }
      }
      return .array(elements)
    case .object:
      var object: [(key: String, value: SettingsTemplate)] = []
      for (key, member) in try members() {
        if let value = try member.template(unset: &unset) { object.append((key, value)) }
      }
      return .object(object)
    default: return .value(text.document.value(node))
    }
  }
}
