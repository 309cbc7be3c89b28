internal import JSON
internal import PluginKit

/// The tools that tell what is there, and how a statement would run.
struct CatalogTools: Sendable {
  let databases: Databases
  /// What is wrong with the declared tools.
  let problems: @Sendable () -> [DeclaredProblem]

  init(
    databases: Databases, problems: @escaping @Sendable () -> [DeclaredProblem] = { [] }
  ) {
    self.databases = databases
    self.problems = problems
  }

  init(databases: Databases, host: Host, declared: DeclaredTools) {
    self.init(databases: databases) { declared.problems }
  }

  var tools: [Tool] { [searchObjects, describe, explain, connections] }

  private static let annotations = ToolAnnotations(
    readOnly: true, destructive: false, idempotent: true, openWorld: false)

  /// Nothing is required, so that a failure fits as well: clients check that, too.
  private static let anObject = Schema.raw(["type": "object"])

  private var searchObjects: Tool {
    Tool(
      "search_objects",
      "Finds tables, columns and other objects by name. Without kind: all but columns and indexes.",
      title: "Search objects",
      input: databases.input([
        "kind": .enumeration(ObjectKind.allCases.map(\.rawValue)),
        "pattern": .string(
          "Part of the name, any case; with * or ? the whole name. With a dot: schema.table, "
            + "table.column", maxLength: 200),
        "schema": .string("System schemas only if named", maxLength: 63),
        "detail": .enumeration(
          SearchDetail.allCases.map(\.rawValue), default: SearchDetail.summary.rawValue),
        "limit": .integer(
          minimum: 1, maximum: SearchObjects.maximumLimit, default: SearchObjects.defaultLimit),
        "cursor": .string("next_cursor of the page before"),
      ]),
      output: .raw([
        "type": "object",
        "properties": [
          "objects": ["type": "array", "items": ["type": "object"]],
          "next_cursor": ["type": "string"],
        ],
      ]),
      annotations: Self.annotations
    ) { (arguments: SearchObjects.Arguments, call: Call) in
      await answer(arguments.database, call) { () throws(PostgresFailure) in
        let search = try SearchObjects(arguments)
        return { (session, _, limits) throws(PostgresFailure) in
          try search.run(session, maximumBytes: limits.resultBytes)
        }
      }
    }
  }

  private var describe: Tool {
    Tool(
      "describe",
      "Describes a table, view, function, type, sequence, index or extension: columns, keys in "
        + "both directions, indexes, policies, your privileges. No rows are read.",
      title: "Describe",
      input: databases.input(
        [
          "name": .string("name or schema.name, quoted as in SQL", maxLength: 300),
          "include": .array(
            of: .enumeration(Describe.Part.allCases.map(\.rawValue)),
            "Default: all but stats and sample_values (from the planner's statistics)"),
        ], required: ["name"]),
      output: Self.anObject, annotations: Self.annotations
    ) { (arguments: Describe.Arguments, call: Call) in
      await answer(arguments.database, call) { () throws(PostgresFailure) in
        let describe = try Describe(arguments)
        return { (session, _, limits) throws(PostgresFailure) in
          Array(try describe.run(session, maximumBytes: limits.resultBytes).utf8)
        }
      }
    }
  }

  private var explain: Tool {
    Tool(
      "explain",
      "Shows the plan of a SELECT: cost, slowest nodes, misestimates, spills, large scans and "
        + "indexes that might help. Does not run it unless analyze.",
      title: "Explain",
      input: databases.input(
        [
          "sql": .string("One SELECT, without EXPLAIN"),
          "params": .raw(["type": "array", "description": "Values of $1, $2, ..."]),
          "analyze": .boolean("Run it (read-only, rolled back) and measure"),
          "buffers": .boolean(),
          "generic": .boolean("Plan without values of parameters (PostgreSQL 16)"),
          "hypothetical_indexes": .array(
            of: .object(
              [
                "table": .string(), "columns": .array(of: .string()),
                "include": .array(of: .string()), "where": .string(),
                "using": .enumeration(HypotheticalIndex.methods),
              ], required: ["table", "columns"]),
            "Compare costs as if they existed (needs hypopg)", maxItems: 20),
          "hide_indexes": .array(of: .string(), "As if they did not", maxItems: 20),
          "format": .enumeration(
            Explain.Format.allCases.map(\.rawValue), default: Explain.Format.summary.rawValue),
        ], required: ["sql"]),
      output: Self.anObject, annotations: Self.annotations
    ) { (arguments: Explain.Arguments, call: Call) in
      await answer(arguments.database, call, text: arguments.sql) { () throws(PostgresFailure) in
        let explain = try Explain(arguments)
        return { (session, knowledge, limits) throws(PostgresFailure) in
          try explain.run(session, knowledge, limits)
        }
      }
    }
  }

  private var connections: Tool {
    Tool(
      "connections",
      "Lists the databases: server, role, mode, limits, pool, and what is wrong with their logins "
        + "with SQL that mends it.",
      title: "Connections", input: databases.input([:]),
      output: Self.anObject, annotations: Self.annotations
    ) { (arguments: Connections.Arguments, call: Call) in
      let chosen = try arguments.database.map { [try databases.named($0)] }
      return .json(
        await Connections(databases: chosen ?? databases.all, problems: problems()).run(call))
    }
  }
}
