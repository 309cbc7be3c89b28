internal import JSON

/// A tool as its file says it, before a database was asked.
struct DeclaredDefinition: Sendable {
  /// What becomes of the rows.
  enum ResultForm: String, Sendable, CaseIterable {
    /// All of them, each an object: `{"rows": [...], "row_count": 2, "truncated": false}`
    case rows
    /// The first one or null: `{"row": {...}}`
    case row
    /// The first column of the first one, or null: `{"value": ...}`
    case value
  }

  enum Mode: String, Sendable, CaseIterable {
    case read
    /// The statement changes something, and is committed.
    case write
  }

  let name: String
  let title: String?
  let description: String
  /// The alias of the database; nil: the default one.
  let database: String?
  let statement: DeclaredStatement
  let parameters: DeclaredParameters
  /// MCP ToolAnnotations.
  let annotations: JSONObject
  let maximumRows: Int?
  let timeoutMilliseconds: Int?
  /// `SET LOCAL ROLE`, where the caller's identity gives none.
  let role: String?
  let result: ResultForm
  let mode: Mode
  /// Volatile functions that this statement may call all the same.
  let allowedFunctions: [String]
  /// The tool's object in its file.
  let source: FileCursor

  /// A problem of this tool, at that place or at the beginning of the tool.
  func problem(_ text: String, at place: FileCursor? = nil) -> DeclaredProblem {
    var problem = (place ?? source).note(text)
    problem.tool = name
    return problem
  }

  /// Whether it stands in the same place of a file with the same bytes.
  func isSame(as other: DeclaredDefinition) -> Bool {
    source.node == other.source.node && source.file.isSame(as: other.source.file)
  }
}
