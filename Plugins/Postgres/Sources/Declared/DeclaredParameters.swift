internal import JSON

/// The parameters of a tool, checked against those of its statement, and the rest of its input
/// schema.
///
/// `parameters` is either an object of properties, where what has no default is required unless it
/// says `"required": false`, or a whole schema with `"type": "object"`, which says by itself what
/// is required.
struct DeclaredParameters: Sendable {
  /// By the numbers of the statement: the first is `$1`.
  private(set) var all: [DeclaredParameter] = []
  /// Further members of the input schema, such as `$defs`.
  private(set) var schemaMembers: JSONObject = [:]

  static let maximumCount = 200

  init(
    _ parameters: FileCursor?, claims: FileCursor?, _ statement: DeclaredStatement
  ) throws(DeclaredProblem) {
    var declared = try arguments(parameters)
    for (name, path) in try claims?.entries() ?? [] {
      guard !declared.contains(where: { $0.name == name }) else {
        throw path.note(
          "\"\(name)\" cannot be both an argument of the client and a claim of the caller")
      }
      declared.append(
        DeclaredParameter(
          name: name, origin: .claim(ClaimPath(try path.text())), isRequired: true, fallback: nil,
          source: path))
    }
    guard declared.count <= Self.maximumCount else {
      throw (parameters ?? statement.source).wrong(
        "has \(declared.count) parameters; at most \(Self.maximumCount) are taken")
    }
    all = try Self.ordered(declared, statement)
    try checkSchema(parameters ?? statement.source)
  }

  /// The arguments' properties in the order in which they are written, completed by `derived`,
  /// which is what is known of a parameter's PostgreSQL type, by its number from 0.
  func inputSchema(derived: (Int) -> JSONObject = { _ in [:] }) -> JSONObject {
    var properties = JSONObject()
    var required: [JSONValue] = []
    let arguments = all.enumerated().filter { $0.element.schema != nil }
      .sorted { $0.element.source.node < $1.element.source.node }
    for (number, parameter) in arguments {
      var schema = parameter.schema ?? [:]
      if !ParameterSchema.saysWhatItIs(schema) {
        for (key, value) in derived(number).members where schema[key] == nil {
          schema[key] = value
        }
      }
      properties[parameter.name] = .object(schema)
      if parameter.isRequired { required.append(.string(parameter.name)) }
    }
    var whole: JSONObject = ["type": "object", "properties": .object(properties)]
    if !required.isEmpty { whole["required"] = .array(required) }
    whole["additionalProperties"] = false
    for (key, value) in schemaMembers.members { whole[key] = value }
    return whole
  }

  // MARK: - Reading

  private mutating func arguments(
    _ parameters: FileCursor?
  ) throws(DeclaredProblem) -> [DeclaredParameter] {
    guard let parameters else { return [] }
    let entries = try parameters.entries()
    if let type = entries.first(where: { $0.key == "type" })?.value, type.kind == .string {
      guard type.value.string == "object" else { throw type.wrong("must be \"object\"") }
      return try wholeSchema(parameters, entries)
    }
    var arguments: [DeclaredParameter] = []
    for (name, source) in entries { arguments.append(try Self.short(name, source)) }
    return arguments
  }

  /// One of an object of properties.
  private static func short(
    _ name: String, _ source: FileCursor
  ) throws(DeclaredProblem) -> DeclaredParameter {
    var schema = try ParameterSchema.read(source)
    var isRequired = schema["default"] == nil
    if let required = schema["required"]?.bool {
      schema["required"] = nil
      guard !required || isRequired else {
        throw source.wrong("is required, so that its default would never count")
      }
      isRequired = required
    }
    return DeclaredParameter(
      name: name, origin: .argument(schema), isRequired: isRequired, fallback: schema["default"],
      source: source)
  }

  private mutating func wholeSchema(
    _ source: FileCursor, _ entries: [(key: String, value: FileCursor)]
  ) throws(DeclaredProblem) -> [DeclaredParameter] {
    var properties: [(key: String, value: FileCursor)] = []
    var required: [FileCursor] = []
    for (key, member) in entries {
      switch key {
      case "type": break
      case "properties": properties = try member.entries()
      case "required": required = try member.elements()
      case "additionalProperties":
        guard member.value == false else {
          throw member.wrong("can only be false: an argument that nobody knows is a mistake")
        }
      default:
        guard ParameterSchema.isKnown(key) else {
          throw member.unknown(key, ParameterSchema.keywords)
        }
        schemaMembers[key] = member.value
      }
    }
    var names: Set<String> = []
    for name in required {
      let text = try name.text()
      guard properties.contains(where: { $0.key == text }) else {
        throw name.note("\"\(text)\" is required, but is none of the properties")
      }
      names.insert(text)
    }
    var arguments: [DeclaredParameter] = []
    for (name, source) in properties {
      let schema = try ParameterSchema.read(source)
      arguments.append(
        DeclaredParameter(
          name: name, origin: .argument(schema), isRequired: names.contains(name),
          fallback: schema["default"], source: source))
    }
    return arguments
  }

  // MARK: - Checking

  /// In the order of the statement's numbers; every one is used, and none is missing.
  private static func ordered(
    _ declared: [DeclaredParameter], _ statement: DeclaredStatement
  ) throws(DeclaredProblem) -> [DeclaredParameter] {
    let placeholders = statement.placeholders
    guard placeholders.isNamed || placeholders.count == 0 else {
      guard placeholders.count == declared.count else {
        throw statement.source.note(
          "the statement's highest parameter is $\(placeholders.count), but \(declared.count) are "
            + "declared; they count in the order in which they are written, claims last")
      }
      return declared
    }
    let names = placeholders.names
    if let unused = declared.first(where: { !names.contains($0.name) }) {
      var text = "\"\(unused.name)\" is not used: the statement has no :\(unused.name)"
      if let near = NearestKey.of(unused.name, among: names) { text += ", but :\(near)" }
      throw unused.source.note(text)
    }
    var ordered: [DeclaredParameter] = []
    for (name, place) in zip(names, placeholders.places) {
      guard let parameter = declared.first(where: { $0.name == name }) else {
        var text = ":\(name) is neither in parameters nor in from_claim"
        if let near = NearestKey.of(name, among: declared.map(\.name)) {
          text += "; did you mean :\(near)?"
        }
        throw statement.problem(text, atWritten: place)
      }
      ordered.append(parameter)
    }
    return ordered
  }

  /// The host must be able to compile it: one tool that it refuses keeps all others out.
  private func checkSchema(_ source: FileCursor) throws(DeclaredProblem) {
    if let fault = ParameterSchema.fault(of: inputSchema()) { throw source.note(fault) }
    for parameter in all {
      guard let fallback = parameter.fallback, parameter.schema != nil else { continue }
      var schema = inputSchema()
      schema["required"] = nil
      if let fault = ParameterSchema.fault(
        ofArguments: [parameter.name: fallback], by: schema)
      {
        throw parameter.source.wrong("has a default that it does not allow itself: \(fault)")
      }
    }
  }
}
