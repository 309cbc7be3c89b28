internal import JSON

/// A tool that is listed: what its file says, and what its database said of it.
struct DeclaredTool: Sendable {
  let definition: DeclaredDefinition
  /// Nil where the database could not be asked so far.
  let checked: CheckedStatement?

  /// The MCP Tool object.
  var json: JSONObject {
    var json: JSONObject = ["name": .string(definition.name)]
    if let title = definition.title { json["title"] = .string(title) }
    json["description"] = .string(definition.description)
    json["inputSchema"] = .object(
      definition.parameters.inputSchema { checked?.argumentSchemas[$0] ?? [:] })
    if let checked { json["outputSchema"] = .object(checked.outputSchema) }
    json["annotations"] = .object(definition.annotations)
    return json
  }
}

/// What a database says of the statement of a tool.
struct CheckedStatement: Sendable {
  /// Ready to be sent.
  let text: String
  /// For each parameter: how values become its text, and a schema for those who say none.
  let forms: [ArgumentForm]
  let argumentSchemas: [JSONObject]
  let columns: [Column]
  /// How the cells of each column are written.
  let plans: [ColumnPlan]
  let outputSchema: JSONObject
}
