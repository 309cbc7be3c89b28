internal import JSON
internal import PluginKit

/// A mail as Lark gives it.
struct MailText: Sendable {
  static let maximumBodyCharacters = 30_000
  static let maximumPreviewCharacters = 160

  let json: JSONValue
  let zone: ZoneRules

  /// Lark encodes bodies in base 64. What is no base 64 of a text is taken as it is.
  static func decoded(_ text: String) -> String {
    guard !text.isEmpty, !text.contains(where: \.isWhitespace),
      let bytes = Base64.decode(text), let decoded = String(validating: bytes, as: UTF8.self)
    else { return text }
    return decoded
  }

  var id: String { singleLine(json["message_id"]?.string ?? "?", limit: 200) }

  var subject: String {
    singleLine(json["subject"]?.nonEmptyString ?? "(no subject)", limit: 200)
  }

  var time: String {
    let number = json["internal_date"]?.integer ?? json["internal_date"]?.string.flatMap(Int64.init)
    return number.map { FieldText(zone: zone).time($0) } ?? "?"
  }

  /// Two lines for a list.
  var summary: String {
    let attachments = json["attachments"]?.array?.count ?? 0
    let files = attachments == 0 ? "" : attachments == 1 ? ", 1 file" : ", \(attachments) files"
    var text = "\(time) \(MailAddress.line(json["head_from"])): \(subject)\(files)\n  \(id)"
    let preview = singleLine(preview, limit: MailText.maximumPreviewCharacters)
    if !preview.isEmpty { text += "  \(preview)" }
    return text
  }

  /// All of it. What others wrote stands on one line or is indented.
  var full: String {
    var lines = [
      "\(subject)", "id: \(id)", "from: \(MailAddress.line(json["head_from"]))", "date: \(time)",
    ]
    for (name, key) in [("to", "to"), ("cc", "cc"), ("bcc", "bcc")] {
      let people = (json[key]?.array ?? []).map { MailAddress.line($0) }
      if !people.isEmpty { lines.append("\(name): \(people.joined(separator: ", "))") }
    }
    for file in json["attachments"]?.array ?? [] where file["is_inline"]?.bool != true {
      let name = singleLine(file["filename"]?.string ?? "", limit: 200)
      lines.append("file: \(name) (\(singleLine(file["id"]?.string ?? "", limit: 200)))")
    }
    if json["security_level"]?["is_risk"]?.bool == true {
      let reason = json["security_level"]?["risk_banner_reason"]?.string ?? "risk"
      lines.append("warning: Lark marks this mail as risky (\(singleLine(reason, limit: 60))).")
    }
    return QuotedText.append(
      "\n\(body)", to: lines.joined(separator: "\n") + "\nbody:",
      limit: MailText.maximumBodyCharacters)
  }

  private var body: String {
    if let plain = json["body_plain_text"]?.nonEmptyString { return MailText.decoded(plain) }
    if let html = json["body_html"]?.nonEmptyString { return MailText.decoded(html) }
    return preview
  }

  private var preview: String { MailText.decoded(json["body_preview"]?.string ?? "") }
}
