internal import JSON
internal import PluginKit

/// Values of fields as text, on one line each.
struct FieldText: Sendable {
  let zone: ZoneRules

  /// All of the value, in one line; what marks the columns of a list is escaped.
  func cell(_ value: JSONValue, _ type: FieldType?, limit: Int) -> String {
    var line = ""
    for character in singleLine(text(value, type), limit: limit) {
      if character == "|" { line.append("\\") }
      line.append(character)
    }
    return line
  }

  func text(_ value: JSONValue, _ type: FieldType?) -> String {
    switch value {
    case .null: return ""
    case .bool(let flag): return flag ? "true" : "false"
    case .string(let text): return text
    case .number(let number):
      guard type?.isTime == true, let milliseconds = value.integer else { return number.text }
      return time(milliseconds)
    case .array(let elements):
      let isRichText = elements.contains { $0["text"] != nil && $0["type"]?.string != nil }
      let texts = elements.map { text($0, type) }.filter { !$0.isEmpty }
      return texts.joined(separator: isRichText ? "" : ", ")
    case .object: return text(ofObject: value, type)
    }
  }

  /// A date where the time is midnight.
  func time(_ milliseconds: Int64) -> String {
    let (seconds, _) = milliseconds.quotientAndRemainder(dividingBy: 1_000)
    let local = zone.localTime(at: seconds).rfc3339
    let date = local.prefix(10)
    let time = local.dropFirst(11).prefix(5)
    return time == "00:00" ? String(date) : "\(date) \(time)"
  }

  private func text(ofObject value: JSONValue, _ type: FieldType?) -> String {
    if let inner = value["value"], value["type"]?.integer != nil {
      return text(inner, value["type"]?.integer.map(FieldType.init(code:)))
    }
    if let token = value["file_token"]?.string {
      return "\(value["name"]?.string ?? "file") (\(token))"
    }
    if let link = value["link"]?.nonEmptyString {
      let text = value["text"]?.string ?? ""
      return text.isEmpty || text == link ? link : "\(text) <\(link)>"
    }
    if let ids = value["link_record_ids"] ?? value["record_ids"] { return linked(value, ids) }
    if let text = value["text"]?.string { return text }
    if let id = value["id"]?.nonEmptyString {
      return value["name"]?.nonEmptyString.map { "\($0) (\(id))" } ?? id
    }
    if let address = value["full_address"]?.nonEmptyString ?? value["location"]?.nonEmptyString {
      return address
    }
    return value.description
  }

  private func linked(_ value: JSONValue, _ ids: JSONValue) -> String {
    let ids = (ids.array ?? []).compactMap(\.string)
    let texts = (value["text_arr"]?.array ?? []).compactMap(\.string)
    guard texts.count == ids.count else { return ids.joined(separator: ", ") }
    return zip(texts, ids).map { "\($0) (\($1))" }.joined(separator: ", ")
  }
}
