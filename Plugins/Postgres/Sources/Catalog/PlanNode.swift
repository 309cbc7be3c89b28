internal import JSON

/// One step of a plan, with what it takes by itself.
struct PlanNode: Sendable {
  /// Members as EXPLAIN (FORMAT JSON) names them.
  let json: JSONObject
  /// Cost and time without those of the steps below. Time: nil where nothing ran.
  var ownCost: Double
  var ownMilliseconds: Double?
  /// Whether a step above may have enough before this one has given all its rows.
  let isLimited: Bool

  subscript(key: String) -> JSONValue? { json[key] }

  func number(_ key: String) -> Double? { json[key]?.double }

  func text(_ key: String) -> String? { json[key]?.string }

  /// How often it ran; 0 where it never did, nil where nothing ran.
  var loops: Double? { number("Actual Loops") }

  /// All rows that it gave, of all loops.
  var actualRows: Double? {
    guard let rows = number("Actual Rows"), let loops else { return nil }
    return rows * loops
  }

  /// The table that it reads, as it is written in a statement.
  var table: TableName? {
    guard let name = text("Relation Name") else { return nil }
    return TableName(schema: text("Schema") ?? "", name: name)
  }

  /// For people: `Index Scan using orders_customer on shop.orders o`.
  var label: String {
    var label = text("Node Type") ?? "?"
    if let type = text("Join Type"), type != "Inner" { label += " (\(type))" }
    if let strategy = text("Strategy"), strategy != "Plain" { label += " (\(strategy))" }
    if let index = text("Index Name") { label += " using \(index)" }
    if let table {
      label += " on \(table.text)"
      if let alias = text("Alias"), alias != table.name { label += " \(alias)" }
    } else if let source = text("CTE Name") ?? text("Function Name") {
      label += " on \(source)"
    }
    return label
  }

  /// What a row has to fulfil.
  var condition: String? {
    for key in ["Filter", "Index Cond", "Hash Cond", "Merge Cond", "Join Filter", "Recheck Cond"] {
      if let text = text(key) { return text }
    }
    return nil
  }

  /// Most levels of a plan that are looked into.
  static let maximumDepth = 200

  /// All steps of the plan, each before those below it.
  static func all(of plan: JSONObject) -> [PlanNode] {
    var nodes: [PlanNode] = []
    append(plan, processes: 1, isLimited: false, depth: 0, to: &nodes)
    return nodes
  }

  /// Times of steps below a Gather are means over the processes that share them. Answers cost and
  /// time with all that is below.
  @discardableResult
  private static func append(
    _ json: JSONObject, processes: Double, isLimited: Bool, depth: Int, to nodes: inout [PlanNode]
  ) -> (cost: Double, milliseconds: Double?) {
    let type = json["Node Type"]?.string ?? ""
    let loops = json["Actual Loops"]?.double ?? 0
    let cost = json["Total Cost"]?.double ?? 0
    let milliseconds = json["Actual Total Time"]?.double.map {
      $0 * loops / min(processes, max(loops, 1))
    }
    let index = nodes.count
    nodes.append(
      PlanNode(json: json, ownCost: cost, ownMilliseconds: milliseconds, isLimited: isLimited))
    guard depth < maximumDepth else { return (cost, milliseconds) }
    let shared = type == "Gather" || type == "Gather Merge"
    let takesAll = ["Sort", "Hash", "Aggregate", "Materialize", "SetOp"].contains(type)
    for case .object(let child) in json["Plans"]?.array ?? [] {
      let below = append(
        child, processes: shared ? 1 + (json["Workers Launched"]?.double ?? 0) : processes,
        isLimited: type == "Limit" || isLimited && !takesAll, depth: depth + 1, to: &nodes)
      nodes[index].ownCost -= below.cost
      if let time = below.milliseconds, let own = nodes[index].ownMilliseconds {
        nodes[index].ownMilliseconds = own - time
      }
    }
    nodes[index].ownCost = max(nodes[index].ownCost, 0)
    nodes[index].ownMilliseconds = nodes[index].ownMilliseconds.map { max($0, 0) }
    return (cost, milliseconds)
  }
}

/// The name of a table in its schema.
struct TableName: Sendable, Hashable {
  let schema: String
  let name: String

  var text: String { schema.isEmpty ? name : "\(schema).\(name)" }
}
