internal import JSON

/// The words of a card, in order: of either version, in the form in which it was written or in the
/// shorter one that Lark gives.
struct CardText: Sendable {
  static let maximumDepth = 24

  let mentions: MentionText

  init(_ mentions: MentionText) { self.mentions = mentions }

  func text(_ json: JSONValue) -> String {
    var lines: [String] = []
    collect(CardText.unwrapped(json), 0, &lines)
    return lines.filter { !$0.isEmpty }.joined(separator: "\n")
  }

  /// The card itself comes as JSON in a string.
  private static func unwrapped(_ json: JSONValue) -> JSONValue {
    for key in ["user_dsl", "json_card"] {
      guard let inner = json[key] else { continue }
      return inner.string.flatMap { try? JSONValue(parsing: $0) } ?? inner
    }
    return json
  }

  private func collect(_ value: JSONValue, _ depth: Int, _ lines: inout [String]) {
    guard depth < CardText.maximumDepth else { return }
    switch value {
    case .array(let items):
      if let line = inline(items) {
        lines.append(line)
      } else {
        for item in items { collect(item, depth + 1, &lines) }
      }
    case .object(let object): collect(object, value, depth, &lines)
    default: break
    }
  }

  private func collect(
    _ object: JSONObject, _ value: JSONValue, _ depth: Int, _ lines: inout [String]
  ) {
    if let leaf = leaf(value) {
      lines.append(leaf)
      return
    }
    if let title = object["title"]?.string { lines.append(title) }
    for member in object.members where !CardText.silent.contains(member.key) {
      collect(member.value, depth + 1, &lines)
    }
  }

  /// The shorter form has a list of nodes for each line.
  private func inline(_ items: [JSONValue]) -> String? {
    guard !items.isEmpty,
      items.allSatisfy({ CardText.inlineTags.contains($0["tag"]?.string ?? "") })
    else { return nil }
    return items.compactMap { leaf($0) }.joined()
  }

  private func leaf(_ value: JSONValue) -> String? {
    let text = value["content"]?.string ?? value["text"]?.string
    switch value["tag"]?.string {
    case "hr": return "---"
    case "img", "img_combination":
      let key = value["img_key"]?.string ?? value["image_key"]?.string ?? ""
      return "[image \(key)]"
    case "at":
      return mentions.mention(value["user_id"]?.string ?? "", name: value["user_name"]?.string)
    case "a":
      let words = text ?? value["href"]?.string ?? ""
      return value["href"]?.string.map { $0 == words ? words : "[\(words)](\($0))" } ?? words
    case "button":
      let label = value["text"]?["content"]?.string ?? text ?? ""
      return "[button \(singleLine(label, limit: 100))]"
    case "table": return table(value)
    case "person": return mentions.mention(value["user_id"]?.string ?? "", name: nil)
    case "person_list":
      let people = (value["persons"]?.array ?? []).compactMap { $0["id"]?.nonEmptyString }
      return people.map { mentions.mention($0, name: nil) }.joined(separator: " ")
    case "markdown", "lark_md", "markdown_v1":
      return text.map { mentions.tagged(mentions.resolved($0)) }
    case "plain_text", "text", "note": return text.map { mentions.resolved($0) }
    default: return nil
    }
  }

  private func table(_ value: JSONValue) -> String {
    let columns = (value["columns"]?.array ?? []).map { column in
      (name: column["name"]?.string ?? "", title: column["display_name"]?.string ?? "")
    }
    let head = columns.map { $0.title.isEmpty ? $0.name : $0.title }
    let rows = (value["rows"]?.array ?? []).map { row in
      columns.map { column in cell(row[column.name]) }
    }
    return ([head] + rows).map { "| \($0.joined(separator: " | ")) |" }.joined(separator: "\n")
  }

  private func cell(_ value: JSONValue?) -> String {
    switch value {
    case .string(let text): singleLine(text, limit: 200)
    case .number(let number): number.text
    case .bool(let flag): String(flag)
    case .array(let items): items.map { cell($0["text"] ?? $0) }.joined(separator: ", ")
    default: ""
    }
  }

  /// Members that hold no words for people.
  private static let silent: Set<String> = [
    "config", "card_link", "multi_url", "value", "behaviors", "icon", "style", "styles", "confirm",
    "schema", "i18n_elements", "json_attachment", "card_schema",
  ]

  private static let inlineTags: Set<String> = ["text", "a", "at", "img", "button", "emotion"]
}
