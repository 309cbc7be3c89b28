internal import JSON
internal import PluginKit

extension RecordFilter {
  /// In Lark's form, for a table with those fields.
  func json(_ fields: [BaseField], _ zone: ZoneRules) throws(LarkFailure) -> JSONValue {
    var list: [JSONValue] = []
    for condition in conditions {
      let field = try fields.required(condition.field, "filter")
      list.append(try RecordFilter.json(condition, field, zone))
    }
    return ["conjunction": matchesAny ? "or" : "and", "conditions": .array(list)]
  }

  private static func json(
    _ condition: Condition, _ field: BaseField, _ zone: ZoneRules
  ) throws(LarkFailure) -> JSONValue {
    var comparison = condition.comparison
    var values: [JSONValue] = []
    if field.type == .checkbox {
      (comparison, values) = (.is, [.string(try isTicked(condition, field) ? "true" : "false")])
    } else if field.type.isTime, comparison.takesValue {
      (comparison, values) = try time(condition, field, zone)
    } else {
      for value in condition.values { values.append(try text(value, field)) }
    }
    return [
      "field_name": .string(field.name), "operator": .string(comparison.rawValue),
      "value": .array(values),
    ]
  }

  /// Of boxes Lark takes the comparison `is` alone. An empty one is one that is not ticked.
  private static func isTicked(
    _ condition: Condition, _ field: BaseField
  ) throws(LarkFailure) -> Bool {
    let words =
      (condition.values.first ?? .null).bool.map { $0 ? "true" : "false" }
      ?? condition.values.first?.string?.trimmingSpaces.lowercased()
    switch (condition.comparison, condition.values.count, words) {
    case (.isEmpty, 0, _), (.is, 1, "false"), (.isNot, 1, "true"): return false
    case (.isNotEmpty, 0, _), (.is, 1, "true"), (.isNot, 1, "false"): return true
    default:
      throw .argument(
        "filter: \"\(singleLine(field.name, limit: 60))\" is a checkbox; it takes = and != with "
          + "true or false.")
    }
  }

  private static func text(_ value: JSONValue, _ field: BaseField) throws(LarkFailure) -> JSONValue
  {
    switch value {
    case .string: return value
    case .number(let number): return .string(number.text)
    case .bool(let flag): return .string(flag ? "true" : "false")
    default:
      if let id = value["id"]?.string { return .string(id) }
      throw .argument(
        "filter: \"\(singleLine(field.name, limit: 60))\" is compared with texts, numbers, true or "
          + "false, or ids.")
    }
  }

  /// Lark compares whole days, and knows only before, on and after.
  private static func time(
    _ condition: Condition, _ field: BaseField, _ zone: ZoneRules
  ) throws(LarkFailure) -> (Comparison, [JSONValue]) {
    let name = singleLine(field.name, limit: 60)
    if let values = native(condition) {
      let comparison = condition.comparison == .contains ? .is : condition.comparison
      guard [.is, .isGreater, .isLess].contains(comparison) else {
        throw .argument("filter: with ExactDate, \"\(name)\" takes =, > and <.")
      }
      return (comparison, values)
    }
    guard condition.values.count == 1, let text = condition.values[0].string?.trimmingSpaces else {
      throw .argument("filter: compare \"\(name)\" with one date, \"2026-03-01\".")
    }
    if let period = try checkPeriod(condition) {
      return (condition.comparison, [.string(period)])
    }
    guard let time = Timestamp(text) else {
      throw .argument(
        "filter: \"\(singleLine(text, limit: 40))\" is no date for \"\(name)\"; write "
          + "\"2026-03-01\" or one of \((days + periods).joined(separator: ", ")).")
    }
    let date = zone.localTime(at: zone.unixSeconds(of: time)).date
    let (comparison, days): (Comparison, Int)
    switch condition.comparison {
    case .is, .isGreater, .isLess: (comparison, days) = (condition.comparison, 0)
    case .isGreaterEqual: (comparison, days) = (.isGreater, -1)
    case .isLessEqual: (comparison, days) = (.isLess, 1)
    default: throw .argument("filter: \"\(name)\" is a date; it takes =, >, >=, <, <= and isEmpty.")
    }
    let midnight = zone.unixSeconds(date.adding(days: days), secondsOfDay: 0)
    return (comparison, ["ExactDate", .string(String(midnight * 1_000))])
  }

  /// Values that are in Lark's form already: `["ExactDate", "1772000000000"]`.
  private static func native(_ condition: Condition) -> [JSONValue]? {
    guard condition.values.count == 2, condition.values[0].string == "ExactDate" else { return nil }
    switch condition.values[1] {
    case .string: return condition.values
    case .number(let number): return ["ExactDate", .string(number.text)]
    default: return nil
    }
  }

  /// Lark's name of the day or the time that the condition names; nil where it names none. Throws
  /// where Lark does not compare with it so.
  @discardableResult
  static func checkPeriod(_ condition: Condition) throws(LarkFailure) -> String? {
    guard condition.values.count == 1,
      let text = condition.values[0].string?.trimmingSpaces.lowercased(),
      let period = (days + periods).first(where: { $0.lowercased() == text })
    else { return nil }
    let isDay = days.contains(period)
    let allowed: [Comparison] = isDay ? [.is, .isGreater, .isLess] : [.is]
    guard allowed.contains(condition.comparison) else {
      throw .argument(
        "filter: with \(period), \"\(singleLine(condition.field, limit: 60))\" takes "
          + (isDay ? "=, > and <." : "= only."))
    }
    return period
  }

  private static let days = ["Today", "Tomorrow", "Yesterday"]
  private static let periods = [
    "CurrentWeek", "LastWeek", "CurrentMonth", "LastMonth", "TheLastWeek", "TheNextWeek",
    "TheLastMonth", "TheNextMonth",
  ]
}
