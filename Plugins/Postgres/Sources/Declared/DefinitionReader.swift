internal import JSON

/// Reads the tools of a file. What is wrong with one of them keeps out that one.
struct DefinitionReader {
  /// Names that are taken.
  let reserved: Set<String>

  /// Those of the plugin's own tools, also of toolsets that are off.
  static let ownNames: Set<String> = [
    "query", "search_objects", "describe", "explain", "connections", "health", "top_queries",
    "activity", "advise_indexes", "execute", "migrate", "cancel",
  ]
  static let maximumNameCount = 56
  static let maximumRows = 1_000_000
  static let maximumTimeoutMilliseconds = 3_600_000

  private static let keys = [
    "name", "title", "description", "database", "statement", "parameters", "from_claim",
    "annotations", "max_rows", "timeout_ms", "role", "result", "mode", "allow_functions",
  ]

  /// One for each tool of the file, which holds an object or an array of objects.
  func read(_ file: DeclaredFile) -> [Result<DeclaredDefinition, DeclaredProblem>] {
    let root = file.root
    switch root.kind {
    case .object: return [definition(root)]
    case .array:
      return file.document.elements(root.node).map {
        definition(FileCursor(file: file, node: $0, path: ""))
      }
    default: return [.failure(root.note("the file must hold a tool, or an array of tools"))]
    }
  }

  private func definition(_ tool: FileCursor) -> Result<DeclaredDefinition, DeclaredProblem> {
    var name: String?
    do throws(DeclaredProblem) {
      if let member = tool.file.document.member(tool.node, "name") {
        name = tool.file.document.string(member)
      }
      return .success(try read(tool, try tool.members(known: Self.keys)))
    } catch {
      var problem = error
      problem.tool = name.map { String($0.prefix(Self.maximumNameCount)) }
      return .failure(problem)
    }
  }

  private func read(
    _ tool: FileCursor, _ members: [String: FileCursor]
  ) throws(DeclaredProblem) -> DeclaredDefinition {
    let name = try self.name(try required("name", members, tool))
    let mode = try members["mode"]?.choice(DeclaredDefinition.Mode.self) ?? .read
    let result = try members["result"]?.choice(DeclaredDefinition.ResultForm.self) ?? .rows
    if result != .rows, let stray = members["max_rows"] {
      throw stray.wrong("does not go with \"result\": \"\(result.rawValue)\"")
    }
    if mode == .write, let stray = members["allow_functions"] {
      throw stray.wrong("is not needed with \"mode\": \"write\", where functions are not checked")
    }
    let statement = try DeclaredStatement(try required("statement", members, tool))
    return DeclaredDefinition(
      name: name, title: try members["title"]?.text(),
      description: try required("description", members, tool).text(),
      database: try members["database"]?.text(), statement: statement,
      parameters: try DeclaredParameters(
        members["parameters"], claims: members["from_claim"], statement),
      annotations: try Self.annotations(members["annotations"], mode),
      maximumRows: try members["max_rows"]?.integer(1...Self.maximumRows),
      timeoutMilliseconds: try members["timeout_ms"]?.integer(
        1...Self.maximumTimeoutMilliseconds),
      role: try members["role"]?.text(), result: result, mode: mode,
      allowedFunctions: try members["allow_functions"]?.texts() ?? [], source: tool)
  }

  private func required(
    _ key: String, _ members: [String: FileCursor], _ tool: FileCursor
  ) throws(DeclaredProblem) -> FileCursor {
    guard let member = members[key] else { throw tool.note("\"\(key)\" is missing") }
    return member
  }

  private func name(_ member: FileCursor) throws(DeclaredProblem) -> String {
    let name = try member.text()
    guard name.utf8.count <= Self.maximumNameCount, name.utf8.allSatisfy(Self.isOfName) else {
      throw member.wrong(
        "must be 1 to \(Self.maximumNameCount) characters of A-Z, a-z, 0-9, _ and -")
    }
    guard !reserved.contains(name) else {
      throw member.wrong("is that of a tool that the plugin has already; choose another one")
    }
    return name
  }

  private static func isOfName(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
      true
    default: false
    }
  }

  private static let hints = [
    "title", "readOnlyHint", "destructiveHint", "idempotentHint", "openWorldHint",
  ]

  /// What the mode says, and what the file says over it.
  private static func annotations(
    _ member: FileCursor?, _ mode: DeclaredDefinition.Mode
  ) throws(DeclaredProblem) -> JSONObject {
    let isRead = mode == .read
    var annotations: JSONObject = [
      "readOnlyHint": .bool(isRead), "destructiveHint": .bool(!isRead),
      "idempotentHint": .bool(isRead), "openWorldHint": false,
    ]
    for (key, hint) in try member?.entries() ?? [] {
      guard hints.contains(key) else { throw hint.unknown(key, hints) }
      if key == "title" {
        annotations[key] = .string(try hint.text())
        continue
      }
      let says = try hint.bool()
      if key == "readOnlyHint", says, !isRead {
        throw hint.wrong("cannot be true of a tool with \"mode\": \"write\"")
      }
      annotations[key] = .bool(says)
    }
    return annotations
  }
}
