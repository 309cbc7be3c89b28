/// An index that may help.
struct IndexCandidate: Hashable {
  var table: PlanColumns.Table
  var keys: [PlanColumns.Key]

  /// Columns of one index at most.
  static let maximumColumns = 4

  /// What `hypopg_create_index` takes, and `CREATE INDEX CONCURRENTLY` where it is built.
  func sql(concurrently: Bool) -> String {
    let columns = keys.map { Self.quoted($0.column) + ($0.isDescending ? " DESC" : "") }
    let table = Self.quoted(table.schema) + "." + Self.quoted(table.name)
    return "CREATE INDEX \(concurrently ? "CONCURRENTLY " : "")ON \(table) "
      + "(\(columns.joined(separator: ", ")))"
  }

  /// A name as SQL. Always in quotes: which names could do without is the server's own knowledge.
  static func quoted(_ name: String) -> String {
    var quoted = "\""
    for character in name.unicodeScalars {
      quoted.unicodeScalars.append(character)
      if character == "\"" { quoted.append("\"") }
    }
    return quoted + "\""
  }

  /// Whether an index on these columns does already what this one would.
  func isServed(by columns: [String]) -> Bool {
    columns.count >= keys.count && zip(columns, keys).allSatisfy { $0 == $1.column }
  }

  /// What may help a query that uses a table so: each column alone, those compared by `=`
  /// together with the rarest values first, and behind them one that is compared by range or what
  /// is sorted by.
  static func candidates(
    for table: PlanColumns.Table, _ use: PlanColumns.Use, _ facts: IndexableTable
  ) -> [IndexCandidate] {
    func fits(_ column: String) -> Bool { facts.distinct[column] != nil }
    let equal = use.equal.filter(fits)
      .sorted { facts.distinct[$0, default: 0] > facts.distinct[$1, default: 0] }
      .map { PlanColumns.Key(column: $0) }
    let ranged = use.ranged.filter(fits).map { PlanColumns.Key(column: $0) }
    var keys = (equal + ranged).map { [$0] }
    let together = Array(equal.prefix(maximumColumns - 1))
    keys.append(together)
    for (place, first) in together.enumerated() {
      keys += together.dropFirst(place + 1).map { [first, $0] }
    }
    for range in ranged where !together.contains(range) {
      keys += together.map { [$0, range] }
      keys.append(together + [range])
    }
    for order in use.orders {
      let order = oneWay(order.prefix { fits($0.column) })
      let rest = order.filter { key in !together.contains { $0.column == key.column } }
      keys += [order, together + rest]
    }
    var seen: Set<[PlanColumns.Key]> = []
    return keys.compactMap { keys in
      let candidate = IndexCandidate(table: table, keys: Array(keys.prefix(maximumColumns)))
      guard !keys.isEmpty, !facts.indexed.contains(where: candidate.isServed),
        seen.insert(candidate.keys).inserted
      else { return nil }
      return candidate
    }
  }

  /// A B-tree is read both ways: an order that only descends needs no word about it.
  private static func oneWay(_ order: ArraySlice<PlanColumns.Key>) -> [PlanColumns.Key] {
    guard order.allSatisfy(\.isDescending) else { return Array(order) }
    return order.map { PlanColumns.Key(column: $0.column) }
  }
}
