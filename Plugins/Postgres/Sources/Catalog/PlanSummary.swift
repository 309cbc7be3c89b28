internal import JSON

/// What matters in a plan.
struct PlanSummary: Sendable {
  /// Steps, misestimates and so on of which this many are told, the worst first.
  static let maximumFindings = 5
  /// From where on an estimate is told as wrong: how many times, and by how many rows.
  static let misestimateFactor = 10.0
  static let misestimateRows = 100.0
  /// From where on rows that are read in vain are told.
  static let removedRows = 1_000.0
  /// From where on a table that is read as a whole is told.
  static let largeTableRows = 10_000.0

  /// The object that EXPLAIN (FORMAT JSON) gives for the statement.
  let statement: JSONObject
  let nodes: [PlanNode]

  /// Nil where the text is no such plan.
  init?(_ text: String) {
    var limits = JSONLimits()
    limits.maximumDepth = 3 * PlanNode.maximumDepth
    limits.refusesDuplicateKeys = false
    guard let json = try? JSONValue(parsing: text, limits: limits),
      case .object(let statement)? = json[0], case .object(let plan)? = statement["Plan"]
    else { return nil }
    self.statement = statement
    nodes = PlanNode.all(of: plan)
  }

  var cost: Double { nodes[0].number("Total Cost") ?? 0 }

  /// Names of indexes that the plan uses.
  var indexes: Set<String> { Set(nodes.compactMap { $0.text("Index Name") }) }

  /// Tables that it reads from end to end.
  var scanned: [TableName] {
    var tables: [TableName] = []
    for node in nodes where node.text("Node Type") == "Seq Scan" {
      if let table = node.table, !tables.contains(table) { tables.append(table) }
    }
    return tables
  }

  /// The summary, given what is known of the tables in `scanned`.
  func json(_ facts: [TableName: TableFacts]) -> JSONObject {
    var json: JSONObject = [
      "total_cost": .rounded(cost), "estimated_rows": .rounded(nodes[0].number("Plan Rows") ?? 0),
    ]
    json["rows"] = nodes[0].actualRows.map(JSONValue.rounded)
    json["planning_ms"] = statement["Planning Time"]
    json["execution_ms"] = statement["Execution Time"]
    json["buffers"] = buffers
    if let settings = statement["Settings"], settings != [:] { json["settings"] = settings }
    json["top_nodes"] = topNodes
    json["misestimates"] = findings(misestimates)
    json["spills"] = findings(nodes.compactMap(spill))
    json["filtered"] = findings(filtered)
    json["seq_scans"] = findings(sequentialScans(facts))
    return json
  }

  private func findings(_ findings: [JSONObject]) -> JSONValue? {
    findings.isEmpty
      ? nil : .array(findings.prefix(Self.maximumFindings).map(JSONValue.object))
  }

  /// By time where the statement ran, else by cost.
  private var topNodes: JSONValue {
    let ran = nodes[0].ownMilliseconds != nil
    let total = ran ? nodes.reduce(0) { $0 + ($1.ownMilliseconds ?? 0) } : max(cost, 0)
    let sorted = nodes.sorted {
      ran ? ($0.ownMilliseconds ?? 0) > ($1.ownMilliseconds ?? 0) : $0.ownCost > $1.ownCost
    }
    return .array(
      sorted.prefix(Self.maximumFindings).map { node in
        let own = ran ? node.ownMilliseconds ?? 0 : node.ownCost
        var json: JSONObject = ["node": .string(node.label)]
        json[ran ? "own_ms" : "own_cost"] = .rounded(own)
        if total > 0 { json["share"] = .rounded(min(own / total, 1)) }
        json["estimated_rows"] = node["Plan Rows"]
        if ran { json["rows"] = node.actualRows.map(JSONValue.rounded) }
        if let loops = node.loops, loops != 1 { json["loops"] = node["Actual Loops"] }
        json["condition"] = node.condition.map(JSONValue.string)
        return .object(json)
      })
  }

  /// Per loop, as the planner estimates. Steps below a Limit are left out: they end early.
  private var misestimates: [JSONObject] {
    let wrong = nodes.compactMap { node -> (factor: Double, json: JSONObject)? in
      guard !node.isLimited, let estimated = node.number("Plan Rows"), let loops = node.loops,
        loops > 0, let actual = node.number("Actual Rows"),
        abs(actual - estimated) * loops >= Self.misestimateRows
      else { return nil }
      let factor = max(actual, estimated) / max(min(actual, estimated), 1)
      guard factor >= Self.misestimateFactor else { return nil }
      var json: JSONObject = [
        "node": .string(node.label), "estimated": .rounded(estimated), "actual": .rounded(actual),
        "factor": .rounded(factor),
      ]
      json["condition"] = node.condition.map(JSONValue.string)
      return (factor, json)
    }
    return wrong.sorted { $0.factor > $1.factor }.map(\.json)
  }

  /// A step for which `work_mem` did not suffice.
  private func spill(_ node: PlanNode) -> JSONObject? {
    var json: JSONObject = ["node": .string(node.label)]
    if node.text("Sort Space Type") == "Disk" {
      json["disk_kb"] = node["Sort Space Used"]
    } else if let disk = node.number("Disk Usage"), disk > 0 {
      json["disk_kb"] = node["Disk Usage"]
    } else if let batches = node.number("Hash Batches"), batches > 1 {
      json["batches"] = node["Hash Batches"]
      json["memory_kb"] = node["Peak Memory Usage"]
    } else {
      return nil
    }
    return json
  }

  private var filtered: [JSONObject] {
    let wasted = nodes.compactMap { node -> (removed: Double, json: JSONObject)? in
      let keys = ["Rows Removed by Filter", "Rows Removed by Join Filter"]
      let removed = keys.compactMap(node.number).reduce(0, +) * (node.loops ?? 0)
      let kept = node.actualRows ?? 0
      guard removed >= Self.removedRows, removed > kept else { return nil }
      var json: JSONObject = [
        "node": .string(node.label), "removed": .rounded(removed), "kept": .rounded(kept),
      ]
      json["condition"] = (node.text("Filter") ?? node.text("Join Filter")).map(JSONValue.string)
      return (removed, json)
    }
    return wasted.sorted { $0.removed > $1.removed }.map(\.json)
  }

  private func sequentialScans(_ facts: [TableName: TableFacts]) -> [JSONObject] {
    let scans = nodes.compactMap { node -> (rows: Double, json: JSONObject)? in
      guard node.text("Node Type") == "Seq Scan", let table = node.table, let facts = facts[table],
        facts.rows >= Self.largeTableRows
      else { return nil }
      var json: JSONObject = ["table": .string(facts.name), "table_rows": .rounded(facts.rows)]
      if let filter = node.text("Filter") {
        json["filter"] = .string(filter)
        let columns = facts.worthIndexing(FilterColumns(filter, of: facts.columns))
        if !columns.isEmpty {
          json["index_might_help"] = [
            "table": .string(facts.name), "columns": .array(columns.map(JSONValue.string)),
          ]
        }
      }
      return (facts.rows, json)
    }
    return scans.sorted { $0.rows > $1.rows }.map(\.json)
  }

  /// Blocks that the whole statement touched.
  private var buffers: JSONValue? {
    let names = [
      ("Shared Hit Blocks", "hit"), ("Shared Read Blocks", "read"),
      ("Shared Dirtied Blocks", "dirtied"), ("Temp Read Blocks", "temp_read"),
      ("Temp Written Blocks", "temp_written"),
    ]
    var json = JSONObject()
    for (key, name) in names { json[name] = nodes[0][key] }
    return json.isEmpty ? nil : .object(json)
  }
}

extension JSONValue {
  /// With two digits behind the point, and none where it is whole.
  static func rounded(_ number: Double) -> JSONValue {
    let hundredths = (number * 100).rounded()
    guard hundredths.isFinite, abs(hundredths) < 1e17 else { return .null }
    if hundredths.truncatingRemainder(dividingBy: 100) == 0 {
      return .number(JSONNumber(Int64(hundredths / 100)))
    }
    return JSONNumber(hundredths / 100).map(JSONValue.number) ?? .null
  }
}
