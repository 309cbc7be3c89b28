internal import JSON

/// Which columns of which tables a plan filters, joins and sorts by: what an index could serve.
/// Read from `EXPLAIN (FORMAT JSON, VERBOSE)`, whose conditions name every column with the alias
/// of its table. What is missed or read wrongly here costs a chance, or one trial in vain.
struct PlanColumns {
  struct Table: Hashable {
    var schema: String
    var name: String
  }

  struct Use: Equatable {
    /// Compared by `=`.
    var equal: [String] = []
    /// Compared by `<`, `<=`, `>`, `>=`.
    var ranged: [String] = []
    /// Columns of one table that rows are sorted or grouped by together, as in an index.
    var orders: [[Key]] = []
  }

  /// A column of an index.
  struct Key: Hashable {
    var column: String
    var isDescending = false
  }

  private(set) var uses: [Table: Use] = [:]
  private(set) var indexNames: Set<String> = []
  private(set) var cost = 0.0
  private var tables: [String: Table] = [:]

  /// The answer of `EXPLAIN (FORMAT JSON, VERBOSE)`; nil where it is something else.
  init?(_ explained: JSONValue) {
    guard let plan = explained[0]?["Plan"], let cost = plan["Total Cost"]?.double else {
      return nil
    }
    self.cost = cost
    findTables(plan)
    read(plan)
  }

  private mutating func findTables(_ node: JSONValue) {
    if let alias = node["Alias"]?.string, let name = node["Relation Name"]?.string {
      let table = Table(schema: node["Schema"]?.string ?? "", name: name)
      tables[alias] = table
      uses[table] = Use()
    }
    for child in node["Plans"]?.array ?? [] { findTables(child) }
  }

  private mutating func read(_ node: JSONValue) {
    if let name = node["Index Name"]?.string { indexNames.insert(name) }
    for key in Self.conditions {
      if let text = node[key]?.string { readCondition(text) }
    }
    for key in ["Sort Key", "Group Key"] {
      if let items = node[key]?.array { readOrder(items.compactMap(\.string)) }
    }
    for child in node["Plans"]?.array ?? [] { read(child) }
  }

  private static let conditions = [
    "Filter", "Index Cond", "Recheck Cond", "Hash Cond", "Merge Cond", "Join Filter", "TID Cond",
  ]

  private mutating func readCondition(_ text: String) {
    guard let words = try? Words(text).all else { return }
    for place in words.indices {
      guard let (table, column) = column(at: place, of: words) else { continue }
      switch Comparison(of: place, in: words) {
      case .equal: append(column, to: \.equal, of: table)
      case .range: append(column, to: \.ranged, of: table)
      case nil: break
      }
    }
  }

  private mutating func append(
    _ column: String, to path: WritableKeyPath<Use, [String]>, of table: Table
  ) {
    guard uses[table]?[keyPath: path].contains(column) == false else { return }
    uses[table]?[keyPath: path].append(column)
  }

  /// The leading items that are columns of one and the same table.
  private mutating func readOrder(_ items: [String]) {
    var order: [Key] = []
    var first: Table?
    for item in items {
      guard let words = try? Words(item).all, let (table, column) = column(at: 0, of: words),
        first == nil || first == table,
        words.dropFirst(3).allSatisfy({ $0.kind == .word })
      else { break }
      first = table
      let isDescending = words.dropFirst(3).first?.text == "desc"
      order.append(Key(column: column, isDescending: isDescending))
    }
    guard let first, !order.isEmpty, uses[first]?.orders.contains(order) == false else { return }
    uses[first]?.orders.append(order)
  }

  private func column(at place: Int, of words: [Word]) -> (Table, String)? {
    guard place + 2 < words.count, words[place].isName, words[place + 1].kind == .dot,
      words[place + 2].isName, place == 0 || words[place - 1].kind != .dot,
      let table = tables[words[place].text]
    else { return nil }
    return (table, words[place + 2].text)
  }
}

/// How a column is compared that stands for itself on one side, maybe with a cast.
private enum Comparison {
  case equal, range

  /// Of the column whose three words begin at `place`.
  init?(of place: Int, in words: [Word]) {
    var before = place - 1
    while before >= 0, words[before].kind == .open { before -= 1 }
    let isBare = before == place - 1
    if before >= 0, !isBare, words[before].isName, !Self.connectives.contains(words[before].text) {
      return nil
    }
    var after = place + 3
    while after + 1 < words.count {
      if words[after].kind == .close, words[after + 1].kind == .cast {
        after += 1
      } else if words[after].kind == .cast {
        after = Self.pastType(after + 1, words)
      } else {
        break
      }
    }
    if after < words.count, words[after].kind == .operator {
      self.init(words[after].text)
    } else if before >= 0, words[before].kind == .operator {
      self.init(words[before].text)
    } else {
      return nil
    }
  }

  private init?(_ symbol: String) {
    switch symbol {
    case "=": self = .equal
    case "<", "<=", ">", ">=": self = .range
    default: return nil
    }
  }

  private static let connectives = ["and", "or", "not", "any", "all", "in"]

  /// After a type such as `character varying(10)[]`.
  private static func pastType(_ start: Int, _ words: [Word]) -> Int {
    var place = start
    var depth = 0
    while place < words.count {
      switch words[place].kind {
      case .word, .quoted, .dot, .bracket: break
      case .open: depth += 1
      case .close where depth > 0: depth -= 1
      case _ where depth > 0: break
      default: return place
      }
      place += 1
    }
    return place
  }
}
