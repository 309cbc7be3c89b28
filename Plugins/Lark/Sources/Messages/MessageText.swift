internal import JSON

/// A message's content as text, by the type of the message.
struct MessageText: Sendable {
  let mentions: MentionText
  let zone: ZoneRules

  init(_ message: LarkMessage, zone: ZoneRules) {
    mentions = MentionText(message.mentions)
    self.zone = zone
  }

  static func of(_ message: LarkMessage, zone: ZoneRules) -> String {
    guard !message.isRecalled else { return "[recalled]" }
    return MessageText(message, zone: zone).text(message.type, message.content)
  }

  /// Content that is no JSON is shown as it is.
  func text(_ type: String, _ content: String) -> String {
    guard let json = try? JSONValue(parsing: content), json.object != nil else {
      return type == "merge_forward" ? MessageText.merged : mentions.resolved(content)
    }
    if let text = rich(type, json) ?? file(type, json) ?? card(type, json) ?? event(type, json) {
      return text
    }
    return other(type, json)
  }

  static let merged = "[merged messages; get_message shows them]"

  private func rich(_ type: String, _ json: JSONValue) -> String? {
    switch type {
    case "text": mentions.resolved(json["text"]?.string ?? "")
    case "post": PostText(mentions).text(json)
    case "interactive": CardText(mentions).text(json)
    case "merge_forward": MessageText.merged
    default: nil
    }
  }

  private func file(_ type: String, _ json: JSONValue) -> String? {
    switch type {
    case "image": "[image \(line(json["image_key"]))]"
    case "file": "[file \(words(json, "file_name", "file_key"))]"
    case "folder": "[folder \(words(json, "file_name", "file_key"))]"
    case "audio": "[audio\(duration(json)) \(line(json["file_key"]))]"
    case "media": "[video\(duration(json)) \(words(json, "file_name", "file_key"))]"
    case "sticker": "[sticker \(line(json["file_key"]))]"
    default: nil
    }
  }

  private func card(_ type: String, _ json: JSONValue) -> String? {
    switch type {
    case "share_chat": "[shared chat \(words(json, "chat_name", "chat_id"))]"
    case "share_user": "[contact card of \(words(json, "user_name", "user_id"))]"
    case "location":
      "[location \(line(json["name"])) \(line(json["latitude"])),\(line(json["longitude"]))]"
    case "hongbao": "[red packet \(line(json["text"]))]"
    case "vote":
      "[vote \(line(json["topic"])): "
        + (json["options"]?.array ?? []).map { line($0) }.joined(separator: " | ") + "]"
    case "todo": todo(json)
    case "system": system(json)
    default: nil
    }
  }

  private func event(_ type: String, _ json: JSONValue) -> String? {
    switch type {
    case "share_calendar_event", "calendar", "general_calendar":
      let start = time(json["start_time"])
      let end = time(json["end_time"]).map { " to \($0)" } ?? ""
      let when = start.map { ", \($0)\(end)" } ?? ""
      return "[calendar event \(line(json["summary"]))\(when)]"
    case "video_chat":
      let start = time(json["start_time"]).map { ", \($0)" } ?? ""
      return "[video meeting \(line(json["topic"]))\(start)]"
    default:
      return nil
    }
  }

  private func todo(_ json: JSONValue) -> String {
    let summary = json["summary"].map { PostText(mentions).text($0) } ?? ""
    let due = time(json["due_time"]).map { ", due \($0)" } ?? ""
    return "[task \(singleLine(summary, limit: 300))\(due), \(line(json["task_id"]))]"
  }

  /// A template whose `{names}` stand for lists of strings.
  private func system(_ json: JSONValue) -> String {
    if let divider = json["divider_text"]?["text"] ?? json["params"]?["divider_text"]?["text"] {
      return "[--- \(line(divider)) ---]"
    }
    var text = json["template"]?.string ?? ""
    for member in json.object?.members ?? [] where member.key != "template" {
      let values = member.value.array ?? [member.value]
      let list = values.map { line($0) }.joined(separator: ", ")
      text = replacing("{\(member.key)}", in: text, with: list)
    }
    return "[\(text.isEmpty ? "system message" : singleLine(text, limit: 400))]"
  }

  /// Types that came later: whatever text they hold.
  private func other(_ type: String, _ json: JSONValue) -> String {
    let text = singleLine(CardText(mentions).text(json), limit: 400)
    let type = singleLine(type, limit: 40)
    return text.isEmpty ? "[\(type)]" : "[\(type): \(text)]"
  }

  private func line(_ value: JSONValue?) -> String {
    switch value {
    case .string(let text): singleLine(text, limit: 300)
    case .number(let number): number.text
    default: ""
    }
  }

  private func words(_ json: JSONValue, _ names: String...) -> String {
    names.map { line(json[$0]) }.filter { !$0.isEmpty }.joined(separator: " ")
  }

  private func duration(_ json: JSONValue) -> String {
    guard let milliseconds = json["duration"]?.integer ?? Int64(line(json["duration"])) else {
      return ""
    }
    return " \((milliseconds + 999) / 1000) s"
  }

  /// Milliseconds as a string, or seconds where they are too few for that.
  private func time(_ value: JSONValue?) -> String? {
    guard let number = Int64(line(value)), number > 0 else { return nil }
    let seconds = number > 100_000_000_000 ? number / 1000 : number
    let local = zone.localTime(at: seconds)
    return "\(local.date) \(local.hourAndMinute)"
  }
}
