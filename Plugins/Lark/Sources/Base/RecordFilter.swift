internal import JSON
internal import PluginKit

/// Which records are wanted, from the forms in which agents write it:
/// `{"Status":"Done","Amount":{">":100}}`, `["Due","<","2026-03-01"]`, a list of such, or Lark's
/// own `{"conjunction":"and","conditions":[{"field_name","operator","value"}]}`.
struct RecordFilter: Sendable, Equatable {
  static let maximumConditions = 50
  static let maximumValues = 10
  static let forms =
    "write {\"Status\":\"Done\",\"Amount\":{\">\":100}}, [\"Due\",\"<\",\"2026-03-01\"] or a list "
    + "of such"

  struct Condition: Sendable, Equatable {
    var field: String
    var comparison: Comparison
    var values: [JSONValue]
  }

  var matchesAny = false
  var conditions: [Condition] = []

  init(_ json: JSONValue) throws(LarkFailure) {
    if let any = json["or"] ?? json["any"], any.array != nil || any.object != nil {
      matchesAny = true
      conditions = try RecordFilter.conditions(any)
    } else if let all = json["and"] ?? json["all"], all.array != nil || all.object != nil {
      conditions = try RecordFilter.conditions(all)
    } else if let list = json["conditions"] {
      let conjunction = json["conjunction"]?.string ?? json["logic"]?.string ?? "and"
      matchesAny = conjunction.lowercased() == "or"
      conditions = try RecordFilter.conditions(list)
    } else {
      conditions = try RecordFilter.conditions(json)
    }
    guard (1...RecordFilter.maximumConditions).contains(conditions.count) else {
      throw .argument("filter: from 1 to \(RecordFilter.maximumConditions) conditions.")
    }
  }

  private static func conditions(_ json: JSONValue) throws(LarkFailure) -> [Condition] {
    if let object = json.object { return try conditions(of: object) }
    guard let list = json.array else { throw .argument("filter: \(forms).") }
    if let condition = try tuple(list) { return [condition] }
    var conditions: [Condition] = []
    for item in list {
      if let tuple = try item.array.flatMap({ (list) throws(LarkFailure) in try tuple(list) }) {
        conditions.append(tuple)
      } else if let object = item.object {
        conditions += try self.conditions(of: object)
      } else {
        throw .argument("filter: \(forms).")
      }
    }
    return conditions
  }

  /// `[field, operator, value?]`; nil where the list does not start so.
  private static func tuple(_ list: [JSONValue]) throws(LarkFailure) -> Condition? {
    guard (2...3).contains(list.count), let field = list[0].string, let name = list[1].string else {
      return nil
    }
    return try condition(field, name, list.count == 3 ? list[2] : .null)
  }

  private static func conditions(of object: JSONObject) throws(LarkFailure) -> [Condition] {
    if let field = object["field_name"]?.string ?? object["field"]?.string,
      let name = object["operator"]?.string ?? object["op"]?.string
    {
      return [try condition(field, name, object["value"] ?? .null)]
    }
    var conditions: [Condition] = []
    for (field, value) in object.members {
      guard let comparisons = value.object else {
        let name = value == .null ? "isEmpty" : value.array == nil ? "is" : "contains"
        conditions.append(try condition(field, name, value))
        continue
      }
      for (name, value) in comparisons.members {
        conditions.append(try condition(field, name, value))
      }
    }
    return conditions
  }

  private static func condition(
    _ field: String, _ name: String, _ value: JSONValue
  ) throws(LarkFailure) -> Condition {
    guard var comparison = Comparison(name) else {
      throw .argument(
        "filter: no operator \"\(singleLine(name, limit: 30))\"; there are =, !=, >, >=, <, <=, "
          + "contains, doesNotContain, isEmpty, isNotEmpty.")
    }
    var values = value.array ?? (value == .null ? [] : [value])
    if !comparison.takesValue, values.count == 1, let isSo = values[0].bool {
      comparison = isSo ? comparison : comparison.opposite
      values = []
    }
    guard comparison.takesValue == !values.isEmpty, values.count <= maximumValues else {
      throw .argument(
        "filter: \"\(singleLine(field, limit: 60))\" \(comparison.rawValue) takes "
          + (comparison.takesValue ? "from 1 to \(maximumValues) values." : "no value."))
    }
    let condition = Condition(field: field, comparison: comparison, values: values)
    if comparison.isOfOrder { try checkPeriod(condition) }
    return condition
  }
}

/// How a condition compares, as Lark names it.
enum Comparison: String, Sendable {
  case `is`
  case isNot, contains, doesNotContain, isEmpty, isNotEmpty
  case isGreater, isGreaterEqual, isLess, isLessEqual

  var takesValue: Bool { self != .isEmpty && self != .isNotEmpty }

  /// Whether it asks for more or less.
  var isOfOrder: Bool { [.isGreater, .isGreaterEqual, .isLess, .isLessEqual].contains(self) }

  /// That holds where this one does not; itself where there is none.
  var opposite: Comparison {
    switch self {
    case .is: .isNot
    case .isNot: .is
    case .isEmpty: .isNotEmpty
    case .isNotEmpty: .isEmpty
    case .contains: .doesNotContain
    case .doesNotContain: .contains
    default: self
    }
  }

  /// Lark's names, signs and words.
  init?(_ name: String) {
    let key = String(name.lowercased().filter { !$0.isWhitespace && $0 != "_" })
    guard let comparison = Comparison.names[key] else { return nil }
    self = comparison
  }

  private static let names: [String: Comparison] = [
    "=": .is, "==": .is, "is": .is, "eq": .is, "equals": .is,
    "!=": .isNot, "<>": .isNot, "isnot": .isNot, "ne": .isNot, "not": .isNot,
    ">": .isGreater, "isgreater": .isGreater, "gt": .isGreater, "after": .isGreater,
    ">=": .isGreaterEqual, "isgreaterequal": .isGreaterEqual, "gte": .isGreaterEqual,
    "<": .isLess, "isless": .isLess, "lt": .isLess, "before": .isLess,
    "<=": .isLessEqual, "islessequal": .isLessEqual, "lte": .isLessEqual,
    "contains": .contains, "in": .contains, "has": .contains, "intersects": .contains,
    "like": .contains, "doesnotcontain": .doesNotContain, "notcontains": .doesNotContain,
    "notin": .doesNotContain, "isempty": .isEmpty, "empty": .isEmpty, "isnotempty": .isNotEmpty,
    "notempty": .isNotEmpty,
  ]
}
