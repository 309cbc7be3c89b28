internal import JSON

/// A comment of a document, with its replies.
struct CommentThread: Sendable {
  let json: JSONValue
  let zone: ZoneRules

  static let maximumCharacters = 2_000

  var id: String { json["comment_id"]?.string ?? "" }
  var isSolved: Bool { json["is_solved"]?.bool ?? false }

  /// In lines that what people wrote cannot fake.
  var lines: [String] {
    let state = isSolved ? ", resolved" : ""
    let quote = json["quote"]?.nonEmptyString.map { " on \"\(singleLine($0, limit: 120))\"" }
    let place = json["is_whole"]?.bool == true ? " on the whole document" : quote ?? ""
    let replies = json["reply_list"]?["replies"]?.array ?? []
    let hidden = json["has_more"]?.bool == true ? ["    … more replies"] : []
    return ["Comment \(singleLine(id, limit: 40))\(place)\(state):"] + replies.map(line) + hidden
  }

  private func line(_ reply: JSONValue) -> String {
    let seconds = reply["create_time"]?.integer ?? 0
    let time = zone.localTime(at: seconds)
    let person = singleLine(reply["user_id"]?.string ?? "", limit: 64)
    let text = (reply["content"]?["elements"]?.array ?? []).map(CommentText.text).joined()
    return "  "
      + QuotedText.append(
        text, to: "\(person) \(time.rfc3339):", limit: CommentThread.maximumCharacters)
  }
}

/// The text of a comment and its elements.
enum CommentText {
  static let maximumCharacters = 10_000

  static func text(_ element: JSONValue) -> String {
    element["text_run"]?["text"]?.string ?? element["docs_link"]?["url"]?.string
      ?? element["person"]?["user_id"]?.string.map { "<at user_id=\"\($0)\"></at>" } ?? ""
  }

  /// Mentions `<at user_id="ou_x"></at>` and links become elements of their own kind. Marks of
  /// Markdown stay text: comments know none.
  static func elements(_ text: String) -> [JSONValue] {
    var (elements, plain, rest) = ([JSONValue](), "", text[...])
    func element(_ text: String) -> JSONValue {
      ["type": "text_run", "text_run": ["text": .string(text)]]
    }
    while let open = firstRange(of: "<at ", in: rest),
      let close = firstRange(of: "</at>", in: rest[open.upperBound...])
    {
      let tag = String(rest[open.lowerBound..<close.upperBound])
      plain += rest[..<open.lowerBound]
      rest = rest[close.upperBound...]
      guard let person = InlineParser.elements(tag).first?["mention_user"]?["user_id"] else {
        plain += tag
        continue
      }
      if !plain.isEmpty { elements.append(element(plain)) }
      plain = ""
      elements.append(["type": "person", "person": ["user_id": person]])
    }
    plain += rest
    if !plain.isEmpty { elements.append(element(plain)) }
    return elements
  }
}
