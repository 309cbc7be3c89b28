import JSON

/// The filter and the order of a search in a table.
struct BaseFilter {
  static let operators: Set<String> = [
    "is", "isNot", "contains", "doesNotContain", "isEmpty", "isNotEmpty", "isGreater",
    "isGreaterEqual", "isLess", "isLessEqual",
  ]

  /// Of boxes only what they are is asked for, of dates no more than these, and of a week or a
  /// month whether a date is in it.
  private static func operators(type: Int, _ value: String?) -> Set<String> {
    switch (type, value) {
    case (7, _): ["is"]
    case (5, "ExactDate"), (5, "Today"), (5, "Tomorrow"), (5, "Yesterday"):
      ["is", "isGreater", "isLess"]
    case (5, .some): ["is"]
    case (5, nil): ["isEmpty", "isNotEmpty"]
    default: operators
    }
  }

  let table: Base.Table
  let seconds: Int

  /// Throws for a field or an operator that there is none of.
  func records(_ call: Call) throws(APIError) -> [Base.Record] {
    var found = table.records
    if let filter = call.body["filter"]?.object, !filter.isEmpty {
      let conditions = filter["conditions"]?.array ?? []
      for condition in conditions { try check(condition) }
      let isAny = filter["conjunction"] == "or"
      found = found.filter { record in
        if conditions.isEmpty { return true }
        return isAny
          ? conditions.contains { passes(record, $0) }
          : conditions.allSatisfy { passes(record, $0) }
      }
    }
    for sort in call.array("sort").reversed() {
      let name = sort["field_name"]?.string ?? ""
      guard table.field(name) != nil else { throw .code(1_254_016) }
      let isDescending = sort["desc"]?.bool ?? false
      found = stable(found) { left, right in
        isDescending ? precedes(right, left, name) : precedes(left, right, name)
      }
    }
    return found
  }

  private func check(_ condition: JSONValue) throws(APIError) {
    guard let name = condition["field_name"]?.string, table.field(name) != nil else {
      throw .code(1_254_018, "field_name")
    }
    guard let sign = condition["operator"]?.string, Self.operators.contains(sign) else {
      throw .code(1_254_018, "operator")
    }
    let allowed = Self.operators(type: table.type(name) ?? 1, texts(condition["value"]).first)
    guard allowed.contains(sign) else { throw .code(1_254_018, "operator") }
    let isUnary = sign == "isEmpty" || sign == "isNotEmpty"
    let values = texts(condition["value"])
    guard isUnary || !values.isEmpty,
      isUnary || table.type(name) != 5 || DatePeriod(values, now: seconds) != nil
    else { throw .code(1_254_018, "value") }
  }

  private func passes(_ record: Base.Record, _ condition: JSONValue) -> Bool {
    let name = condition["field_name"]?.string ?? ""
    let held = record.fields[name] ?? .null
    let words = Self.words(held)
    let wanted = texts(condition["value"])
    let sign = condition["operator"]?.string ?? ""
    if table.type(name) == 5, let period = DatePeriod(wanted, now: seconds) {
      return held.double.map { period.passes(milliseconds: Int($0), sign) ?? false } ?? false
    }
    switch sign {
    case "isEmpty": return words.isEmpty
    case "isNotEmpty": return !words.isEmpty
    case "is": return Set(words) == Set(wanted)
    case "isNot": return Set(words) != Set(wanted)
    case "contains": return wanted.contains { word in words.contains { $0.contains(word) } }
    case "doesNotContain":
      return !wanted.contains { word in words.contains { $0.contains(word) } }
    default: return compares(held, wanted, sign)
    }
  }

  private func compares(_ held: JSONValue, _ wanted: [String], _ sign: String) -> Bool {
    guard let left = held.double, let right = wanted.first.flatMap({ Double($0) }) else {
      return false
    }
    switch sign {
    case "isGreater": return left > right
    case "isGreaterEqual": return left >= right
    case "isLess": return left < right
    default: return left <= right
    }
  }

  /// What a value says, in words.
  private static func words(_ value: JSONValue) -> [String] {
    switch value {
    case .null: []
    case .string(let text): text.isEmpty ? [] : [text]
    case .bool(let flag): [flag ? "true" : "false"]
    case .number(let number): [number.int64.map(String.init) ?? "\(number.double)"]
    case .array(let elements):
      elements.flatMap { element in
        (element["id"] ?? element["text"])?.string.map { [$0] } ?? words(element)
      }
    case .object: [value["link"]?.string, value["text"]?.string].compactMap(\.self)
    }
  }

  private func precedes(_ left: Base.Record, _ right: Base.Record, _ name: String) -> Bool {
    let (first, second) = (left.fields[name] ?? .null, right.fields[name] ?? .null)
    if let first = first.double, let second = second.double { return first < second }
    return (Self.words(first).first ?? "") < (Self.words(second).first ?? "")
  }

  private func stable(
    _ records: [Base.Record], _ precedes: (Base.Record, Base.Record) -> Bool
  ) -> [Base.Record] {
    records.enumerated().sorted { left, right in
      if precedes(left.element, right.element) { return true }
      return !precedes(right.element, left.element) && left.offset < right.offset
    }.map(\.element)
  }
}
