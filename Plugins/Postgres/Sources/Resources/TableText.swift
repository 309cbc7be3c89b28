internal import JSON

/// What `Describe` tells of a table or view, as Markdown for people and models.
enum TableText {
  static func markdown(_ table: JSONValue) -> String {
    var text = "# \(line(table["name"]))\n\n"
    if let comment = table["comment"]?.string { text += "\(comment)\n\n" }
    text += facts(table) + columns(table["columns"])
    text += list("Constraints", table["constraints"]) {
      "\(code($0["definition"])) \(line($0["name"]))\(comment($0))"
    }
    text += list("Foreign keys", table["foreign_keys"]?["to"]) {
      "\(names($0["columns"])) → \(line($0["table"])) \(names($0["references"]))\(actions($0))"
    }
    text += list("Referenced by", table["foreign_keys"]?["from"]) {
      "\(line($0["table"])) \(names($0["columns"])) → \(names($0["references"]))\(actions($0))"
    }
    text += list("Indexes", table["indexes"]) {
      code($0["definition"]) + ($0["invalid"] == true ? " (invalid)" : "") + comment($0)
    }
    text += list("Triggers", table["triggers"]) {
      code($0["definition"]) + ($0["disabled"] == true ? " (disabled)" : "")
    }
    text += list("Policies", table["policies"]) { policy in
      var text = "\(line(policy["name"])): \(line(policy["command"])) for \(names(policy["roles"]))"
      if policy["using"] != nil { text += ", rows with \(code(policy["using"]))" }
      if policy["check"] != nil { text += ", new rows with \(code(policy["check"]))" }
      return text
    }
    text += list("Partitions", table["partitions"]?["list"]) {
      "\(line($0["name"])) \(code($0["bound"]))"
    }
    if let definition = table["definition"]?.string {
      text += "## Definition\n\n```sql\n\(definition)\n```\n"
    }
    return text
  }

  private static func facts(_ table: JSONValue) -> String {
    var facts = ["Kind: \(line(table["kind"]))"]
    if let rows = table["estimated_rows"] { facts.append("about \(rows.description) rows") }
    if let bytes = table["stats"]?["total_bytes"] { facts.append("\(bytes.description) bytes") }
    if let parent = table["partition_of"] { facts.append("partition of \(line(parent))") }
    if let key = table["partitions"]?["key"] { facts.append("partitioned by \(line(key))") }
    if table["row_security"]?["applies_to_you"] == true {
      facts.append("row security limits what you see")
    }
    facts.append("you may: \(names(table["privileges"]))")
    return facts.joined(separator: "; ") + "\n\n"
  }

  private static func columns(_ columns: JSONValue?) -> String {
    guard let columns = columns?.array, !columns.isEmpty else { return "" }
    var text = "| column | type | | comment |\n| --- | --- | --- | --- |\n"
    for column in columns {
      let cells = [
        line(column["name"]), line(column["type"]), traits(column), line(column["comment"]),
      ]
      text += "| \(cells.map(cell).joined(separator: " | ")) |\n"
    }
    return text + "\n"
  }

  private static func traits(_ column: JSONValue) -> String {
    var traits: [String] = []
    if column["not_null"] == true { traits.append("not null") }
    if let identity = column["identity"] { traits.append("identity \(line(identity))") }
    if let expression = column["generated"] { traits.append("generated \(line(expression))") }
    if let value = column["default"] { traits.append("default \(line(value))") }
    if let values = column["values"] { traits.append("one of \(names(values))") }
    if column["unreadable"] == true { traits.append("not readable for you") }
    return traits.joined(separator: ", ")
  }

  private static func list(
    _ title: String, _ items: JSONValue?, _ text: (JSONValue) -> String
  ) -> String {
    guard let items = items?.array, !items.isEmpty else { return "" }
    return "## \(title)\n\n" + items.map { "- \(text($0))\n" }.joined() + "\n"
  }

  private static func names(_ names: JSONValue?) -> String {
    "(" + (names?.array ?? []).map { line($0) }.joined(separator: ", ") + ")"
  }

  private static func actions(_ key: JSONValue) -> String {
    var text = ""
    if let action = key["on_delete"] { text += ", on delete \(line(action))" }
    if let action = key["on_update"] { text += ", on update \(line(action))" }
    return text
  }

  private static func comment(_ object: JSONValue) -> String {
    object["comment"].map { ": \(line($0))" } ?? ""
  }

  private static func code(_ value: JSONValue?) -> String { "`\(line(value))`" }

  /// A text in one line.
  private static func line(_ value: JSONValue?) -> String {
    String((value?.string ?? "").map { $0.isNewline ? " " : $0 })
  }

  /// In a cell of a table a bar ends it.
  private static func cell(_ text: String) -> String {
    text.split(separator: "|", omittingEmptySubsequences: false).joined(separator: "\\|")
  }
}
