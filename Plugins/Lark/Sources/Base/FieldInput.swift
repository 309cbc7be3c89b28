internal import JSON
internal import PluginKit

/// Values as agents write them, in the form that Lark takes for the field.
struct FieldInput: Sendable {
  let zone: ZoneRules

  /// `argument` names the value in refusals: `records[0].Due`.
  func value(
    _ value: JSONValue, for field: BaseField, _ argument: String
  ) throws(LarkFailure) -> JSONValue {
    if value == .null { return .null }
    guard !field.type.isComputed else {
      throw .argument("\(argument): Lark fills in this \(field.type.name) field; leave it out.")
    }
    guard let converted = try converted(value, field) else {
      throw .argument("\(argument): \(FieldInput.expected(field.type)).")
    }
    return converted
  }

  private func converted(
    _ value: JSONValue, _ field: BaseField
  ) throws(LarkFailure) -> JSONValue? {
    switch field.type {
    case .text, .phone: return FieldInput.text(value)
    case .number: return FieldInput.number(value)
    case .singleSelect: return FieldInput.text(value.array?.count == 1 ? value[0] ?? value : value)
    case .multipleSelect: return FieldInput.list(value) { FieldInput.text($0) }
    case .date: return date(value)
    case .checkbox: return FieldInput.flag(value)
    case .person: return FieldInput.list(value) { FieldInput.id($0, prefix: "ou_") }
    case .group: return FieldInput.list(value) { FieldInput.id($0, prefix: "oc_") }
    case .url: return FieldInput.link(value)
    case .attachment: return FieldInput.list(value) { FieldInput.member($0, "file_token") }
    case .link, .twoWayLink:
      return FieldInput.list(value) {
        $0.string.flatMap { $0.hasPrefix("rec") ? .string($0) : nil }
      }
    default: return value
    }
  }

  private static func expected(_ type: FieldType) -> String {
    switch type {
    case .number: "write a number"
    case .singleSelect: "write the name of one option"
    case .multipleSelect: "write the names of options"
    case .date: "write a time such as \"2026-03-01\" or \"2026-03-01T09:00:00+08:00\""
    case .checkbox: "write true or false"
    case .person: "write open ids, \"ou_...\""
    case .group: "write chat ids, \"oc_...\""
    case .url: "write a link, or {\"text\", \"link\"}"
    case .attachment: "write file tokens of files uploaded to this base"
    case .link, .twoWayLink: "write record ids, \"rec...\""
    default: "write a text"
    }
  }

  private static func text(_ value: JSONValue) -> JSONValue? {
    switch value {
    case .string: return value
    case .number(let number): return .string(number.text)
    case .bool(let flag): return .string(flag ? "true" : "false")
    case .array(let pieces):
      // Pieces of rich text, as Lark gives them.
      guard !pieces.isEmpty, pieces.allSatisfy({ $0["text"] != nil }) else { return nil }
      return value
    default: return nil
    }
  }

  private static func number(_ value: JSONValue) -> JSONValue? {
    if case .number = value { return value }
    guard let text = value.string else { return nil }
    let digits = text.trimmingSpaces.filter { $0 != "," && $0 != "_" }
    guard let parsed = try? JSONValue(parsing: digits), case .number = parsed else { return nil }
    return parsed
  }

  private static func flag(_ value: JSONValue) -> JSONValue? {
    if value.bool != nil { return value }
    switch value.string?.lowercased() ?? value.integer.map(String.init) ?? "" {
    case "true", "yes", "1", "是": return true
    case "false", "no", "0", "否": return false
    default: return nil
    }
  }

  /// Milliseconds.
  private func date(_ value: JSONValue) -> JSONValue? {
    let text = value.string?.trimmingSpaces
    if let number = value.integer ?? text.flatMap({ Int64($0) }) {
      // Ten digits are seconds until the year 2286.
      let isSeconds = number.magnitude < 10_000_000_000
      let (product, overflow) = number.multipliedReportingOverflow(by: isSeconds ? 1_000 : 1)
      return overflow ? nil : .number(JSONNumber(product))
    }
    guard let text, let time = Timestamp(text) else { return nil }
    return .number(JSONNumber(zone.unixSeconds(of: time) * 1_000))
  }

  private static func link(_ value: JSONValue) -> JSONValue? {
    if let text = value.string?.trimmingSpaces.nonEmpty {
      return ["text": .string(text), "link": .string(text)]
    }
    guard let link = value["link"]?.nonEmptyString else { return nil }
    return ["text": .string(value["text"]?.nonEmptyString ?? link), "link": .string(link)]
  }

  private static func id(_ value: JSONValue, prefix: String) -> JSONValue? {
    guard let id = value.string?.trimmingSpaces ?? value["id"]?.string, id.hasPrefix(prefix) else {
      return nil
    }
    return ["id": .string(id)]
  }

  private static func member(_ value: JSONValue, _ name: String) -> JSONValue? {
    guard let text = value.string?.nonEmpty ?? value[name]?.nonEmptyString else { return nil }
    return [name: .string(text)]
  }

  /// One or several; nil where one of them does not fit.
  private static func list(
    _ value: JSONValue, _ element: (JSONValue) -> JSONValue?
  ) -> JSONValue? {
    var list: [JSONValue] = []
    for item in value.array ?? [value] {
      guard let converted = element(item) else { return nil }
      list.append(converted)
    }
    return .array(list)
  }
}

extension ZoneRules {
  /// A date is its midnight here.
  func unixSeconds(of time: Timestamp) -> Int64 {
    switch time {
    case .date(let date): unixSeconds(date, secondsOfDay: 0)
    case .local(let date, let seconds): unixSeconds(date, secondsOfDay: seconds)
    case .instant(let seconds): seconds
    }
  }
}
