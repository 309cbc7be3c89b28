internal import JSON
internal import PluginKit

struct GetMinutesArguments: Decodable, Sendable {
  var minutes: String
  var transcript: Bool?
  var offset: Int?
  var timeZone: String?

  enum CodingKeys: String, CodingKey {
    case minutes, transcript, offset
    case timeZone = "time_zone"
  }
}

/// Minutes of a meeting: summary, to-dos and chapters, or what was said.
struct GetMinutes: Sendable {
  let client: LarkClient
  let context: CallContext
  let token: String

  static let pageCharacters = 12_000
  static let maximumTranscriptBytes = 8 << 20
  static let maximumSummary = 6_000
  static let maximumItems = 100

  static func tool(_ core: LarkCore) -> LarkTool {
    LarkTool(
      "get_minutes",
      "Reads Lark minutes: summary, to-dos, chapters; with transcript, who said what.",
      core, group: .meetings,
      endpoints: [.getMinutes, .minutesArtifacts, .minutesTranscript], identity: .userFirst,
      effect: .reads,
      input: .object(
        [
          "minutes": .string("Link or token."),
          "transcript": .boolean("What was said, in place of the summary."),
          "offset": .integer("Character of the transcript to begin at.", minimum: 0),
          "time_zone": .string(),
        ], required: ["minutes"])
    ) { (arguments: GetMinutesArguments, context) throws(LarkFailure) in
      try await run(arguments, core, context)
    }
  }

  static func run(
    _ arguments: GetMinutesArguments, _ core: LarkCore, _ context: CallContext
  ) async throws(LarkFailure) -> ToolResult {
    let zone = try core.zones.zone(
      named: arguments.timeZone?.nonEmpty ?? core.client.settings.timeZone)
    let token = try MinutesReference.token(arguments.minutes)
    let offset = arguments.offset ?? 0
    guard offset >= 0 else { throw .argument("offset: 0 or more.") }
    let minutes = GetMinutes(client: core.client, context: context, token: token)
    return arguments.transcript == true
      ? try await minutes.transcript(from: offset) : try await minutes.summary(zone)
  }

  private func summary(_ zone: ZoneRules) async throws(LarkFailure) -> ToolResult {
    let payload = try await client.send(
      APIRequest(
        .getMinutes, path: ["minute_token": token], query: [("user_id_type", "open_id")],
        purpose: "read the minutes"), context)
    let minute = payload["minute"]
    let title = singleLine(minute?["title"]?.string ?? "", limit: 200)
    var lines = ["\(title), minutes \(token)"]
    var structured: JSONObject = ["minutes": .string(token), "title": .string(title)]
    if let milliseconds = TaskTime.milliseconds(minute?["create_time"]) {
      let time = zone.localTime(at: milliseconds / 1000).rfc3339
      lines.append("created: \(time)")
      structured["created"] = .string(time)
    }
    for key in ["owner_id", "url", "note_id"] {
      guard let text = minute?[key]?.nonEmptyString else { continue }
      lines.append("\(key): \(singleLine(text, limit: 300))")
    }
    do throws(LarkFailure) {
      let artifacts = try await client.send(
        APIRequest(
          .minutesArtifacts, path: ["minute_token": token],
          purpose: "read the summary of the minutes"), context)
      lines += GetMinutes.lines(artifacts)
    } catch .api(let error) {
      let reason = LarkFailure.api(error).toolError
      lines += ["No summary: \(reason.summary)", reason.detail ?? ""]
    }
    lines.append("Read as the \(context.actedAs).")
    return ToolResult([.text(lines.joined(separator: "\n"))], structured: .object(structured))
  }

  private static func lines(_ artifacts: JSONValue) -> [String] {
    var lines: [String] = []
    if let text = artifacts["summary"]?.nonEmptyString {
      lines.append(QuotedText.append(text, to: "Summary:", limit: maximumSummary))
    }
    let todos = (artifacts["minute_todos"]?.array ?? []).prefix(maximumItems)
    if !todos.isEmpty { lines.append("To do:") }
    for todo in todos {
      let people = (todo["assignees"]?.array ?? []).compactMap(\.string)
      let who = people.isEmpty ? "" : " (\(singleLine(people.joined(separator: ", "), limit: 200)))"
      lines.append("- \(singleLine(todo["content"]?.string ?? "", limit: 500))\(who)")
    }
    let chapters = (artifacts["minute_chapters"]?.array ?? []).prefix(maximumItems)
    if !chapters.isEmpty { lines.append("Chapters:") }
    for chapter in chapters {
      let seconds = (TaskTime.milliseconds(chapter["start_ms"]) ?? 0) / 1000
      let time = "\(seconds / 60):\(zeroPadded(Int(seconds % 60), width: 2))"
      lines.append(
        "- \(time) \(singleLine(chapter["title"]?.string ?? "", limit: 120)): "
          + singleLine(chapter["summary_content"]?.string ?? "", limit: 500))
    }
    return lines
  }

  /// A page of it; each line is indented.
  private func transcript(from offset: Int) async throws(LarkFailure) -> ToolResult {
    let download = try await client.download(
      APIRequest(
        .minutesTranscript, path: ["minute_token": token],
        query: [
          ("need_speaker", "true"), ("need_timestamp", "true"), ("file_format", "txt"),
        ], purpose: "read the transcript"), limitBytes: GetMinutes.maximumTranscriptBytes, context)
    let text = String(decoding: download.bytes, as: UTF8.self)
    let count = text.count
    guard offset <= count else {
      throw .argument("offset: the transcript has \(count) characters.")
    }
    let page = String(text.dropFirst(offset).prefix(GetMinutes.pageCharacters))
    let end = offset + page.count
    var lines = ["Transcript of \(token), characters \(offset) to \(end) of \(count):"]
    lines += QuotedText.lines(page).map { "\(QuotedText.indent)\($0)" }
    var structured: JSONObject = ["minutes": .string(token)]
    if end < count {
      lines.append("There is more: offset \(end)")
      structured["next_offset"] = .number(JSONNumber(Int64(end)))
    }
    lines.append("Read as the \(context.actedAs).")
    return ToolResult([.text(lines.joined(separator: "\n"))], structured: .object(structured))
  }
}
